import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { formsOf, type Marker } from "./markers";

/** A text or file of which nobody but VS Code's secret storage may know a secret. */
interface Place {
  readonly where: string;
  readonly bytes: Buffer;
}

/** Where a marker was found, for a person to read. */
export function findings(places: Iterable<Place>, markers: readonly Marker[]): readonly string[] {
  const wanted = markers.map((marker) => ({ name: marker.name, forms: formsOf(marker) }));
  const found: string[] = [];
  for (const { where, bytes } of places) {
    for (const { name, forms } of wanted) {
      const form = forms.find((each) => bytes.includes(each));
      if (form) {
        found.push(`${name} in ${where}: …${around(bytes, bytes.indexOf(form), form.length)}…`);
      }
    }
  }
  return found;
}

function around(bytes: Buffer, at: number, length: number): string {
  return JSON.stringify(bytes.subarray(Math.max(0, at - 80), at + length + 20).toString("latin1"));
}

/**
 * Every file below a folder. What Chromium compresses, the older parts of its databases (LevelDB packs them with
 * snappy) and of its cache, is not seen here: that is what {@link storages} is for.
 */
export function* files(folder: string): Generator<Place> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    yield { where: `the name ${path}`, bytes: Buffer.from(path) };
    if (entry.isFile()) {
      yield { where: path, bytes: contentOf(path) };
    }
  }
}

/** A file that goes away meanwhile is empty. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

/** What the page has in its databases and storages, read as the page reads it; secrets are encrypted there. */
export async function storages(page: Page): Promise<readonly Place[]> {
  // No named function in here: the compiler of the tests would add calls that the page does not know.
  const texts = await page.evaluate(async () => {
    const read: [string, string][] = [
      ["localStorage", JSON.stringify(Object.entries(localStorage))],
      ["sessionStorage", JSON.stringify(Object.entries(sessionStorage))],
    ];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(new Error(`${name} cannot be opened`));
        };
      });
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store);
        for (const request of [all.getAllKeys(), all.getAll()]) {
          const values = await new Promise<unknown[]>((resolve, reject) => {
            request.onsuccess = () => {
              resolve(request.result);
            };
            request.onerror = () => {
              reject(new Error(`${name} cannot be read`));
            };
          });
          const text = JSON.stringify(values, (_, value: unknown) =>
            ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value,
          );
          read.push([`IndexedDB ${name}, ${store}`, text]);
        }
      }
      database.close();
    }
    return read;
  });
  return texts.map(([where, text]) => ({ where, bytes: Buffer.from(text) }));
}

/** Hears what a window shows and says, from the moment it is made on. */
export class Listener {
  readonly #heard = new Map<string, Set<string>>();

  private constructor(private readonly page: Page) {}

  /** Listens to the clipboard, to the messages of webviews in both directions and to the console of a window. */
  static async on(page: Page): Promise<Listener> {
    const listener = new Listener(page);
    const context = page.context();
    await context.exposeFunction("canaryHears", (where: string, text: string) => {
      listener.#note(where, text);
    });
    page.on("console", (message) => {
      listener.#note("the console", message.text());
    });
    page.on("pageerror", (error) => {
      listener.#note("an error of the page", `${error.message}\n${error.stack ?? ""}`);
    });
    await context.addInitScript(listening);
    await page.evaluate(listening);
    return listener;
  }

  /** Notes all that is shown at this moment: the workbench, and the page in every webview. */
  async look(): Promise<void> {
    for (const frame of this.page.frames()) {
      // A frame that goes while it is looked at shows nothing any more.
      const html = await frame
        .evaluate(() => document.documentElement.outerHTML)
        .catch(() => undefined);
      this.#note(frame === this.page.mainFrame() ? "the workbench" : "a webview", html ?? "");
    }
  }

  /** All that was heard. */
  *places(): Generator<Place> {
    for (const [where, texts] of this.#heard) {
      for (const text of texts) {
        yield { where, bytes: Buffer.from(text) };
      }
    }
  }

  #note(where: string, text: string): void {
    const texts = this.#heard.get(where) ?? new Set();
    this.#heard.set(where, texts.add(text));
  }
}

/** Runs in every frame, before anything else there. No named function in here, for the reason above. */
const listening = () => {
  const { canaryHears } = window as unknown as {
    readonly canaryHears: (where: string, text: string) => unknown;
  };
  if ("clipboard" in navigator) {
    const own = navigator.clipboard.writeText.bind(navigator.clipboard);
    Clipboard.prototype.writeText = async (text: string) => {
      canaryHears("the clipboard", text);
      await own(text);
    };
  }
  // What the workbench's own window says to its workers is not what a webview is told.
  if (window !== window.top) {
    window.addEventListener(
      "message",
      ({ data }) => {
        canaryHears(
          "a message to a webview",
          JSON.stringify(data, (_, value: unknown) =>
            value instanceof ArrayBuffer || ArrayBuffer.isView(value)
              ? new TextDecoder().decode(value)
              : value,
          ),
        );
      },
      true,
    );
    const ports = MessagePort.prototype as { postMessage: (...said: unknown[]) => void };
    ports.postMessage = new Proxy(ports.postMessage, {
      apply: (post, port, said: unknown[]) => {
        canaryHears("a message of a webview", JSON.stringify(said));
        Reflect.apply(post, port, said);
      },
    });
  }
};
