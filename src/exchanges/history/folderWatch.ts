import { watch, type FSWatcher } from "node:fs";
import { stat } from "node:fs/promises";
import type { Disposable } from "../../util/disposable";

/** Watches a folder that may be removed and made again. */
export class FolderWatch implements Disposable {
  #watched: { readonly identity: string; readonly watcher: FSWatcher } | undefined;
  #isDisposed = false;

  constructor(
    private readonly path: string,
    private readonly onChange: () => void,
  ) {}

  /** Watches the folder that is there at this moment, if there is one and the system lets it. */
  async look(): Promise<void> {
    const identity = await identityOf(this.path);
    if (this.#isDisposed || identity === this.#watched?.identity) {
      return;
    }
    this.#unwatch();
    if (identity === undefined) {
      return;
    }
    try {
      const watcher = watch(this.path, { persistent: false }, () => {
        this.onChange();
      });
      watcher.on("error", () => {
        watcher.close();
      });
      this.#watched = { identity, watcher };
    } catch {
      // Too many things are watched on this machine: others' exchanges come with the next look.
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#unwatch();
  }

  #unwatch(): void {
    this.#watched?.watcher.close();
    this.#watched = undefined;
  }
}

/** What tells a folder from another one at the same path, which may have got the same inode. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { ino, birthtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${birthtimeNs}`;
  } catch {
    return undefined;
  }
}
