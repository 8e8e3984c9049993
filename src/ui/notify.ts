import * as vscode from "vscode";
import { commandIds, settingPrefix } from "../ids";
import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import { runCommand } from "./commands";
import { sceneOf } from "./exchangeText";
import { remedyLabels, type FailureText, type Remedy } from "./failureScene";
import { describeFailure } from "./failureText";
import { showError } from "./notices";
import { ProfileNode } from "./profilesTree";

/**
 * Runs a remedy for the profile that a call was made with.
 * @param url where the call went, for remedies that are about that address
 */
export function runRemedy(remedy: Remedy, profileId: string, url?: string): Thenable<unknown> {
  return remedies[remedy](new ProfileNode(profileId), url);
}

/** Tells the user that a call failed, with its remedy as a button. A cancelled call is silent. */
export function explainFailure(record: ExchangeRecord): void {
  const { exchange, profile } = record;
  const { result } = exchange;
  if (result.ok || result.error.failure.kind === "cancelled") {
    return;
  }
  const text = describeFailure(result.error.failure, sceneOf(record));
  tellFailure(text, profile.id, exchange.request.url);
}

/** Tells the user of a failure, with its remedy for profile and address as a button. */
export function tellFailure(
  { headline, advice, remedy }: FailureText,
  profileId: string,
  url?: string,
): void {
  const label = remedy && remedyLabels[remedy];
  void showError(`${headline}. ${advice}`, ...(label === undefined ? [] : [label])).then(
    (choice) => choice !== undefined && remedy && runRemedy(remedy, profileId, url),
  );
}

/** Each takes the profile that the call was made with: the window may have another one by now. */
const remedies: Readonly<
  Record<Remedy, (profile: ProfileNode, url: string | undefined) => Thenable<unknown>>
> = {
  signIn: (profile) => runCommand(commandIds.signIn, profile),
  setSession: (profile) => runCommand(commandIds.setSession, profile),
  editProfile: (profile) => runCommand(commandIds.editProfile, profile),
  startSimulator: () => runCommand(commandIds.startSimulator),
  openSettings: () =>
    vscode.commands.executeCommand(
      "workbench.action.openSettings",
      `${settingPrefix}.requestTimeout`,
    ),
  trustAuthority: (profile, url) => runCommand(commandIds.trustAuthority, profile, url),
  setClientCertificate: (profile, url) => runCommand(commandIds.setClientCertificate, profile, url),
};
