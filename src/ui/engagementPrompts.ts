import * as vscode from "vscode";
import type { Engagement } from "../engagements/engagement";
import type { Profile } from "../profiles/profile";
import { parseInt64 } from "../util/int64";
import { concludeQuestion } from "./confirmation";
import { engagementRow, isConcludable } from "./engagementText";
import { engagementIdText } from "./inputText";
import { askSteps } from "./multiStepInput";

/** Asks for an engagement id; undefined when the user leaves. */
export async function askEngagementId(title: string): Promise<bigint | undefined> {
  const text = await askSteps<string>(
    title,
    [
      {
        kind: "text",
        prompt: "Engagement id",
        placeholder: "1000",
        value: (draft) => draft,
        check: (typed) => {
          const reading = parseInt64(typed);
          return reading.ok ? undefined : engagementIdText(reading.problem);
        },
        accept: (_, typed) => typed,
      },
    ],
    "",
  );
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

/** Asks whether to conclude, in a modal dialog. */
export async function confirmConclude(
  profile: Profile,
  ids: readonly bigint[],
  verb: "Conclude" | "Send Again",
): Promise<boolean> {
  const { question, detail } = concludeQuestion(profile, ids, verb);
  const choice = await vscode.window.showWarningMessage(question, { modal: true, detail }, verb);
  return choice === verb;
}
