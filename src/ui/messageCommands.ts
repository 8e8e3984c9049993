import * as vscode from "vscode";
import type { EngagementCalls } from "../engagements/engagementCalls";
import type { EngagementStore } from "../engagements/engagementStore";
import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import { commandIds } from "../ids";
import type { ProfileStore } from "../profiles/profileStore";
import { runCommand, type CommandTable } from "./commands";
import { nodesFromArguments } from "./engagementCommands";
import { pickEngagement } from "./engagementPrompts";
import { describeFailure } from "./failureText";
import { sceneOf } from "./exchangeText";
import { askSteps } from "./multiStepInput";
import { showError } from "./notices";

/** What writing to a customer needs. */
export interface MessageCommandParts {
  readonly calls: EngagementCalls;
  readonly engagements: EngagementStore;
  readonly profiles: ProfileStore;
  readonly openTimeline: (profileId: string, id: bigint, preserveFocus: boolean) => void;
}

/** What came of sending a line. */
export type SendOutcome =
  | { readonly kind: "done" }
  /** Not known to have arrived; the sentence says why and what to do. */
  | { readonly kind: "failed"; readonly sentence: string };

/** Sends lines to customers, and opens the timelines they appear in. */
export class MessageCommands {
  constructor(private readonly parts: MessageCommandParts) {}

  /** The commands' handlers. */
  get table(): Pick<CommandTable, typeof commandIds.sendMessage | typeof commandIds.openTimeline> {
    return {
      [commandIds.sendMessage]: (...args) => this.#ask(args),
      [commandIds.openTimeline]: (...args) => this.#open(args),
    };
  }

  /** Sends one line, once. */
  async send(profileId: string, id: bigint, text: string): Promise<SendOutcome> {
    const { calls, profiles } = this.parts;
    const profile = profiles.find(profileId);
    if (!profile) {
      return { kind: "failed", sentence: "Nothing was sent: the profile is gone." };
    }
    const outcome = await calls.post(profile, id, text);
    switch (outcome.kind) {
      case "noSession":
        return {
          kind: "failed",
          sentence: `Nothing was sent: ${profile.name} has no session. Sign in, then send the line again.`,
        };
      case "underWay":
      case "notStarted":
        return { kind: "failed", sentence: "Nothing was sent: another line is under way." };
      case "answered": {
        const record: ExchangeRecord = { exchange: outcome.exchange, profile, engagementId: id };
        const { result } = outcome.exchange;
        if (result.ok) {
          return { kind: "done" };
        }
        const { headline, advice } = describeFailure(result.error.failure, sceneOf(record));
        return { kind: "failed", sentence: `${headline}. ${advice}` };
      }
    }
  }

  async #ask(args: readonly unknown[]): Promise<void> {
    const { profiles } = this.parts;
    const target = await this.#target("Send Message", args);
    const profile = target && profiles.find(target.profileId);
    if (!target || !profile) {
      return;
    }
    const text = await askSteps<string>(
      `Message to engagement ${target.id} (${profile.name})`,
      [
        {
          kind: "text",
          prompt: "The line to send to the customer",
          value: (draft) => draft,
          check: (typed) =>
            typed.trim() === ""
              ? "Enter the text of the line; an empty one is not sent."
              : undefined,
          accept: (_, typed) => typed,
        },
      ],
      "",
    );
    if (text === undefined) {
      return;
    }
    const outcome = await this.send(target.profileId, target.id, text);
    if (outcome.kind === "done") {
      void vscode.window.setStatusBarMessage(`Sent to engagement ${target.id}`, 4000);
      return;
    }
    const copy = "Copy Text";
    const choice = await showError(outcome.sentence, copy);
    if (choice === copy) {
      await vscode.env.clipboard.writeText(text);
    }
  }

  async #open(args: readonly unknown[]): Promise<void> {
    const target = await this.#target("Open Timeline", args);
    const [, , options] = args as readonly [unknown, unknown, { preserveFocus?: boolean }?];
    if (target) {
      this.parts.openTimeline(target.profileId, target.id, options?.preserveFocus === true);
    }
  }

  /** The engagement of a row, else one that the user picks. */
  async #target(
    title: string,
    args: readonly unknown[],
  ): Promise<{ readonly profileId: string; readonly id: bigint } | undefined> {
    const { engagements, profiles } = this.parts;
    const nodes = nodesFromArguments(args);
    if (nodes) {
      return nodes[0];
    }
    const { active } = profiles.current;
    if (!active) {
      await runCommand(commandIds.switchProfile);
      return undefined;
    }
    await engagements.open(active.id);
    const act = title === "Send Message" ? "post" : undefined;
    const id = await pickEngagement(title, engagements.list(active.id), active, act);
    return id === undefined ? undefined : { profileId: active.id, id };
  }
}
