import type { Message } from "../chat/messages";
import type { Disposable } from "../util/disposable";
import { inParallel } from "../util/inParallel";
import type { Engagement, EngagementEvent, JournalEntry } from "./engagement";
import type { JournalFolder } from "./journalFolder";
import { JournalError, type JournalChange, type StreamId } from "./journal";
import { MemoryJournal } from "./memoryJournal";
import { settledBy, transition } from "./transition";

type CallSent = Extract<EngagementEvent, { kind: "callSent" }>;

interface ProfileEngagementsParts {
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  readonly onDidChange: () => void;
  readonly onDidAppend: (stream: StreamId, entries: readonly JournalEntry[]) => void;
}

/** What the entries of one stream come to. */
interface Course {
  readonly entries: readonly JournalEntry[];
  /** Absent in the session's stream, and while nothing makes it known. */
  readonly engagement?: Engagement;
  readonly unknownTypes: ReadonlyMap<string, number>;
}

const nothing: Course = { entries: [], unknownTypes: new Map() };

/** How many streams are appended to at the same time; each in its order. */
const parallelStreams = 64;

/** The longest time a timer of Node takes, in ms. */
const maxTimerMs = 2_147_483_647;

/** The engagements of one profile: what its journal comes to, held in step with it. */
export class ProfileEngagements implements Disposable {
  readonly #courses = new Map<StreamId, Course>();
  readonly #deadlines = new Map<StreamId, NodeJS.Timeout>();
  /** Engagements that were forgotten after they had ended: what the server still says of that end is no news. */
  readonly #cleared = new Set<StreamId>();
  /** The streams of engagements in the order in which those became known; undefined when it has to be found out. */
  #order: readonly StreamId[] | undefined;
  #opened: Promise<void> | undefined;
  #isOpen = false;

  constructor(
    private readonly journal: JournalFolder | MemoryJournal,
    private readonly parts: ProfileEngagementsParts,
  ) {
    journal.onDidChange((change) => {
      this.#take(change);
    });
  }

  get isInMemory(): boolean {
    return this.journal instanceof MemoryJournal;
  }

  get unreadableLines(): number {
    return this.journal instanceof MemoryJournal ? 0 : this.journal.unreadableLines;
  }

