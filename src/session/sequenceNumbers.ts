import { createHash, randomBytes, randomUUID, scrypt } from "node:crypto";
import { link, mkdir, open, readdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Session } from "./sessionStore";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** Claims older than this many numbers are deleted; a reader that lists meanwhile misses none. */
const keptClaims = 200;

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
    const claim = this.#queue.then(() => this.#claim(session));
    this.#queue = claim.catch(() => undefined);
    return claim;
  }

  async #claim(session: Session): Promise<bigint> {
    const folder = await this.#folderOf(session);
    const last = this.#last.get(folder) ?? (await highestClaim(folder));
    for (let candidate = last + 1; ; candidate++) {
      if (await tryCreate(join(folder, String(candidate)))) {
        this.#last.set(folder, candidate);
        await removeIfThere(join(folder, String(candidate - keptClaims)));
        return BigInt(candidate);
      }
    }
  }

  /** The folder of a session; the slow hash is made once a session and window. */
  #folderOf({ origin, sessionId }: Session): Promise<string> {
    const text = `${origin}\n${sessionId}`;
    const key = createHash("sha256").update(text).digest("hex");
    const known = this.#folders.get(key);
    if (known) {
      return known;
    }
    const made = this.#makeFolder(text);
    this.#folders.set(key, made);
    // A disk that was full or locked may be well again at the next try.
    made.catch(() => this.#folders.delete(key));
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

/** The salt of this folder: made by whoever is first, the same for all windows ever after. */
async function sharedSalt(root: string): Promise<Buffer> {
  const path = join(root, "salt");
  const draft = join(root, `salt.${randomUUID()}`);
  await writeFile(draft, randomBytes(16));
  try {
    // Unlike writing in place, a link appears with its whole content, and to one process only.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw error;
    }
  } finally {
    await unlink(draft);
  }
  return readFile(path);
}

async function highestClaim(folder: string): Promise<number> {
  const names = await readdir(folder);
  return names.reduce((highest, name) => Math.max(highest, Number(name) || 0), 0);
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

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw error;
    }
  }
}
