import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { link, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SessionFolders, SessionKey } from "./sessionFolders";

/** How a session ended: the chat server no longer accepted it, or somebody logged it off. */
export type SessionEnd = "expired" | "loggedOff";

/** What is noted of a session that ended. */
export interface EndNote {
  readonly how: SessionEnd;
  /** When it was noted, ms since 1970. */
  readonly at: number;
  /** The operation and what the server answered, in its words; holds no secret. */
  readonly why?: string;
}

/** Notes, in the folder that all windows share, of the sessions that ended. */
export class EndNotes {
  constructor(private readonly folders: SessionFolders) {}

  /** Where the note of a session stands, if there is one. Rejects when its folder cannot be made. */
  async fileOf(session: SessionKey): Promise<string> {
    return join(await this.folders.folderOf(session), "ended.json");
  }

  /** Takes the note of a session back. Rejects when it cannot be deleted. */
  async clear(session: SessionKey): Promise<void> {
    await rm(await this.fileOf(session), { force: true });
  }

  /**
   * Notes that a session ended. The first note stands, but that somebody logged off says more than
   * that the server then refused. Rejects when it cannot be written.
   */
  async write(session: SessionKey, note: EndNote): Promise<void> {
    const file = await this.fileOf(session);
    const known = readEndNote(file);
    if (known && (known.how === "loggedOff" || note.how === "expired")) {
      return;
    }
    const draft = `${file}.${randomUUID()}`;
    try {
      await writeFile(draft, JSON.stringify(note));
      await putInPlace(draft, file, note.how);
    } finally {
      await rm(draft, { force: true });
    }
  }
}

/**
 * Gives a whole note its name, so that nobody reads half of one. Logging off ends the held call with a
 * refusal: both ends are written at the same time, and the refusal gives way.
 */
async function putInPlace(draft: string, file: string, how: SessionEnd): Promise<void> {
  if (how === "expired") {
    try {
      await link(draft, file);
      return;
    } catch {
      // There is a note, or a file system without links.
      if (readEndNote(file)) {
        return;
      }
    }
  }
  await rename(draft, file);
}

/** The note in a file; undefined when there is none, or none that can be read. */
export function readEndNote(file: string): EndNote | undefined {
  try {
    // It is looked for before each call, and nearly never there.
    return existsSync(file) ? parseEndNote(JSON.parse(readFileSync(file, "utf8"))) : undefined;
  } catch {
    // Without the note the chat server itself says that it does not accept the session.
    return undefined;
  }
}

function parseEndNote(value: unknown): EndNote | undefined {
  const { how, at, why } = (value ?? {}) as Record<string, unknown>;
  return (how === "expired" || how === "loggedOff") && typeof at === "number"
    ? { how, at, ...(typeof why === "string" && { why }) }
    : undefined;
}
