import * as vscode from "vscode";
import { commandIds } from "../ids";
import { profileText } from "./engagementsTree";
import type { WindowSituation, WindowState } from "./windowState";

/** How much of a profile's name the status bar shows, in characters. */
const longestName = 32;

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
  const shortName = profileText({ ...profile, name: shorten(profile.name) });
  const isLacking = state === "noSession" || state === "secretStorageBroken";
  const session = sessionText(situation);
  return {
    text: `$(${isLacking ? "debug-disconnect" : "comment-discussion"}) ${escapeIcons(shortName)}${isLacking ? `: ${session}` : ""}`,
    tooltip: [
      `Engagement Desk: ${name}`,
      `${profile.fqSiteName} at ${profile.origin}`,
      ...(sessionSince === undefined
        ? [session]
        : [`${session} ${new Date(sessionSince).toLocaleString()}`]),
      `Click to ${state === "noSession" ? "set a session" : "switch the profile"}.`,
    ].join("\n"),
    command: state === "noSession" ? commandIds.setSession : commandIds.switchProfile,
    backgroundColor: isLacking
      ? new vscode.ThemeColor("statusBarItem.warningBackground")
      : undefined,
    accessibilityInformation: { label: `Engagement Desk, profile ${name}, ${session}` },
  };
}

function sessionText({ state }: WindowSituation): string {
  switch (state) {
    case "ready":
      return "session set";
    case "secretStorageBroken":
      return "secret storage cannot be read";
    case "loading":
      return "looking for a session";
    default:
      return "no session";
  }
}

/** A name as far as the status bar has room for it: what follows it must stay to be seen. */
function shorten(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1).trimEnd()}…` : name;
}

/** In status bar texts `$(name)` is an icon; a profile's name is only a name. */
function escapeIcons(text: string): string {
  return text.replaceAll("$(", "\\$(");
}