  /** @throws JournalError */
  open(): Promise<void> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  list(): readonly Engagement[] {
    const now = this.parts.now();
    this.#order ??= [...this.#courses]
      .filter(([, { engagement }]) => engagement)
      .sort(inOrderOfAppearance)
      .map(([stream]) => stream);
    return this.#order.flatMap((stream) => {
      const engagement = this.#courses.get(stream)?.engagement;
      return engagement ? [settledBy(engagement, now)] : [];
    });
  }

  find(id: bigint): Engagement | undefined {
    const engagement = this.#courses.get(id)?.engagement;
    return engagement && settledBy(engagement, this.parts.now());
  }

  entries(stream: StreamId): readonly JournalEntry[] {
    return this.#courses.get(stream)?.entries ?? [];
  }

  unknownTypes(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { unknownTypes } of this.#courses.values()) {
      for (const [type, count] of unknownTypes) {
        counts.set(type, (counts.get(type) ?? 0) + count);
      }
    }
    return counts;
  }

  /** @throws JournalError */
  async append(stream: StreamId, event: EngagementEvent): Promise<Engagement | undefined> {
    const entries = [{ at: this.parts.now(), event }];
    if (event.kind !== "callEnded") {
      this.#cleared.delete(stream);
    }
    // An answer must not bring back what was forgotten while it was awaited.
    const isAppended = await this.#append(stream, entries, event.kind !== "callEnded");
    return isAppended && stream !== "session" ? this.find(stream) : undefined;
  }

  /** @throws JournalError */
  async claim(id: bigint, sent: CallSent): Promise<boolean> {
    if (this.find(id)?.state.kind === "sending") {
      return false;
    }
    const engagement = await this.append(id, sent);
    if (engagement?.state.kind === "sending" && engagement.state.token === sent.token) {
      return true;
    }
    // Another window's request stands before this one in the journal.
    const { act, token } = sent;
    await this.append(id, { kind: "callEnded", act, token, outcome: { kind: "notSent" } });
    return false;
  }

  async applyMessages(messages: readonly Message[]): Promise<void> {
    const at = this.parts.now();
    const streams = new Map<StreamId, JournalEntry[]>();
    for (const message of messages.filter(({ role }) => role !== "heartbeat")) {
      const stream = message.engagementId ?? "session";
      // As with an engagement that ended and is still listed, only an offer brings it back.
      if (this.#cleared.has(stream) && message.role !== "offer") {
        continue;
      }
      this.#cleared.delete(stream);
      const entries = streams.get(stream) ?? [];
      entries.push({ at, event: { kind: "message", message } });
      streams.set(stream, entries);
    }
    await inParallel([...streams], parallelStreams, ([stream, entries]) =>
      this.#append(stream, entries, true),
    );
  }

  /** @throws JournalError */
  forget(streams: readonly StreamId[]): Promise<void> {
    return this.journal.forget(streams);
  }

  /** @throws JournalError */
  forgetAll(): Promise<void> {
    return this.journal.forgetAll();
  }

  dispose(): void {
    for (const timer of this.#deadlines.values()) {
      clearTimeout(timer);
    }
    this.journal.close();
  }

  async #open(): Promise<void> {
    try {
      await this.journal.open();
    } catch (error) {
      this.#opened = undefined;
      throw error;
    }
    this.#isOpen = true;
    if (this.#courses.size > 0) {
      this.parts.onDidChange();
    }
  }

  async #append(
    stream: StreamId,
    entries: readonly JournalEntry[],
    begins: boolean,
  ): Promise<boolean> {
    try {
      return await this.journal.append(stream, entries, { begins });
    } catch (error) {
      if (!(error instanceof JournalError) || !entries.every(({ event }) => hasHappened(event))) {
        throw error;
      }
      this.#take({ stream, entries, isAnew: false }, true);
      this.parts.onError(error);
      return true;
    }
  }

  #take({ stream, entries, isAnew }: JournalChange, isNews = this.#isOpen): void {
    const before = (isAnew ? undefined : this.#courses.get(stream)) ?? nothing;
    if (isAnew && entries.length === 0) {
      if (this.#courses.get(stream)?.engagement?.state.kind === "ended") {
        this.#cleared.add(stream);
      }
      this.#courses.delete(stream);
      this.#order = undefined;
    } else {
      this.#courses.set(stream, courseAfter(before, stream, entries));
      this.#order = before.engagement ? this.#order : undefined;
    }
    this.#awaitDeadline(stream);
    if (!isNews) {
      // What is read on opening has happened before: it is told of once, as a whole.
      return;
    }
    if (entries.length > 0) {
      this.parts.onDidAppend(stream, entries);
    }
    this.parts.onDidChange();
  }

  /** Has whoever shows the engagement look again when the deadline of its request is over. */
  #awaitDeadline(stream: StreamId): void {
    clearTimeout(this.#deadlines.get(stream));
    this.#deadlines.delete(stream);
    const state = this.#courses.get(stream)?.engagement?.state;
    const leftMs = state?.kind === "sending" ? state.until - this.parts.now() : -1;
    if (leftMs < 0) {
      return;
    }
    const timer = setTimeout(
      () => {
        this.#awaitDeadline(stream);
        this.parts.onDidChange();
      },
      Math.min(leftMs + 1, maxTimerMs),
    ).unref();
    this.#deadlines.set(stream, timer);
  }
}

/**
 * Whether an event is over and done, so that it counts even where it cannot be stored. What is only
 * about to be done is not done then.
 */
function hasHappened({ kind }: EngagementEvent): boolean {
  return kind !== "callSent" && kind !== "tracked";
}

function inOrderOfAppearance(
  [id, { entries }]: readonly [StreamId, Course],
  [otherId, other]: readonly [StreamId, Course],
): number {
  const difference = (entries[0]?.at ?? 0) - (other.entries[0]?.at ?? 0);
  return difference !== 0 ? difference : id < otherId ? -1 : 1;
}

function courseAfter(before: Course, stream: StreamId, entries: readonly JournalEntry[]): Course {
  let { engagement } = before;
  const unknownTypes = new Map(before.unknownTypes);
  for (const entry of entries) {
    if (stream !== "session") {
      engagement = transition(engagement, stream, entry);
    }
    const { event } = entry;
    if (event.kind === "message" && event.message.role === undefined) {
      const { type } = event.message;
      unknownTypes.set(type, (unknownTypes.get(type) ?? 0) + 1);
    }
  }
  return {
    entries: [...before.entries, ...entries],
    ...(engagement && { engagement }),
    unknownTypes,
  };
}
