import type { Message } from "../chat/messages";
import type { EngagementCalls } from "../engagements/engagementCalls";
import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import type { EngagementStore } from "../engagements/engagementStore";
import type { SessionNotes } from "../engagements/sessionNotes";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import { checkPool } from "../chat/server";
import { warnWithLog } from "./commands";
import { offersToAccept } from "./offersToAccept";
import { isOn } from "./settings";

/** What messages of the live session have an effect on. */
export interface LiveMessagesParts {
  readonly engagements: EngagementStore;
  readonly calls: EngagementCalls;
  readonly profiles: ProfileStore;
  readonly notes: SessionNotes;
  /** Tells the user that a call failed, where it did. */
  readonly explain: (record: ExchangeRecord) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Takes what the live session hears to where it belongs. */
export class LiveMessages {
  constructor(private readonly parts: LiveMessagesParts) {}

  /** Notes messages; accepts offers where the setting says so. */
  async take(profile: Profile, messages: readonly Message[]): Promise<void> {
    await this.parts.engagements.applyMessages(profile.id, messages);
    if (isOn("acceptAutomatically")) {
      const find = (id: bigint) => this.parts.engagements.find(profile.id, id);
      for (const id of offersToAccept(messages, find)) {
        // Not awaited: the next messages are not to wait for the answer.
        this.#accept(profile, id).catch(this.parts.onError);
      }
    }
  }

  /** Notes messages that another than the live session got, and what they tell of the pool. */
  async takeAll(profile: Profile, messages: readonly Message[]): Promise<void> {
    await this.take(profile, messages);
    for (const { pool } of messages.filter(({ role }) => role === "poolChange")) {
      await this.changePool(profile, pool);
    }
  }

  /** Puts the pool that counts from here on into the profile. */
  async changePool(profile: Profile, pool: string | undefined): Promise<void> {
    const { notes, profiles } = this.parts;
    if (pool === undefined || checkPool(pool) !== undefined) {
      warnWithLog(
        `The chat server told that its pool has changed, but not in a way that can be read. If calls of ${profile.name} fail, sign in again: the site tells the pool.`,
      );
      return;
    }
    if (pool === profile.pool) {
      return;
    }
    const changed = { ...profile, pool };
    await (profile.isSimulator ? profiles.save(changed) : profiles.update(changed));
    await notes.note(profile.id, "poolChanged", pool);
  }

  async #accept(profile: Profile, id: bigint): Promise<void> {
    const outcome = await this.parts.calls.accept(profile, id, { isAutomatic: true });
    if (outcome.kind === "answered") {
      const record = { exchange: outcome.exchange, profile, engagementId: id };
      await this.parts.explain(record);
    }
  }
}
