import * as vscode from "vscode";
import { escapeIcons } from "./inertText";
import { profileText, sessionStatus, shorten } from "./statusText";
import type { WindowSituation } from "./windowSituation";
import type { WindowState } from "./windowState";

/** How much of a profile's name the status bar shows, in characters: what follows must stay in sight. */
const longestName = 32;

/** The entry that always says which profile this window works with, and how its session stands. */
export function createStatusBar(window: WindowState): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    "engagementDesk.profile",
    vscode.StatusBarAlignment.Left,
    50,
  );
  item.name = "Engagement Desk Profile";
  let ticking: NodeJS.Timeout | undefined;
  const show = (situation: WindowSituation): void => {
    clearInterval(ticking);
    ticking = undefined;
    draw(item, situation);
    item.show();
    if (situation.loop?.kind === "waiting") {
      ticking = setInterval(() => {
        draw(item, situation);
      }, 1000);
    }
  };
  show(window.current);
  return vscode.Disposable.from(item, window.onDidChange(show), {
    dispose: () => {
      clearInterval(ticking);
    },
  });
}

function draw(item: vscode.StatusBarItem, situation: WindowSituation): void {
  const { profile } = situation;
  const status = sessionStatus(situation, Date.now());
  const name = profile && profileText(profile);
  const shortName =
    profile && escapeIcons(profileText({ ...profile, name: shorten(profile.name, longestName) }));
  item.text = `$(${status.icon}) ${[shortName, status.short].filter(Boolean).join(": ")}`;
  item.tooltip = [
    ["Engagement Desk", ...(name === undefined ? [] : [name])].join(": "),
    ...(profile ? [`${profile.fqSiteName} at ${profile.origin}`] : []),
    sentence(status.long),
    `Click to ${status.commandText}.`,
  ].join("\n");
  item.command = status.command;
  item.backgroundColor = status.isWarning
    ? new vscode.ThemeColor("statusBarItem.warningBackground")
    : undefined;
  item.accessibilityInformation = {
    label: [
      "Engagement Desk",
      ...(name === undefined ? [] : [`profile ${name}`]),
      status.long,
    ].join(", "),
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
