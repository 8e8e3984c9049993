import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import type { KeptRecord } from "../exchanges/history/storedExchange";
import { exchangeView, remedyOf } from "./exchangeView";
import { remedyLabels, type FailureText } from "./failureScene";
import type { PanelContent } from "./storedPanel";
import { replayTargetOf } from "./storedPanel";

/** What the panel shows of an exchange; of one from the history, what was kept of it. */
export function panelContent(record: KeptRecord): PanelContent {
  const remedy = remedyOf(record);
  const target = replayTargetOf(record);
  const view = exchangeView(record, false);
  return {
    view: { ...view, notices: [...view.notices, ...cutNotices(record)] },
    profileId: record.profile.id,
    ...(target && { target }),
    ...(remedy && { remedy }),
  };
}

function cutNotices({ cut }: KeptRecord): readonly string[] {
  const notice = (what: string, bytes: number | undefined): string[] =>
    bytes === undefined
      ? []
      : [
          `The history keeps 1 MB of a body: this is the beginning of ${what}, which had ${bytes.toLocaleString("en")} bytes.`,
        ];
  return [...notice("the answer", cut?.answer), ...notice("the request", cut?.request)];
}

/** What the panel shows of an answer that is a success by itself, and of no use all the same. */
export function unusableContent(record: ExchangeRecord, text: FailureText): PanelContent {
  const { headline, explanation, advice, remedy } = text;
  return {
    view: {
      ...exchangeView(record, false),
      verdict: { tone: "failure", headline, explanation, advice },
      ...(remedy && { remedy: remedyLabels[remedy] }),
    },
    profileId: record.profile.id,
    ...(remedy && { remedy }),
  };
}
