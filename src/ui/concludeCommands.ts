import * as vscode from "vscode";
import type { Concluder, ConcludeOutcome } from "../engagements/concluder";
import type { EngagementStore } from "../engagements/engagementStore";
import type { ExchangeRecord, RecentExchanges } from "../exchanges/recentExchanges";
import { commandIds } from "../ids";
import type { OutcomeRow } from "../panel/view";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import { parseInt64 } from "../util/int64";
import { runCommand, type CommandTable } from "./commands";
import { mustConfirm } from "./confirmation";
import { confirmConclude, pickEngagement } from "./engagementPrompts";
import { EngagementNode } from "./engagementsTree";
import { exchangeView, profileLine, toneOf } from "./exchangeView";
import { inParallel } from "../util/inParallel";
import { explainFailure } from "./notify";
import type { ExchangePanel } from "./exchangePanel";
import { readSetting } from "./settings";
import type { PanelContent, ReplayTarget } from "./storedPanel";
import type { WindowState } from "./windowState";

/** What concluding from the UI needs. */
export interface ConcludeParts {
  readonly concluder: Concluder;
  readonly engagements: EngagementStore;
  readonly exchanges: RecentExchanges;
  readonly panel: Pick<ExchangePanel, "show">;
  readonly profiles: ProfileStore;
  readonly window: WindowState;
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
    const profile = this.parts.profiles.find(profileId);
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
    const { profile, state } = this.parts.window.current;
    if (!profile) {
      await runCommand(commandIds.switchProfile);
      return;
    }
    if (state === "noSession") {
      void this.#offerSession(profile);
      return;
    }
    const ids =
      idsFromArguments(args) ??
      (await pickEngagement(
        "Conclude Engagement",
        this.parts.engagements.list(profile.id),
        profile,
      ));
    const list = typeof ids === "bigint" ? [ids] : (ids ?? []);
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
          const outcome: ConcludeOutcome = signal.aborted
            ? { kind: "notStarted" }
            : await this.#send(profile, id, signal);
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
    const concluded = rows.filter(({ tone }) => tone === "success" || tone === "warning").length;
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
      await runCommand(commandIds.setSession);
    }
  }
}

/** What the panel shows of an exchange. */
export function panelContent(record: ExchangeRecord): PanelContent {
  const { profile, engagementId } = record;
  return {
    view: exchangeView(record, false),
    target: { profileId: profile.id, engagementId },
  };
}

/** Tree rows (the one clicked, then all selected) or ids as text, as other extensions pass them. */
function idsFromArguments([first, selection]: readonly unknown[]): readonly bigint[] | undefined {
  if (first instanceof EngagementNode) {
    const nodes = Array.isArray(selection)
      ? selection.filter((item) => item instanceof EngagementNode)
      : [];
    return (nodes.length > 0 ? nodes : [first]).map(({ id }) => id);
  }
  const reading = typeof first === "string" ? parseInt64(first) : undefined;
  return reading?.ok ? [reading.value] : undefined;
}

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  token.onCancellationRequested(() => {
    abort.abort();
  });
  return abort.signal;
}

function outcomeRow(
  id: bigint,
  profile: Profile,
  outcome: ConcludeOutcome | undefined,
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
    case "underWay":
      return { engagementId, tone: "warning", outcome: "Being concluded already; not sent twice" };
    case "noSession":
      return { engagementId, tone: "failure", outcome: "Not sent: there is no session" };
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
