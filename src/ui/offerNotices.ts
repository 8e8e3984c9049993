import * as vscode from "vscode";
import type { Engagement } from "../engagements/engagement";
import type { EngagementStore } from "../engagements/engagementStore";
import { viewIds } from "../ids";
import type { Profile } from "../profiles/profile";
import { showInformation } from "./notices";
import type { WindowState } from "./windowState";
import { isOn } from "./settings";

/** What telling of offers needs. */
export interface OfferNoticeParts {
  readonly window: WindowState;
  readonly engagements: EngagementStore;
  /** Whether this window hears the messages of the profile; of several windows only one does. */
  readonly isListening: () => boolean;
  readonly act: (act: "accept" | "decline", profileId: string, id: bigint) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** So many offers at once are told one by one; more are told together. */
const toldOneByOne = 3;

/** How long changes are gathered before they are looked at, in ms: thousands may come in one answer. */
const settleMs = 30;

/** How much of a question a notification shows, in characters. */
const shownQuestion = 120;

/** Tells of engagements that are offered to the agent, once each, unless the user switched it off. */
export class OfferNotices implements vscode.Disposable {
  readonly #subscription: { dispose: () => void };
  /** Offers that were told, by engagement and the time since which they stand. */
  readonly #told = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  readonly #startedAt = Date.now();

  constructor(private readonly parts: OfferNoticeParts) {
    this.#subscription = parts.engagements.onDidChange((profileId) => {
      if (profileId === parts.window.current.profile?.id) {
        this.#timer ??= setTimeout(() => {
          this.#timer = undefined;
          this.#look();
        }, settleMs);
      }
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  #look(): void {
    const { profile } = this.parts.window.current;
    if (!profile) {
      return;
    }
    const offers = this.parts.engagements
      .list(profile.id)
      // What an earlier VS Code heard may be gone for long: the tree shows it with its age.
      .filter(({ state }) => state.kind === "offered" && state.since >= this.#startedAt);
    const fresh = offers.filter((offer) => !this.#told.has(keyOf(profile, offer)));
    for (const offer of fresh) {
      this.#told.add(keyOf(profile, offer));
    }
    const isHere = vscode.window.state.focused || this.parts.isListening();
    if (fresh.length === 0 || !isHere || !isOn("notifyOffers") || isOn("acceptAutomatically")) {
      return;
    }
    if (fresh.length > toldOneByOne) {
      this.#tellTogether(profile, fresh.length);
    } else {
      for (const offer of fresh) {
        this.#tell(profile, offer);
      }
    }
  }

  #tell(profile: Profile, { id, customer: { name, question } }: Engagement): void {
    const who = name === undefined ? "" : ` by ${name}`;
    const asked = question === undefined ? "" : `: “${shorten(question)}”`;
    this.#ask(`Engagement ${id} is offered${who} (${profile.name})${asked}`, {
      Accept: () => this.#answer("accept", profile, id),
      Decline: () => this.#answer("decline", profile, id),
    });
  }

  #tellTogether(profile: Profile, count: number): void {
    this.#ask(`${count} engagements are offered (${profile.name}).`, {
      "Show Them": async () => {
        await vscode.commands.executeCommand(`${viewIds.engagements}.focus`);
      },
    });
  }

  #ask(text: string, answers: Readonly<Record<string, () => Promise<void>>>): void {
    showInformation(text, ...Object.keys(answers))
      .then((choice) => (choice === undefined ? undefined : answers[choice]?.()))
      .then(undefined, this.parts.onError);
  }

  /** A notification may stand for long: the offer may be answered, or gone, by the time of the click. */
  async #answer(act: "accept" | "decline", profile: Profile, id: bigint): Promise<void> {
    if (this.parts.engagements.find(profile.id, id)?.state.kind === "offered") {
      await this.parts.act(act, profile.id, id);
    } else {
      void showInformation(`Engagement ${id} is not offered any more.`);
    }
  }
}

function keyOf({ id: profileId }: Profile, { id, state }: Engagement): string {
  return `${profileId}/${id}/${state.since}`;
}

function shorten(question: string): string {
  const line = question.replace(/\s+/g, " ").trim();
  return line.length > shownQuestion ? `${line.slice(0, shownQuestion - 1)}…` : line;
}
