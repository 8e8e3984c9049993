import * as vscode from "vscode";
import { commandIds } from "../ids";
import { profileText } from "./engagementsTree";
import type { WindowSituation, WindowState } from "./windowState";

/** The entry that always says which profile this window works with, and whether it has a session. */
export function createStatusBar(window: WindowState): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    "engagementDesk.profile",
    vscode.StatusBarAlignment.Left,
    50,
  );
  item.name = "Engagement Desk Profile";
  const show = (situation: WindowSituation): void => {
    Object.assign(item, statusOf(situation));
    item.show();
  };
  show(window.current);
  return vscode.Disposable.from(item, window.onDidChange(show));
}

interface Status {
  readonly text: string;
  readonly tooltip: string;
  readonly command: string;
  readonly backgroundColor: vscode.ThemeColor | undefined;
  readonly accessibilityInformation: vscode.AccessibilityInformation;
}

function statusOf(situation: WindowSituation): Status {
  const { profile, state, sessionSince } = situation;
  if (!profile) {
    const label = "Engagement Desk: no profile selected";
    return {
      text: "$(comment-discussion) No profile",
      tooltip: `${label}. Click to select or add one.`,
      command: commandIds.switchProfile,
      backgroundColor: undefined,
      accessibilityInformation: { label },
    };
  }
  const name = profileText(profile);
  const session =
    state === "ready" && sessionSince !== undefined
      ? `session set ${new Date(sessionSince).toLocaleString()}`
      : situation.isSecretStorageBroken
        ? "the secret storage cannot be read"
        : "no session";
  const isReady = state === "ready";
  return {
    text: `$(${isReady ? "comment-discussion" : "debug-disconnect"}) ${escapeIcons(name)}${isReady ? "" : ": no session"}`,
    tooltip: `Engagement Desk: ${name}\n${profile.fqSiteName} at ${profile.origin}\n${session}\nClick to ${isReady ? "switch the profile" : "set a session"}.`,
    command: isReady ? commandIds.switchProfile : commandIds.setSession,
    backgroundColor: isReady ? undefined : new vscode.ThemeColor("statusBarItem.warningBackground"),
    accessibilityInformation: { label: `Engagement Desk, profile ${name}, ${session}` },
  };
}

/** In status bar texts `$(name)` is an icon; a profile's name is only a name. */
function escapeIcons(text: string): string {
  return text.replaceAll("$(", "\\$(");
}
