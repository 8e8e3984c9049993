import * as vscode from "vscode";
import type { EngagementStore } from "../engagements/engagementStore";
import { commandIds } from "../ids";
import type { AgentCalls } from "../session/agentCalls";
import type { LiveSession } from "../session/liveSession";
import type { Session, SessionStore } from "../session/sessionStore";
import type { Disposable } from "../util/disposable";
import { runCommand } from "./commands";
import { showInformation } from "./notices";
import { ProfileNode } from "./profilesTree";
import { readSetting } from "./settings";
import type { WindowSituation } from "./windowSituation";
import type { WindowState } from "./windowState";

/** What logging off around the end of VS Code needs. */
export interface LogOffOnCloseParts {
  readonly window: WindowState;
  readonly live: LiveSession;
  readonly calls: Pick<AgentCalls, "call">;
  readonly sessions: Pick<SessionStore, "get" | "end">;
  readonly engagements: EngagementStore;
  readonly onError: (error: unknown) => void;
}

/** How long another window has to take over; it looks about once a second. In ms. */
const takeoverMs = 1500;

/** VS Code ends an extension host that takes longer than some seconds to leave. In ms. */
const answerMs = 2500;

/**
 * Logging off when VS Code closes. VS Code lets nobody ask while it closes, so the offer is made when it
 * is there again; a setting logs off without asking.
 */
export class LogOffOnClose implements vscode.Disposable {
  readonly #startedAt = Date.now();
  readonly #subscriptions: readonly Disposable[];
  #isTold = false;
  /**
   * The session to log off, in memory and only while the setting says so: when VS Code closes,
   * SecretStorage does not answer any more.
   */
  #atHand: { readonly key: string; readonly session: Session | undefined } | undefined;

  constructor(private readonly parts: LogOffOnCloseParts) {
    const keep = (): void => {
      this.#keepAtHand().catch(parts.onError);
    };
    this.#subscriptions = [
      parts.window.onDidChange((situation) => {
        this.#look(situation);
        keep();
      }),
      vscode.workspace.onDidChangeConfiguration(keep),
    ];
  }

  /** How many engagements of a profile somebody waits in, or hold a slot, as far as is known. */
  openCount(profileId: string): number {
    return this.parts.engagements
      .list(profileId)
      .filter(({ state }) => state.kind === "active" || state.kind === "wrapUp").length;
  }

  /** Logs off where the setting says so, unless another window of this machine works with the session. */
  async logOff(): Promise<void> {
    const { calls, live, onError, sessions, window } = this.parts;
    const { profile, loop } = window.current;
    const session = this.#atHand?.session;
    if (!profile || !session || loop?.kind === "standby" || keyOf(window.current) === undefined) {
      return;
    }
    try {
      if (await live.passOn(takeoverMs)) {
        return;
      }
      const options = { session, timeoutMs: answerMs };
      const outcome = await calls.call(profile, "logoff", { forceLogoff: true }, options);
      if (outcome.kind === "answered" && outcome.exchange.result.ok) {
        await sessions.end(profile, session, "loggedOff");
      }
    } catch (error) {
      onError(error);
    }
  }

  dispose(): void {
    this.#atHand = undefined;
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  async #keepAtHand(): Promise<void> {
    const { sessions, window } = this.parts;
    const { profile } = window.current;
    const key = keyOf(window.current);
    if (key === undefined || !profile) {
      this.#atHand = undefined;
    } else if (this.#atHand?.key !== key) {
      this.#atHand = { key, session: undefined };
      const session = await sessions.get(profile);
      if (keyOf(window.current) === key) {
        this.#atHand = { key, session };
      }
    }
  }

  /** The first time that this window asks for messages of a session that an earlier VS Code left. */
  #look({ profile, state, sessionSince, loop }: WindowSituation): void {
    if (this.#isTold || state !== "ready" || loop?.kind !== "polling" || !profile) {
      return;
    }
    this.#isTold = true;
    const active = this.openCount(profile.id);
    if (active === 0 || sessionSince === undefined || sessionSince >= this.#startedAt) {
      return;
    }
    const logOff = "Log Off…";
    const since = new Date(sessionSince).toLocaleString();
    showInformation(
      `${profile.name} is still signed in since ${since}, with ${active === 1 ? "1 engagement" : `${active} engagements`} open when VS Code was closed. Go on with them, or log off.`,
      logOff,
    )
      .then((choice) =>
        choice === logOff ? runCommand(commandIds.logOff, new ProfileNode(profile.id)) : undefined,
      )
      .then(undefined, this.parts.onError);
  }
}

/** Names the session that is to be logged off when VS Code closes; undefined where none is. */
function keyOf({ profile, sessionSince, state }: WindowSituation): string | undefined {
  const isWanted = readSetting("logOffOnClose") === "always" && state === "ready";
  return isWanted && profile && !profile.isSimulator
    ? `${profile.id} ${profile.origin} ${sessionSince ?? ""}`
    : undefined;
}
