import * as vscode from "vscode";
import { withoutLinks } from "./inertText";

/** A step that asks for a line of text. */
export interface TextStep<D> {
  /** A `password` is hidden while it is typed. */
  readonly kind: "text" | "password";
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value: (draft: D) => string;
  /** Says what is wrong with the text, or undefined when it can be used. */
  readonly check: (text: string, draft: D) => string | undefined;
  /** The draft with the text in it; called with checked text only. */
  readonly accept: (draft: D, text: string) => D;
}

/** A step that offers a choice. */
interface PickStep<D> {
  readonly kind: "pick";
  readonly placeholder: string;
  readonly items: readonly (vscode.QuickPickItem & { readonly apply: (draft: D) => D })[];
  /** The label of the item that is preselected. */
  readonly selected: (draft: D) => string;
}

/** One step of a conversation. */
export type Step<D> = TextStep<D> | PickStep<D>;

type Answer<D> =
  { readonly move: "next"; readonly draft: D } | { readonly move: "back" } | undefined;

/**
 * Asks step by step, with Back; undefined when the user leaves. What was entered in later steps is
 * kept when the user goes back. Boxes stay open when the focus goes elsewhere, so that a value can
 * be fetched from another window.
 */
export async function askSteps<D>(
  title: string,
  steps: readonly Step<D>[],
  initial: D,
): Promise<D | undefined> {
  let draft = initial;
  for (let index = 0; ;) {
    const step = steps[index];
    if (!step) {
      return draft;
    }
    const frame =
      steps.length > 1 ? { title, step: index + 1, totalSteps: steps.length } : { title };
    const answer =
      step.kind === "pick" ? await askPick(step, draft, frame) : await askText(step, draft, frame);
    if (!answer) {
      return undefined;
    }
    if (answer.move === "back") {
      index--;
    } else {
      index++;
      draft = answer.draft;
    }
  }
}

interface Frame {
  readonly title: string;
  /** Counts from 1; absent where there is only one. */
  readonly step?: number;
  readonly totalSteps?: number;
}

function askText<D>(step: TextStep<D>, draft: D, frame: Frame): Promise<Answer<D>> {
  const box = vscode.window.createInputBox();
  box.prompt = withoutLinks(step.prompt);
  box.password = step.kind === "password";
  box.placeholder = step.placeholder ?? "";
  box.value = step.value(draft);
  return ask(box, frame, (resolve) => [
    box.onDidChangeValue((text) => {
      // An empty box is not a mistake before Enter is pressed.
      box.validationMessage = text === "" ? "" : withoutLinks(step.check(text, draft) ?? "");
    }),
    box.onDidAccept(() => {
      const problem = step.check(box.value, draft);
      if (problem === undefined) {
        // Blanks around a password may be part of it.
        const text = step.kind === "password" ? box.value : box.value.trim();
        resolve({ move: "next", draft: step.accept(draft, text) });
      } else {
        box.validationMessage = withoutLinks(problem);
      }
    }),
  ]);
}

function askPick<D>(step: PickStep<D>, draft: D, frame: Frame): Promise<Answer<D>> {
  const pick = vscode.window.createQuickPick<PickStep<D>["items"][number]>();
  pick.items = step.items;
  pick.placeholder = step.placeholder;
  pick.activeItems = step.items.filter(({ label }) => label === step.selected(draft));
  return ask(pick, frame, (resolve) => [
    pick.onDidAccept(() => {
      const item = pick.activeItems[0];
      if (item) {
        resolve({ move: "next", draft: item.apply(draft) });
      }
    }),
  ]);
}

function ask<D>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  frame: Frame,
  listen: (resolve: (answer: Answer<D>) => void) => vscode.Disposable[],
): Promise<Answer<D>> {
  return new Promise<Answer<D>>((resolve) => {
    Object.assign(input, frame);
    input.ignoreFocusOut = true;
    input.buttons =
      frame.step !== undefined && frame.step > 1 ? [vscode.QuickInputButtons.Back] : [];
    const subscriptions = [
      ...listen((answer) => {
        resolve(answer);
        input.hide();
      }),
      input.onDidTriggerButton(() => {
        resolve({ move: "back" });
        input.hide();
      }),
      input.onDidHide(() => {
        resolve(undefined);
        vscode.Disposable.from(...subscriptions, input).dispose();
      }),
    ];
    input.show();
  });
}
