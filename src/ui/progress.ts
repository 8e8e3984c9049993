import * as vscode from "vscode";
import { signalOf } from "./cancellation";
import { withoutLinks } from "./inertText";

/** Says how far a task is; `increment` in percent. */
export type Report = (step: { readonly message?: string; readonly increment?: number }) => void;

/**
 * How long a task runs before a notification tells of it, in ms. Most answers are there before: then
 * nothing flickers, and VS Code, which shows three notifications within a moment and no more, has
 * room for those that matter.
 */
const unseenMs = 400;

/** Runs a task; one that takes its time under a notification in which it can be cancelled. */
export async function withProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let told = { message: "", increment: 0 };
  let tell = (step: { readonly message: string; readonly increment: number }): void => {
    told = { message: step.message, increment: told.increment + step.increment };
  };
  const running = task(abort.signal, ({ message = "", increment = 0 }) => {
    tell({ message: withoutLinks(message), increment });
  });
  if (await isOverWithin(running, unseenMs)) {
    return running;
  }
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: withoutLinks(title),
      cancellable: true,
    },
    (progress, token) => {
      progress.report(told);
      tell = (step) => {
        progress.report(step);
      };
      signalOf(token).addEventListener("abort", () => {
        abort.abort();
      });
      return running;
    },
  );
}

function isOverWithin(task: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false);
    }, ms);
    const end = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    task.then(end, end);
  });
}
