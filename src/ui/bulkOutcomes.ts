import { otherEngagementOf, type ActOutcome } from "../engagements/engagementCalls";
import type { BulkView, OutcomeRow } from "../panel/view";
import type { Profile } from "../profiles/profile";
import { actWords, type SettlingAct } from "./actText";
import { exchangeView, profileLine, toneOf } from "./exchangeView";

/** What came of one engagement of a bulk command. */
export type BulkOutcome = ActOutcome | { readonly kind: "defect"; readonly error: unknown };

/** Whether the server said that it is done with the engagement asked for. */
export function didSucceed(outcome: BulkOutcome | undefined, id: bigint): boolean {
  return (
    outcome?.kind === "answered" &&
    outcome.exchange.result.ok &&
    otherEngagementOf(outcome.exchange.result, id) === undefined
  );
}

/** One row an engagement, in the order in which they were asked for. */
export function bulkView(
  act: SettlingAct,
  profile: Profile,
  ids: readonly bigint[],
  outcomes: readonly BulkOutcome[],
): BulkView {
  const { title } = actWords[act];
  return {
    kind: "bulk",
    title: `${title.replace(" Engagement", "")} ${ids.length} engagements`,
    profile: profileLine(profile),
    rows: ids.map((id, index) => outcomeRow(act, id, profile, outcomes[index])),
  };
}

function outcomeRow(
  act: SettlingAct,
  id: bigint,
  profile: Profile,
  outcome: BulkOutcome | undefined,
): OutcomeRow {
  const engagementId = id.toString();
  switch (outcome?.kind) {
    case "answered": {
      const { exchange } = outcome;
      const record = { exchange, profile, engagementId: id };
      return {
        engagementId,
        tone: toneOf(record),
        outcome: exchangeView(record, false).verdict.headline,
        exchangeId: exchange.id,
      };
    }
    case "underWay": {
      const text = `Is ${actWords[act].underWay} already, or another request is under way; not sent twice`;
      return { engagementId, tone: "warning", outcome: text };
    }
    case "noSession":
      return { engagementId, tone: "failure", outcome: "Not sent: there is no session" };
    case "defect":
      return { engagementId, tone: "failure", outcome: "Not sent: an error of this machine" };
    case "notStarted":
    case undefined:
      return { engagementId, tone: "failure", outcome: "Not sent: cancelled before its turn" };
  }
}
