import type * as vscode from "vscode";
import type { ActOutcome, EngagementCalls } from "../engagements/engagementCalls";
import type { EngagementStore } from "../engagements/engagementStore";
import { commandIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import type { SessionStore } from "../session/sessionStore";
import { parseInt64 } from "../util/int64";
import { inParallel } from "../util/inParallel";
import { actWords, type SettlingAct } from "./actText";
import { bulkView, didSucceed, type BulkOutcome } from "./bulkOutcomes";
import { reportDefect, runCommand, type CommandTable } from "./commands";
import { mustConfirm } from "./confirmation";
import { confirmAct, confirmReroute, pickEngagement } from "./engagementPrompts";
import { EngagementNode } from "./engagementsTree";
import { actsOf } from "./engagementActs";
import { showInformation, showWarning } from "./notices";
import { explainFailure } from "./notify";
import { panelContent } from "./panelContent";
import { withProgress } from "./progress";
import { ProfileNode } from "./profilesTree";
import type { ExchangePanel } from "./exchangePanel";
import { readSetting } from "./settings";
import type { ReplayTarget } from "./storedPanel";

/** What acting on engagements from the UI needs. */
export interface EngagementCommandParts {
  readonly calls: EngagementCalls;
  readonly engagements: EngagementStore;
  readonly panel: Pick<ExchangePanel, "show">;
  readonly profiles: ProfileStore;
  readonly sessions: Pick<SessionStore, "get">;
  readonly openTimeline: (profileId: string, id: bigint) => void;
  readonly log: vscode.LogOutputChannel;
}

/** The shortest time between two words on how far several engagements are, in ms: each is a message to VS Code. */
const progressMs = 100;

/** How many requests of a bulk command are under way at once. */
const atOnce = 8;

type ActCommandId =
  | typeof commandIds.acceptEngagement
  | typeof commandIds.declineEngagement
  | typeof commandIds.rerouteEngagement
  | typeof commandIds.concludeEngagement
  | typeof commandIds.concludeAll
  | typeof commandIds.releaseEngagement;

/** Accepting, declining, rerouting, concluding and releasing engagements, as the user sees it. */
export class EngagementCommands {
  constructor(private readonly parts: EngagementCommandParts) {}

  /** The commands' handlers. */
  get table(): Pick<CommandTable, ActCommandId> {
    return {
      [commandIds.acceptEngagement]: (...args) => this.#run("accept", args),
      [commandIds.declineEngagement]: (...args) => this.#run("decline", args),
      [commandIds.rerouteEngagement]: (...args) => this.#run("reroute", args),
      [commandIds.concludeEngagement]: (...args) => this.#run("conclude", args),
      [commandIds.concludeAll]: () => this.#concludeAll(),
      [commandIds.releaseEngagement]: (...args) => this.#run("release", args),
    };
  }

  /** Sends the request of an earlier exchange once more, after asking. */
  async sendAgain({ profileId, engagementId, act }: ReplayTarget): Promise<void> {
    const { profiles } = this.parts;
    await profiles.reload();
    const profile = profiles.find(profileId);
    if (!profile) {
      void showWarning(
        "Could not send again: the profile it was sent with is gone. Select another profile and do it from there.",
      );
      return;
    }
    if (await confirmAct(act, profile, [engagementId], "Send Again")) {
      await this.#actOnOne(act, profile, engagementId);
    }
  }

  /** Does something with one engagement, as a button of its timeline asks. */
  async act(act: SettlingAct, profileId: string, id: bigint): Promise<void> {
    const profile = this.parts.profiles.find(profileId);
    if (profile && (await this.#isReady(profile))) {
      await this.#askAndAct(act, profile, [id]);
    }
  }

  async #run(act: SettlingAct, args: readonly unknown[]): Promise<void> {
    const nodes = nodesFromArguments(args);
    const profile = await this.#begin(nodes?.[0].profileId);
    if (!profile) {
      return;
    }
    const ids = nodes
      ? this.#possibleOf(act, profile, nodes)
      : [
          idFromArgument(args[0]) ??
            (await pickEngagement(
              actWords[act].title,
              this.parts.engagements.list(profile.id),
              profile,
              act,
            )),
        ];
    await this.#askAndAct(
      act,
      profile,
      ids.filter((id) => id !== undefined),
    );
  }

  async #concludeAll(): Promise<void> {
    const profile = await this.#begin(undefined);
    if (!profile) {
      return;
    }
    const ids = this.parts.engagements
      .list(profile.id)
      .filter(({ state }) => state.kind === "active" || state.kind === "unknownOutcome")
      .filter((engagement) => actsOf(engagement).includes("conclude"))
      .map(({ id }) => id);
    if (ids.length === 0) {
      void showInformation(
        `${profile.name} has no active engagement to conclude. One that is only tracked or seen is concluded from its row.`,
      );
      return;
    }
    // Everything at once is asked about whatever the setting says.
    if (await confirmAct("conclude", profile, ids, "Conclude All")) {
      await this.#actOnAll("conclude", profile, ids);
    }
  }

  /** The profile to act with, a row's or the window's; undefined, and the user is told, without a session. */
  async #begin(profileId: string | undefined): Promise<Profile | undefined> {
    const { engagements, profiles } = this.parts;
    await profiles.reload();
    const profile = profileId === undefined ? profiles.current.active : profiles.find(profileId);
    if (!profile) {
      await runCommand(commandIds.switchProfile);
      return undefined;
    }
    if (!(await this.#isReady(profile))) {
      return undefined;
    }
    await engagements.open(profile.id);
    return profile;
  }

  async #askAndAct(act: SettlingAct, profile: Profile, ids: readonly bigint[]): Promise<void> {
    const [first] = ids;
    if (first === undefined || !(await this.#isConfirmed(act, profile, ids))) {
      return;
    }
    await (ids.length === 1
      ? this.#actOnOne(act, profile, first)
      : this.#actOnAll(act, profile, ids));
  }

  async #isConfirmed(act: SettlingAct, profile: Profile, ids: readonly bigint[]): Promise<boolean> {
    switch (act) {
      case "accept":
      case "decline":
      case "release":
        return true;
      case "conclude":
        return (
          !mustConfirm(readSetting("confirmConclude"), profile) ||
          confirmAct(act, profile, ids, "Conclude")
        );
      case "reroute":
        return this.#isRerouteConfirmed(profile, ids);
    }
  }

  /** Shows first what the server says about whether anybody would be there to take over. */
  async #isRerouteConfirmed(profile: Profile, ids: readonly bigint[]): Promise<boolean> {
    const [first] = ids;
    if (first === undefined || ids.length > 1) {
      return confirmAct("reroute", profile, ids, "Reroute");
    }
    const outcome = await withProgress(
      `Asking who could take over engagement ${first} (${profile.name})`,
      (signal) => this.parts.calls.availability(profile, first, signal),
    );
    if (outcome.kind !== "answered") {
      this.#tellNotSent(outcome, profile, first, "reroute");
      return false;
    }
    const { result } = outcome.exchange;
    if (!result.ok && result.error.failure.kind === "cancelled") {
      return false;
    }
    return confirmReroute(profile, first, outcome.exchange);
  }

  async #actOnOne(act: SettlingAct, profile: Profile, id: bigint): Promise<void> {
    const { openTimeline, panel } = this.parts;
    const title = `${actWords[act].progress} engagement ${id} (${profile.name})`;
    const outcome = await withProgress(title, (signal) => this.#call(act, profile, id, signal));
    if (outcome.kind !== "answered") {
      this.#tellNotSent(outcome, profile, id, act);
      return;
    }
    const record = { exchange: outcome.exchange, profile, engagementId: id };
    const isDone = didSucceed(outcome, id);
    // What comes next after accepting is the conversation; the other answers are the point of the act.
    if (isDone && act === "accept") {
      openTimeline(profile.id, id);
    } else if (!isDone || act === "conclude" || act === "reroute") {
      panel.show(panelContent(record));
    }
    explainFailure(record);
    if (isDone && act === "conclude") {
      await this.#offerRelease(profile, [id]);
    }
  }

  async #actOnAll(act: SettlingAct, profile: Profile, ids: readonly bigint[]): Promise<void> {
    const words = actWords[act];
    const title = `${words.progress} ${ids.length} engagements (${profile.name})`;
    const outcomes = await withProgress(title, (signal, report) => {
      let [done, told, toldAt] = [0, 0, -progressMs];
      const tell = (): void => {
        if (done === ids.length || performance.now() - toldAt >= progressMs) {
          const message = `${done} of ${ids.length}`;
          report({ increment: (100 * (done - told)) / ids.length, message });
          [told, toldAt] = [done, performance.now()];
        }
      };
      return inParallel(ids, atOnce, async (id) => {
        const outcome: BulkOutcome = signal.aborted
          ? { kind: "notStarted" }
          : await this.#call(act, profile, id, signal).catch((error: unknown) => ({
              kind: "defect" as const,
              error,
            }));
        done++;
        tell();
        return outcome;
      });
    });
    this.parts.panel.show({ view: bulkView(act, profile, ids, outcomes) });
    const succeeded = ids.filter((id, index) => didSucceed(outcomes[index], id));
    const defect = outcomes.find((outcome) => outcome.kind === "defect");
    if (defect) {
      reportDefect(this.parts.log, `${act} several engagements`, defect.error);
    }
    const text = `${succeeded.length} of ${ids.length} engagements ${words.done}.`;
    if (succeeded.length === ids.length) {
      void showInformation(text);
    } else {
      void showWarning(`${text} The panel says what became of each.`);
    }
    if (act === "conclude" && succeeded.length > 0) {
      await this.#offerRelease(profile, succeeded);
    }
  }

  /** After a conclude: the slot is taken until the engagement is released. */
  async #offerRelease(profile: Profile, ids: readonly bigint[]): Promise<void> {
    const [first] = ids;
    switch (readSetting("releaseAfterConclude")) {
      case "never":
        return;
      case "always":
        await (ids.length === 1 && first !== undefined
          ? this.#actOnOne("release", profile, first)
          : this.#actOnAll("release", profile, ids));
        return;
      default: {
        const release = ids.length === 1 ? "Release" : `Release ${ids.length}`;
        const what = ids.length === 1 ? `Engagement ${first} is` : `${ids.length} engagements are`;
        // Not awaited by the command: the answer is there, and the question may stand for long.
        void showInformation(
          `${what} concluded and in wrap-up, which holds a slot of the agent until it is released.`,
          release,
        )
          .then((choice) =>
            choice === release ? this.#askAndAct("release", profile, ids) : undefined,
          )
          .then(undefined, (error: unknown) => {
            reportDefect(this.parts.log, "releasing", error);
          });
      }
    }
  }

  #call(act: SettlingAct, profile: Profile, id: bigint, signal: AbortSignal): Promise<ActOutcome> {
    const { calls } = this.parts;
    switch (act) {
      case "accept":
        return calls.accept(profile, id, { isAutomatic: false, signal });
      case "decline":
        return calls.decline(profile, id, { isAutomatic: false, signal });
      case "reroute":
        return calls.reroute(profile, id, signal);
      case "conclude":
        return calls.conclude(profile, id, signal);
      case "release":
        return calls.release(profile, id, signal);
    }
  }

  /** The engagements of the rows with which the act makes sense, in the order of the list. */
  #possibleOf(
    act: SettlingAct,
    profile: Profile,
    nodes: readonly EngagementNode[],
  ): readonly bigint[] {
    const asked = new Set(nodes.map(({ id }) => id));
    return this.parts.engagements
      .list(profile.id)
      .filter((item) => asked.has(item.id) && actsOf(item).includes(act))
      .map(({ id }) => id);
  }

  async #isReady(profile: Profile): Promise<boolean> {
    if (await this.parts.sessions.get(profile)) {
      return true;
    }
    void this.#offerSession(profile);
    return false;
  }

  #tellNotSent(
    outcome: Exclude<ActOutcome, { kind: "answered" }>,
    profile: Profile,
    id: bigint,
    act: SettlingAct,
  ): void {
    switch (outcome.kind) {
      case "noSession":
        void this.#offerSession(profile);
        return;
      case "underWay":
        void showInformation(
          `Engagement ${id} is ${actWords[act].underWay} already, or another request for it is under way. Wait for that answer.`,
        );
        return;
      case "notStarted":
        return;
    }
  }

  async #offerSession(profile: Profile): Promise<void> {
    const signIn = "Sign In…";
    const setSession = "Set Session…";
    const choice = await showWarning(
      `Nothing was sent: ${profile.name} has no session for ${profile.origin}. Sign in or set one, then try again.`,
      signIn,
      setSession,
    );
    if (choice !== undefined) {
      await runCommand(
        choice === signIn ? commandIds.signIn : commandIds.setSession,
        new ProfileNode(profile.id),
      );
    }
  }
}

/** The rows that a menu was opened on: the one clicked and, if it is selected, all selected. */
export function nodesFromArguments([first, selection]: readonly unknown[]):
  readonly [EngagementNode, ...EngagementNode[]] | undefined {
  if (!(first instanceof EngagementNode)) {
    return undefined;
  }
  const selected = Array.isArray(selection)
    ? selection.filter((item) => item instanceof EngagementNode && item !== first)
    : [];
  return [first, ...(selected as EngagementNode[])];
}

/** An id as text, as other extensions pass it. */
function idFromArgument(argument: unknown): bigint | undefined {
  const reading = typeof argument === "string" ? parseInt64(argument) : undefined;
  return reading?.ok ? reading.value : undefined;
}
