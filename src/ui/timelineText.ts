import type { Message } from "../chat/messages";
import type {
  CallOutcome,
  Engagement,
  EngagementEvent,
  JournalEntry,
} from "../engagements/engagement";
import type { TimelineChanges, TimelineRow } from "../panel/timelineView";
import { messageFacts, sideOfSender, type Sender } from "./timelineMessages";
import { callTitles, outcomeText, sessionTitles, standingText } from "./timelineWords";

/** What a timeline needs to know beside its entries. */
export interface TimelineContext {
  /** What an entry makes of the engagement; state changes become rows only where this is given. */
  readonly fold?: (before: Engagement | undefined, entry: JournalEntry) => Engagement | undefined;
}

type CallSent = Extract<EngagementEvent, { kind: "callSent" }>;
type CallEnded = Extract<EngagementEvent, { kind: "callEnded" }>;

/** A call as its row shows it. */
interface Call {
  readonly index: number;
  readonly sentAt: number | undefined;
}

/** How long after a line was sent the same text from an agent counts as its repetition, in ms. */
const repetitionWithinMs = 300_000;

/** A posted line that the server may still repeat to us. */
interface PostedLine {
  readonly index: number;
  readonly sentAt: number;
  readonly text: string;
}

/** The last row, while signals like its own may join it. */
interface Run {
  readonly index: number;
  readonly kind: string;
}

/**
 * The rows of one stream of a journal. Entries are taken as they come: a new one costs the same
 * however many there are.
 */
export class Timeline {
  readonly #rows: TimelineRow[] = [];
  readonly #keys = new Map<string, number>();
  readonly #raw = new Map<number, string[]>();
  /** By token. */
  readonly #calls = new Map<string, Call>();
  /** When a pending call is over whatever came of it, ms since 1970; by token. */
  readonly #pending = new Map<string, number>();
  readonly #unrepeated = new Map<string, PostedLine>();
  /** Participants by the server's number. */
  readonly #people = new Map<string, Partial<Sender>>();
  #engagement: Engagement | undefined;
  #run: Run | undefined;
  #touched = new Set<number>();

  constructor(private readonly context: TimelineContext = {}) {}

  /** All rows in their order. */
  get rows(): readonly TimelineRow[] {
    return this.#rows;
  }

  /** When the next pending call is over whatever came of it, ms since 1970. */
  get deadline(): number | undefined {
    return this.#pending.size === 0 ? undefined : Math.min(...this.#pending.values());
  }

