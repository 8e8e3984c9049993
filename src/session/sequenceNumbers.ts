import { createHash, randomBytes, randomUUID, scrypt } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Session } from "./sessionStore";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** How many of the highest claims are kept; older ones are deleted. */
const keptClaims = 50;

/**
 * Numbers requests per session: each is larger than every one before it and is handed out once,
 * also across reloads, crashes and windows.
 *
 * A number is claimed by creating a file of that name with O_EXCL, which the file system grants to
 * one process only. The folder of a session is named by a salted, deliberately slow hash of the
 * session id, from which nobody gets the id back.
 */
export class SequenceNumbers {
  readonly #folders = new Map<string, Promise<string>>();
  readonly #last = new Map<string, number>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly root: string) {}

  /** The next number of a session, beginning with 1. Rejects when the folder cannot be written. */
  next(session: Session): Promise<bigint> {
    return this.#inTurn(async () => {
      try {
        return await this.#claim(session);
      } catch (error) {
        // A disk that was full or locked, or a folder that was deleted, may be well at the next try.
        this.#folders.delete(keyOf(session));
        throw error;
      }
    });
  }

  /**
   * Deletes what is kept for a session that nobody will use again, such as a stopped simulator's: for
   * that session the numbers would begin anew. Rejects when the folder cannot be deleted.
   */
  forget(session: Session): Promise<void> {
    return this.#inTurn(async () => {
      const folder = await this.#folderOf(session);
      this.#folders.delete(keyOf(session));
      this.#last.delete(folder);
      await rm(folder, { recursive: true, force: true });
    });
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(task);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #claim(session: Session): Promise<bigint> {
    const folder = await this.#folderOf(session);
    let last = this.#last.get(folder) ?? highest(await claimsIn(folder));
    for (;;) {
      const candidate = last + 1;
      if (!(await tryCreate(join(folder, String(candidate))))) {
        last = candidate;
        continue;
      }
      const claims = await claimsIn(folder);
      const top = highest(claims);
      await removeAll(
        folder,
        claims.filter((claim) => claim <= top - keptClaims),
      );
      if (candidate > top - keptClaims) {
        this.#last.set(folder, candidate);
        return BigInt(candidate);
      }
      // Other windows went on so far that the file of this very number was deleted long ago.
      last = top;
    }
  }

  /** The folder of a session; the slow hash is made once a session and window. */
  #folderOf(session: Session): Promise<string> {
    const key = keyOf(session);
    const known = this.#folders.get(key);
    if (known) {
      return known;
    }
    const made = this.#makeFolder(textOf(session));
    this.#folders.set(key, made);
    return made;
  }

  async #makeFolder(text: string): Promise<string> {
    await mkdir(this.root, { recursive: true });
    const salt = await sharedSalt(this.root);
    const folder = join(this.root, (await derive(text, salt, 16)).toString("hex"));
    await mkdir(folder, { recursive: true });
    return folder;
  }
}

function textOf({ origin, sessionId }: Session): string {
  return `${origin}\n${sessionId}`;
}

/** What a session goes by in memory. */
function keyOf(session: Session): string {
  return createHash("sha256").update(textOf(session)).digest("hex");
}

/** The salt of this folder: made by whoever is first, the same for all windows ever after. */
async function sharedSalt(root: string): Promise<Buffer> {
  const home = join(root, "naming");
  const known = await readIfThere(join(home, "salt"));
  if (known) {
    return known;
  }
  const draft = join(root, `naming.${randomUUID()}`);
  await mkdir(draft);
  await writeFile(join(draft, "salt"), randomBytes(16), { flush: true });
  try {
    // A folder that is renamed appears with its whole content, and no folder takes the place of one
    // that holds something: one process only is first, on every file system.
    await rename(draft, home);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const theirs = await readIfThere(join(home, "salt"));
    if (!theirs) {
      throw error;
    }
    return theirs;
  }
  return readFile(join(home, "salt"));
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}

async function claimsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

function highest(claims: readonly number[]): number {
  return claims.reduce((top, claim) => Math.max(top, claim), 0);
}

async function tryCreate(path: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      return false;
    }
    throw error;
  }
}

async function removeAll(folder: string, claims: readonly number[]): Promise<void> {
  for (const claim of claims) {
    await rm(join(folder, String(claim)), { force: true });
  }
}
