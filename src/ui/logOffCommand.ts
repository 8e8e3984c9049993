import * as vscode from "vscode";
import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import { commandIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import type { AgentCallOutcome, AgentCalls } from "../session/agentCalls";
import type { Session, SessionStore } from "../session/sessionStore";
import { signalOf } from "./cancellation";
import type { CommandTable } from "./commands";
import type { ExchangePanel } from "./exchangePanel";
import { sceneOf } from "./exchangeText";
import { describeFailure } from "./failureText";
import { escapeIcons, withoutLinks } from "./inertText";
import { showInformation, showWarning } from "./notices";
import { panelContent } from "./panelContent";
import { ProfileNode } from "./profilesTree";
import { logOffQuestion } from "./signInText";

/** What logging off needs. */
export interface LogOffParts {
  readonly profiles: ProfileStore;
  readonly sessions: Pick<SessionStore, "get" | "end">;
  readonly calls: Pick<AgentCalls, "call">;
  /** How many engagements of a profile are active or in wrap-up, as far as is known. */
  readonly engagementsActive: (profileId: string) => number;
  readonly panel: Pick<ExchangePanel, "show">;
}

/** Logging an agent off, which ends its session in all windows. */
export function logOffCommand(parts: LogOffParts): Pick<CommandTable, typeof commandIds.logOff> {
  const { profiles, sessions, calls, panel } = parts;

  const logOff = async (node?: unknown): Promise<void> => {
    await profiles.reload();
    const profile = node instanceof ProfileNode ? profiles.find(node.id) : profiles.current.active;
    const session = profile && (await sessions.get(profile));
    if (!profile || !session) {
      tellSignedOut(profile);
      return;
    }
    const active = parts.engagementsActive(profile.id);
    if (active > 0 && !(await confirmLogOff(profile, active))) {
      return;
    }
    const outcome = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: withoutLinks(`Logging off (${profile.name})`),
        cancellable: true,
      },
      (_, token) =>
        calls.call(profile, "logoff", { forceLogoff: true }, { signal: signalOf(token) }),
    );
    await follow(profile, session, outcome);
  };

  const follow = async (
    profile: Profile,
    session: Session,
    outcome: AgentCallOutcome,
  ): Promise<void> => {
    switch (outcome.kind) {
      case "noSession":
        tellSignedOut(profile);
        return;
      case "notStarted":
        return;
      case "answered": {
        const { exchange } = outcome;
        if (exchange.result.ok) {
          await sessions.end(profile, session, "loggedOff");
          void vscode.window.setStatusBarMessage(escapeIcons(`Logged off (${profile.name})`), 5000);
          return;
        }
        if (!(await sessions.get(profile))) {
          // The chat server does not know the session: the calls have noted that it ended.
          void showInformation(`The session of “${profile.name}” had ended already.`);
          return;
        }
        await offerToForget({ exchange, profile }, session);
      }
    }
  };

  const offerToForget = async (record: ExchangeRecord, session: Session): Promise<void> => {
    const { exchange, profile } = record;
    if (exchange.result.ok) {
      return;
    }
    const { failure } = exchange.result.error;
    if (failure.kind === "cancelled" && !failure.maybeSent) {
      return;
    }
    panel.show(panelContent(record));
    const forget = "Forget Session";
    const { headline, advice } = describeFailure(failure, sceneOf(record));
    const choice = await showWarning(
      `${headline}. ${advice} You can also forget the session on this machine: the chat server may count the agent as signed in for a while then.`,
      forget,
    );
    if (choice === forget) {
      await sessions.end(
        profile,
        session,
        "loggedOff",
        "forgotten without the chat server's answer",
      );
    }
  };

  return { [commandIds.logOff]: logOff };
}

function tellSignedOut(profile: Profile | undefined): void {
  void showInformation(
    profile ? `“${profile.name}” is not signed in.` : "There is no profile to log off.",
  );
}

async function confirmLogOff(profile: Profile, active: number): Promise<boolean> {
  const { question, detail } = logOffQuestion(profile, active);
  const logOff = "Log Off";
  const choice = await showWarning(question, { modal: true, detail }, logOff);
  return choice === logOff;
}