  /** Takes entries that come after all it has; tells which rows that adds or changes. */
  append(entries: readonly JournalEntry[]): TimelineChanges {
    return this.#changing(() => {
      for (const entry of entries) {
        this.#take(entry);
        this.#follow(entry);
      }
    });
  }

  /** Ends calls whose answer nobody noted in time, at `now` in ms since 1970. */
  settle(now: number): TimelineChanges {
    return this.#changing(() => {
      for (const [token, until] of this.#pending) {
        const call = this.#calls.get(token);
        if (call && until <= now) {
          this.#end(token, call, { kind: "lost", reason: "vsCodeEnded" }, undefined);
        }
      }
    });
  }

  /** The JSON behind a row as it came: one value, or a list for several signals in one row. */
  rawOf(key: string): string | undefined {
    const raws = this.#raw.get(this.#keys.get(key) ?? -1);
    return raws === undefined || raws.length < 2 ? raws?.[0] : `[${raws.join(",")}]`;
  }

  #changing(change: () => void): TimelineChanges {
    const count = this.#rows.length;
    this.#touched = new Set();
    change();
    const changed = [...this.#touched].filter((index) => index < count);
    return {
      added: this.#rows.slice(count),
      changed: changed.flatMap((index) => this.#rows[index] ?? []),
    };
  }

  #take({ at, event }: JournalEntry): void {
    switch (event.kind) {
      case "tracked":
        this.#add({
          at,
          side: "desk",
          kind: "state",
          title: "Tracked: its id was typed in",
          tone: "plain",
        });
        break;
      case "held":
        this.#add({
          at,
          side: "server",
          kind: "state",
          title: "The server says that this agent holds it",
          tone: "plain",
        });
        break;
      case "session":
        this.#add({
          at,
          side: "desk",
          kind: "state",
          title: sessionTitles[event.what],
          tone: event.what === "expired" || event.what === "contactLost" ? "warning" : "plain",
          ...(event.detail !== undefined && { detail: event.detail }),
        });
        break;
      case "callSent":
        this.#takeCallSent(at, event);
        break;
      case "callEnded":
        this.#takeCallEnded(at, event);
        break;
      case "message":
        this.#takeMessage(at, event.message);
    }
  }

  #takeCallSent(at: number, { act, token, until, text }: CallSent): void {
    const isPost = act === "post";
    const index = this.#add({
      at,
      side: isPost ? "agent" : "desk",
      kind: isPost ? "line" : "call",
      title: isPost ? "You" : callTitles[act],
      ...(isPost && { text: text ?? "" }),
      detail: "sending…",
      tone: "plain",
      isPending: true,
    });
    this.#calls.set(token, { index, sentAt: at });
    this.#pending.set(token, until);
    if (isPost && text !== undefined) {
      this.#unrepeated.set(token, { index, sentAt: at, text });
    }
  }

  #takeCallEnded(at: number, { act, token, outcome, exchangeId }: CallEnded): void {
    const known = this.#calls.get(token);
    const call = known ?? {
      index: this.#add({ at, side: "desk", kind: "call", title: callTitles[act], tone: "plain" }),
      sentAt: undefined,
    };
    const tookMs = call.sentAt === undefined ? undefined : at - call.sentAt;
    this.#end(token, call, outcome, tookMs, exchangeId);
  }

  #end(
    token: string,
    call: Call,
    outcome: CallOutcome,
    tookMs: number | undefined,
    exchangeId?: string,
  ): void {
    this.#pending.delete(token);
    if (outcome.kind === "refused" || outcome.kind === "notSent") {
      this.#unrepeated.delete(token);
    }
    this.#change(call.index, {
      ...outcomeText(outcome, tookMs),
      isPending: false,
      ...(exchangeId !== undefined && { exchangeId }),
    });
  }

  #takeMessage(at: number, message: Message): void {
    const sender = this.#senderOf(message);
    if (message.role === "post" && sender.side === "agent" && this.#takeRepetition(at, message)) {
      return;
    }
    const facts = messageFacts(message, sender);
    const isSignal = facts.kind === "activity";
    const kind = `${message.type} ${sender.name}`;
    if (isSignal && this.#run?.kind === kind) {
      const { index } = this.#run;
      const count = (this.#rows[index]?.run?.count ?? 1) + 1;
      this.#change(index, { title: facts.title, run: { count, until: at } });
      this.#raw.get(index)?.push(message.raw);
      return;
    }
    const { createdTime } = message;
    const index = this.#add({
      at,
      ...facts,
      ...(createdTime !== undefined && { serverAt: createdTime }),
      hasRaw: true,
    });
    this.#raw.set(index, [message.raw]);
    this.#run = isSignal ? { index, kind } : undefined;
  }

  /** Whether the server only repeats a line of ours; such a repetition is part of the line's row. */
  #takeRepetition(at: number, { text, raw }: Message): boolean {
    for (const [token, line] of this.#unrepeated) {
      if (at - line.sentAt > repetitionWithinMs) {
        this.#unrepeated.delete(token);
      } else if (line.text === text) {
        this.#unrepeated.delete(token);
        this.#raw.set(line.index, [raw]);
        const isLost = this.#rows[line.index]?.tone === "unknown";
        this.#change(line.index, {
          hasRaw: true,
          ...(isLost && {
            detail: "the server has it: it came back as a message",
            tone: "success",
          }),
        });
        return true;
      }
    }
    return false;
  }

  #senderOf(message: Message): Sender {
    const { clientId, name } = message;
    const known = clientId === undefined ? undefined : this.#people.get(clientId);
    // A line of somebody unknown, such as the system, is not that of the participant it names.
    const isOthersLine = message.role === "post" && message.senderType !== undefined;
    const side = sideOfSender(message.senderType) ?? (isOthersLine ? undefined : known?.side);
    if (isOthersLine && side === undefined) {
      return { side: "server", name: message.senderType };
    }
    const told = name ?? known?.name;
    if (clientId !== undefined) {
      this.#people.set(clientId, {
        ...(side && { side }),
        ...(told !== undefined && { name: told }),
      });
    }
    // The documented signal tells what the end user does.
    const sure = side ?? (message.role === "activity" ? "customer" : "server");
    const customer = sure === "customer" ? this.#engagement?.customer.name : undefined;
    return { side: sure, name: told ?? customer ?? namelessSenders[sure] };
  }

  /** Adds a row for a changed state. The first state is told by what the entry itself says. */
  #follow(entry: JournalEntry): void {
    const before = this.#engagement;
    const after = this.context.fold?.(before, entry);
    if (!after) {
      return;
    }
    this.#engagement = after;
    const [from, to] = [before && standingText(before.state), standingText(after.state)];
    if (from !== undefined && from !== to) {
      const isUnknown = after.state.kind === "unknownOutcome";
      this.#add({
        at: entry.at,
        side: "desk",
        kind: "state",
        title: `${from} → ${to}`,
        tone: isUnknown ? "unknown" : "plain",
      });
    }
  }

  #add(row: Omit<TimelineRow, "key" | "hasRaw"> & { readonly hasRaw?: boolean }): number {
    const index = this.#rows.length;
    const key = index.toString();
    this.#rows.push({ hasRaw: false, ...row, key });
    this.#keys.set(key, index);
    this.#run = undefined;
    return index;
  }

  #change(index: number, change: Partial<TimelineRow>): void {
    const row = this.#rows[index];
    if (row) {
      this.#rows[index] = { ...row, ...change };
      this.#touched.add(index);
    }
  }
}

const namelessSenders = {
  customer: "The customer",
  agent: "An agent",
  server: "Somebody",
  desk: "This extension",
} as const;
