import * as vscode from "vscode";
import type { Engagement } from "../engagements/engagement";
import type { ConfirmConclude } from "../ids";
import type { Profile } from "../profiles/profile";
import { parseInt64 } from "../util/int64";
import { engagementRow, isConcludable } from "./engagementText";
import { engagementIdText } from "./inputText";

/** How many ids a confirmation names before it only counts the rest. */
const namedIds = 12;

/** Asks for an engagement id; undefined when the user leaves. */
export async function askEngagementId(title: string): Promise<bigint | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: "Engagement id",
    placeHolder: "1000",
    ignoreFocusOut: true,
    validateInput: (typed) => {
      const reading = parseInt64(typed);
      return reading.ok ? undefined : engagementIdText(reading.problem);
    },
  });
  const reading = text === undefined ? undefined : parseInt64(text);
  return reading?.ok ? reading.value : undefined;
}

/** Offers the engagements that can be concluded, and another id; undefined when the user leaves. */
export async function pickEngagement(
  title: string,
  engagements: readonly Engagement[],
  profile: Profile,
): Promise<bigint | undefined> {
  const anotherId = { label: "$(edit) Another id…", alwaysShow: true };
  const items = engagements.filter(isConcludable).map((engagement) => {
    const { label, description, icon } = engagementRow(engagement, profile, Date.now());
    return { label, description, iconPath: new vscode.ThemeIcon(icon.id), id: engagement.id };
  });
  if (items.length === 0) {
    return askEngagementId(title);
  }
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { readonly id?: bigint }>(
    [...items, anotherId],
    { title, placeHolder: `Engagements of ${profile.name}`, ignoreFocusOut: true },
  );
  if (!picked) {
    return undefined;
  }
  return picked.id ?? (await askEngagementId(title));
}

/** Whether the setting and the profile's protection ask for a confirmation. */
export function mustConfirm(setting: ConfirmConclude, { protection }: Profile): boolean {
  switch (setting) {
    case "never":
      return false;
    case "production":
      return protection === "production";
    default:
      // Whatever else stands in the settings file gets the careful reading.
      return true;
  }
}

/** Asks whether to conclude; names profile, site and every id as far as there is room. */
export async function confirmConclude(
  profile: Profile,
  ids: readonly bigint[],
  verb: "Conclude" | "Send Again",
): Promise<boolean> {
  const [first] = ids;
  const what = ids.length === 1 ? `engagement ${first}` : `${ids.length} engagements`;
  const question =
    verb === "Conclude" ? `Conclude ${what}?` : `Send the request to conclude ${what} again?`;
  const rest = ids.length - namedIds;
  const detail = [
    `Profile: ${profile.name}${profile.isSimulator ? "" : ` (${profile.protection})`}`,
    `Site: ${profile.fqSiteName} at ${profile.origin}`,
    `${ids.length === 1 ? "Engagement" : "Engagements"}: ${ids.slice(0, namedIds).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`,
    "",
    "The customer's chat ends. This cannot be undone.",
  ].join("\n");
  const choice = await vscode.window.showWarningMessage(question, { modal: true, detail }, verb);
  return choice === verb;
}
