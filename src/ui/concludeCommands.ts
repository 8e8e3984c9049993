import * as vscode from "vscode";
import { otherEngagementOf, type Concluder, type ConcludeOutcome } from "../engagements/concluder";
import type { Engagement } from "../engagements/engagement";
import type { EngagementStore } from "../engagements/engagementStore";
import type { ExchangeRecord, RecentExchanges } from "../exchanges/recentExchanges";
import { commandIds } from "../ids";
import type { OutcomeRow } from "../panel/view";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import type { SessionStore } from "../session/sessionStore";
import { parseInt64 } from "../util/int64";
import { reportDefect, runCommand, type CommandTable } from "./commands";
import { mustConfirm } from "./confirmation";
import { confirmConclude, pickEngagement } from "./engagementPrompts";
import { EngagementNode } from "./engagementsTree";
import { isConcludable } from "./engagementText";
import { exchangeView, profileLine, remedyOf, toneOf } from "./exchangeView";
import { inParallel } from "../util/inParallel";
import { explainFailure } from "./notify";
import { ProfileNode } from "./profilesTree";
import type { ExchangePanel } from "./exchangePanel";
import { readSetting } from "./settings";
import type { PanelContent, ReplayTarget } from "./storedPanel";

/** What concluding from the UI needs. */
export interface ConcludeParts {
  readonly concluder: Concluder;
  readonly engagements: EngagementStore;
  readonly exchanges: RecentExchanges;
  readonly panel: Pick<ExchangePanel, "show">;
  readonly profiles: ProfileStore;
  readonly sessions: Pick<SessionStore, "get">;
  readonly log: vscode.LogOutputChannel;
}

/** How many requests of a bulk conclude are under way at once. */
const atOnce = 8;

/** Concluding one or several engagements, as the user sees it. */
export class ConcludeCommands {
  constructor(private readonly parts: ConcludeParts) {}

  /** The command's handler; to be put into the command table. */
  get table(): Pick<CommandTable, typeof commandIds.concludeEngagement> {
    return {
      [commandIds.concludeEngagement]: (...args) => this.#conclude(args),
    };
  }

  /** Sends the request of an earlier exchange once more, after asking. */
  async sendAgain({ profileId, engagementId }: ReplayTarget): Promise<void> {
    const { profiles } = this.parts;
    await profiles.reload();
    const profile = profiles.find(profileId);
    if (!profile) {
      void vscode.window.showWarningMessage(
        "Could not send again: the profile it was sent with is gone. Select another profile and conclude the engagement from there.",
      );
      return;
    }
    if (await confirmConclude(profile, [engagementId], "Send Again")) {
      await this.#concludeOne(profile, engagementId);
    }
  }

  async #conclude(args: readonly unknown[]): Promise<void> {
    const { engagements, profiles, sessions } = this.parts;
    await profiles.reload();
    const nodes = nodesFromArguments(args);
    const profile = nodes ? profiles.find(nodes[0].profileId) : profiles.current.active;
    if (!profile) {
      await runCommand(commandIds.switchProfile);
      return;
    }
    if (!(await sessions.get(profile))) {
      void this.#offerSession(profile);
      return;
    }
    await engagements.load(profile.id);
    const known = engagements.list(profile.id);
    const ids = nodes
      ? concludableOf(nodes, known)
      : [idFromArgument(args[0]) ?? (await pickEngagement("Conclude Engagement", known, profile))];
    const list = ids.filter((id) => id !== undefined);
    const [first] = list;
    if (first === undefined) {
      return;
    }
    const isAsked = mustConfirm(readSetting("confirmConclude"), profile);
    if (isAsked && !(await confirmConclude(profile, list, "Conclude"))) {
      return;
    }
    await (list.length === 1
      ? this.#concludeOne(profile, first)
      : this.#concludeAll(profile, list));
  }

