import * as vscode from "vscode";
import { commandIds, settingPrefix } from "../ids";
import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import { runCommand } from "./commands";
import { sceneOf } from "./exchangeText";
import { remedyLabels, type FailureText, type Remedy } from "./failureScene";
import { describeFailure } from "./failureText";
import { ProfileNode } from "./profilesTree";

/** Runs a remedy for the profile that a call was made with. */
export function runRemedy(remedy: Remedy, profileId: string): Thenable<unknown> {
  return remedies[remedy](new ProfileNode(profileId));
}

/** Tells the user that a call failed, with its remedy as a button. A cancelled call is silent. */
export function explainFailure(record: ExchangeRecord): void {
  const { exchange, profile } = record;
  const { result } = exchange;
  if (result.ok || result.error.failure.kind === "cancelled") {
    return;
  }
  tellFailure(describeFailure(result.error.failure, sceneOf(record)), profile.id);
}

/** Tells the user of a failure, with its remedy for the profile as a button. */
export function tellFailure({ headline, advice, remedy }: FailureText, profileId: string): void {
  const label = remedy && remedyLabels[remedy];
  void vscode.window
    .showErrorMessage(`${headline}. ${advice}`, ...(label === undefined ? [] : [label]))
    .then((choice) => choice !== undefined && remedy && runRemedy(remedy, profileId));
}

/** Each takes the profile that the call was made with: the window may have another one by now. */
const remedies: Readonly<Record<Remedy, (profile: ProfileNode) => Thenable<unknown>>> = {
  signIn: (profile) => runCommand(commandIds.signIn, profile),
  setSession: (profile) => runCommand(commandIds.setSession, profile),
  editProfile: (profile) => runCommand(commandIds.editProfile, profile),
  startSimulator: () => runCommand(commandIds.startSimulator),
  openSettings: () =>
    vscode.commands.executeCommand(
      "workbench.action.openSettings",
      `${settingPrefix}.requestTimeout`,
    ),
};
