import { createHash, randomBytes, randomUUID, scrypt } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Session } from "./sessionStore";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** What of a session names its folder. */
export type SessionKey = Pick<Session, "origin" | "sessionId">;

/**
 * A folder for each session, the same for all windows of the machine. It is named by a salted,
 * deliberately slow hash of origin and session id, from which nobody gets the id back.
 */
export class SessionFolders {
  /** The hashes that this window made, with the salt that each was made with. */
  readonly #names = new Map<string, { readonly salt: string; readonly name: Promise<string> }>();

  /** The folders that this window made or found. */
  readonly #known = new Map<string, string>();

  constructor(private readonly root: string) {}

  /** The folder of a session, which exists then. Rejects when it cannot be made. */
  async folderOf(session: SessionKey): Promise<string> {
    const key = keyOf(session);
    const known = this.#known.get(key);
    // Where the root was removed and made again, with another salt, it is not there.
    if (known !== undefined && existsSync(known)) {
      return known;
    }
    await mkdir(this.root, { recursive: true });
    const salt = await sharedSalt(this.root);
    const folder = join(this.root, await this.#nameOf(session, salt));
    await mkdir(folder, { recursive: true });
    this.#known.set(key, folder);
    return folder;
  }

  /**
   * Deletes what is kept for a session that nobody will use again, such as a stopped simulator's: for
   * that session everything would begin anew. Rejects when the folder cannot be deleted.
   */
  async forget(session: SessionKey): Promise<void> {
    const folder = await this.folderOf(session);
    this.#names.delete(keyOf(session));
    this.#known.delete(keyOf(session));
    await rm(folder, { recursive: true, force: true });
  }

  #nameOf(session: SessionKey, salt: Buffer): Promise<string> {
    const key = keyOf(session);
    const known = this.#names.get(key);
    if (known?.salt === salt.toString("hex")) {
      return known.name;
    }
    const name = derive(textOf(session), salt, 16).then((hash) => hash.toString("hex"));
    this.#names.set(key, { salt: salt.toString("hex"), name });
    return name;
  }
}

function textOf({ origin, sessionId }: SessionKey): string {
  return `${origin}\n${sessionId}`;
}

/** What a session goes by in memory, in the place of the session id. */
export function keyOf(session: SessionKey): string {
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