  async #concludeOne(profile: Profile, id: bigint): Promise<void> {
    const outcome = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Concluding engagement ${id} (${profile.name})`,
        cancellable: true,
      },
      (_, token) => this.#send(profile, id, signalOf(token)),
    );
    switch (outcome.kind) {
      case "noSession":
        void this.#offerSession(profile);
        return;
      case "underWay":
        void vscode.window.showInformationMessage(
          `Engagement ${id} is being concluded already. Wait for that answer.`,
        );
        return;
      case "notStarted":
        return;
      case "answered": {
        const record = { exchange: outcome.exchange, profile, engagementId: id };
        this.parts.panel.show(panelContent(record));
        explainFailure(record);
      }
    }
  }

  async #concludeAll(profile: Profile, ids: readonly bigint[]): Promise<void> {
    const title = `Concluding ${ids.length} engagements (${profile.name})`;
    const outcomes = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        const signal = signalOf(token);
        let done = 0;
        return inParallel(ids, atOnce, async (id) => {
          const outcome: BulkOutcome = signal.aborted
            ? { kind: "notStarted" }
            : await this.#send(profile, id, signal).catch((error: unknown) => ({
                kind: "defect" as const,
                error,
              }));
          done++;
          progress.report({ increment: 100 / ids.length, message: `${done} of ${ids.length}` });
          return outcome;
        });
      },
    );
    const rows = ids.map((id, index) => outcomeRow(id, profile, outcomes[index]));
    this.parts.panel.show({
      view: {
        kind: "bulk",
        title: `Conclude ${ids.length} engagements`,
        profile: profileLine(profile),
        rows,
      },
    });
    const concluded = outcomes.filter((outcome, index) => isConcluded(outcome, ids[index])).length;
    const defect = outcomes.find((outcome) => outcome.kind === "defect");
    if (defect) {
      reportDefect(this.parts.log, "concluding several engagements", defect.error);
    }
    const text = `${concluded} of ${ids.length} engagements concluded.`;
    if (concluded === ids.length) {
      void vscode.window.showInformationMessage(text);
    } else {
      void vscode.window.showWarningMessage(`${text} The panel says what became of each.`);
    }
  }

  async #send(profile: Profile, id: bigint, signal: AbortSignal): Promise<ConcludeOutcome> {
    const { concluder, exchanges, log } = this.parts;
    const outcome = await concluder.conclude(profile, id, signal);
    if (outcome.kind === "answered") {
      const record: ExchangeRecord = { exchange: outcome.exchange, profile, engagementId: id };
      exchanges.add(record);
      log.info(logLine(record));
    }
    return outcome;
  }

  async #offerSession(profile: Profile): Promise<void> {
    const setSession = "Set Session…";
    const choice = await vscode.window.showWarningMessage(
      `Nothing was sent: ${profile.name} has no session for ${profile.origin}. Set one, then conclude again.`,
      setSession,
    );
    if (choice === setSession) {
      await runCommand(commandIds.setSession, new ProfileNode(profile.id));
    }
  }
}

/** What the panel shows of an exchange. */
export function panelContent(record: ExchangeRecord): PanelContent {
  const { profile, engagementId } = record;
  const remedy = remedyOf(record);
  return {
    view: exchangeView(record, false),
    target: { profileId: profile.id, engagementId },
    ...(remedy && { remedy }),
  };
}

type BulkOutcome = ConcludeOutcome | { readonly kind: "defect"; readonly error: unknown };

/** Whether the server said that the engagement asked for is concluded. */
function isConcluded(outcome: BulkOutcome, id: bigint | undefined): boolean {
  return (
    outcome.kind === "answered" &&
    outcome.exchange.result.ok &&
    id !== undefined &&
    otherEngagementOf(outcome.exchange.result, id) === undefined
  );
}

/** The rows that a menu was opened on: the one clicked and, if it is selected, all selected. */
function nodesFromArguments([first, selection]: readonly unknown[]):
  readonly [EngagementNode, ...EngagementNode[]] | undefined {
  if (!(first instanceof EngagementNode)) {
    return undefined;
  }
  const selected = Array.isArray(selection)
    ? selection.filter((item) => item instanceof EngagementNode && item !== first)
    : [];
  return [first, ...(selected as EngagementNode[])];
}

/** The engagements of the rows that can be concluded, in the order of the list. */
function concludableOf(
  nodes: readonly EngagementNode[],
  known: readonly Engagement[],
): readonly bigint[] {
  const asked = new Set(nodes.map(({ id }) => id));
  return known.filter((item) => asked.has(item.id) && isConcludable(item)).map(({ id }) => id);
}

/** An id as text, as other extensions pass it. */
function idFromArgument(argument: unknown): bigint | undefined {
  const reading = typeof argument === "string" ? parseInt64(argument) : undefined;
  return reading?.ok ? reading.value : undefined;
}

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  token.onCancellationRequested(() => {
    abort.abort();
  });
  return abort.signal;
}

function outcomeRow(id: bigint, profile: Profile, outcome: BulkOutcome | undefined): OutcomeRow {
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
    case "underWay":
      return { engagementId, tone: "warning", outcome: "Being concluded already; not sent twice" };
    case "noSession":
      return { engagementId, tone: "failure", outcome: "Not sent: there is no session" };
    case "defect":
      return { engagementId, tone: "failure", outcome: "Not sent: an error of this machine" };
    case "notStarted":
    case undefined:
      return { engagementId, tone: "failure", outcome: "Not sent: cancelled before its turn" };
  }
}

/** One line for the log: facts without any secret and without the body. */
function logLine({ exchange, profile, engagementId }: ExchangeRecord): string {
  const { answer, durationMs, operation, result } = exchange;
  const end = result.ok
    ? "ok"
    : `${result.error.failure.kind}${"code" in result.error.failure ? ` ${result.error.failure.code}` : ""}`;
  return `${operation} ${engagementId} at ${profile.origin}: ${answer ? `HTTP ${answer.status}, ` : ""}${end}, ${durationMs.toFixed(1)} ms`;
}
