import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { highest, numbersIn, removeNumbers, tryCreate } from "./numberedFiles";
import { keyOf, type SessionFolders, type SessionKey } from "./sessionFolders";

/** How many of the highest claims are kept; older ones are deleted, as many at once. */
const keptClaims = 50;

/**
 * Numbers requests per session: each is larger than every one before it and is handed out once,
 * also across reloads, crashes and windows.
 *
 * A number is claimed by creating a file of that name, below the session's folder, which the file
 * system grants to one process only.
 */
export class SequenceNumbers {
  readonly #folders = new Map<string, string>();
  readonly #last = new Map<string, number>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly folders: SessionFolders) {}

  /** The next number of a session, beginning with 1. Rejects when the folder cannot be written. */
  next(session: SessionKey): Promise<bigint> {
    return this.#inTurn(async () => {
      try {
        return await this.#claim(session);
      } catch {
        // A folder that was deleted is made again; this window does not go back, whatever was in it.
        this.#folders.delete(keyOf(session));
        return this.#claim(session);
      }
    });
  }

  #inTurn<T>(task: () => T | Promise<T>): Promise<T> {
    const turn = this.#queue.then(task);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #claim(session: SessionKey): Promise<bigint> {
    const folder = await this.#folderOf(session);
    let last = this.#last.get(folder) ?? highest(numbersIn(folder));
    for (;;) {
      const candidate = last + 1;
      if (!tryCreate(folder, candidate)) {
        last = candidate;
        continue;
      }
      const claims = numbersIn(folder);
      const top = highest(claims);
      if (claims.length >= 2 * keptClaims) {
        this.#removeSoon(
          folder,
          claims.filter((claim) => claim <= top - keptClaims),
        );
      }
      if (candidate > top - keptClaims) {
        this.#last.set(folder, candidate);
        return BigInt(candidate);
      }
      // Other windows went on so far that the file of this very number was deleted long ago.
      last = top;
    }
  }

  /** Nobody waits for it but the next claim; what cannot be deleted is tried again then. */
  #removeSoon(folder: string, claims: readonly number[]): void {
    this.#inTurn(() => {
      removeNumbers(folder, claims);
    }).catch(() => undefined);
  }

  /** Where the numbers of a session are claimed. */
  async #folderOf(session: SessionKey): Promise<string> {
    const key = keyOf(session);
    const known = this.#folders.get(key);
    if (known !== undefined) {
      return known;
    }
    const folder = join(await this.folders.folderOf(session), "numbers");
    await mkdir(folder, { recursive: true });
    this.#folders.set(key, folder);
    return folder;
  }
}
