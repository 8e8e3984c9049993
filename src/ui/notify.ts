import * as vscode from "vscode";
import { commandIds, settingPrefix } from "../ids";
import type { ExchangeRecord } from "../exchanges/recentExchanges";
import { runCommand } from "./commands";
import { describeFailure, type Remedy } from "./failureText";

/** Tells the user that a call failed, with its remedy as a button. A cancelled call is silent. */
export function explainFailure({ exchange, profile, engagementId }: ExchangeRecord): void {
  const { result } = exchange;
  if (result.ok || result.error.failure.kind === "cancelled") {
    return;
  }
  const { headline, advice, remedy } = describeFailure(result.error.failure, {
    act: `conclude engagement ${engagementId}`,
    subject: `engagement ${engagementId}`,
    origin: profile.origin,
    isSimulator: profile.isSimulator,
  });
  const actions = remedy ? [remedies[remedy]] : [];
  void vscode.window
    .showErrorMessage(`${headline}. ${advice}`, ...actions)
    .then((choice) => choice?.run());
}

interface RemedyAction extends vscode.MessageItem {
  readonly run: () => Thenable<unknown>;
}

const remedies: Readonly<Record<Remedy, RemedyAction>> = {
  setSession: { title: "Set Session…", run: () => runCommand(commandIds.setSession) },
  editProfile: { title: "Edit Profile…", run: () => runCommand(commandIds.editProfile) },
  startSimulator: { title: "Start Simulator", run: () => runCommand(commandIds.startSimulator) },
  openSettings: {
    title: "Open Settings",
    run: () =>
      vscode.commands.executeCommand(
        "workbench.action.openSettings",
        `${settingPrefix}.requestTimeout`,
      ),
  },
};
