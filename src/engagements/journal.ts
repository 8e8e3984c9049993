import type { Event } from "../util/event";
import type { JournalEntry } from "./engagement";

/** A stream of entries: an engagement's by its id, or what is said of the session as a whole. */
export type StreamId = bigint | "session";

/** Entries that came to a stream, in their order; none when the stream was forgotten. */
export interface JournalChange {
  readonly stream: StreamId;
  readonly entries: readonly JournalEntry[];
  /** Whether what was known of the stream before counts no more. */
  readonly isAnew: boolean;
}

/** How entries are appended. */
export interface AppendOptions {
  /** Whether a stream that does not exist, or was forgotten, is begun by them. */
  readonly begins: boolean;
}

/** What happened to the engagements of one profile, in streams that are only ever appended to. */
export interface Journal {
  /** Fires in the order in which the journal holds the entries, whoever appended them. */
  readonly onDidChange: Event<JournalChange>;

  /** Reads what there is and begins to follow it. */
  open(): Promise<void>;

  /**
   * Appends entries. When this resolves, they and whatever stands before them were told of. False when
   * the stream does not exist and is not to be begun.
   * @throws JournalError when they could not be stored
   */
  append(
    stream: StreamId,
    entries: readonly JournalEntry[],
    options: AppendOptions,
  ): Promise<boolean>;

  /**
   * Forgets streams.
   * @throws JournalError
   */
  forget(streams: readonly StreamId[]): Promise<void>;

  /**
   * Forgets everything.
   * @throws JournalError
   */
  forgetAll(): Promise<void>;

  /** Stops following. */
  close(): void;
}

/** What the disk refused, for example because it is full or the file is locked. */
export class JournalError extends Error {
  override readonly name = "JournalError";

  constructor(
    readonly action: "read" | "append" | "forget",
    /** The file or folder. */
    readonly path: string,
    options: ErrorOptions,
  ) {
    super(`${action}: ${codeOf(options.cause) ?? "unknown error"}`, options);
  }
}

/** The system's code of an error, such as ENOSPC. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === "string" ? code : undefined;
}
