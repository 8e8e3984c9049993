import * as vscode from "vscode";
import type { Exchange } from "../chat/exchange";
import type { Act, Engagement } from "../engagements/engagement";
import type { Profile } from "../profiles/profile";
import { parseInt64 } from "../util/int64";
import type { SettlingAct } from "./actText";
import { actQuestion, rerouteQuestion, type ActVerb, type Question } from "./confirmation";
import { actsOf } from "./engagementActs";
import { engagementRow } from "./engagementText";
import { sceneOf } from "./exchangeText";
import { describeFailure } from "./failureText";
import { engagementIdText } from "./inputText";
import { askSteps } from "./multiStepInput";
import { escapeIcons } from "./inertText";
import { showWarning } from "./notices";

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

/**
 * Offers the engagements that an act applies to, all of them without an act, and another id;
 * undefined when the user leaves.
 */
export async function pickEngagement(
  title: string,
  engagements: readonly Engagement[],
  profile: Profile,
  act?: Act,
): Promise<bigint | undefined> {
  const anotherId = { label: "$(edit) Another id…", alwaysShow: true };
  const items = engagements
    .filter((engagement) => act === undefined || actsOf(engagement).includes(act))
    .map((engagement) => {
      const { label, description, icon } = engagementRow(engagement, profile, Date.now());
      return {
        label: escapeIcons(label),
        description: escapeIcons(description),
        iconPath: new vscode.ThemeIcon(icon.id),
        id: engagement.id,
      };
    });
  if (items.length === 0) {
    return askEngagementId(title);
  }
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { readonly id?: bigint }>(
    [...items, anotherId],
    {
      title,
      placeHolder: `Engagements of ${profile.name}`,
      matchOnDescription: true,
      ignoreFocusOut: true,
    },
  );
  if (!picked) {
    return undefined;
  }
  return picked.id ?? (await askEngagementId(title));
}

/** Asks in a modal dialog whether to act; `verb` is the button that says yes. */
export function confirmAct(
  act: SettlingAct,
  profile: Profile,
  ids: readonly bigint[],
  verb: ActVerb,
): Promise<boolean> {
  return confirm(actQuestion(act, profile, ids, verb), verb);
}

/** Asks in a modal dialog whether to reroute, and shows what came of asking for its chances. */
export function confirmReroute(profile: Profile, id: bigint, exchange: Exchange): Promise<boolean> {
  const { answer, result } = exchange;
  const question = rerouteQuestion(
    profile,
    id,
    result.ok
      ? { kind: "answered", body: answer?.body ?? "" }
      : {
          kind: "notKnown",
          why: `${describeFailure(result.error.failure, sceneOf({ exchange, profile, engagementId: id })).headline}.`,
        },
  );
  return confirm(question, "Reroute");
}

async function confirm({ question, detail }: Question, verb: string): Promise<boolean> {
  const choice = await showWarning(question, { modal: true, detail }, verb);
  return choice === verb;
}
