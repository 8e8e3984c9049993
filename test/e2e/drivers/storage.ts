import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Workbench } from "./workbench";

const extensionId = "engagement-desk.engagement-desk";

/**
 * Everything that the extension keeps for all windows, as text: its global state, which a server build leaves to the
 * browser, and the names and contents of the files in its storage folder.
 */
export async function globallyStored({ page, server }: Workbench): Promise<string> {
  const folder = join(server.root, "user-data", "User", "globalStorage", extensionId);
  const entries = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
    : [];
  const files = entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return `${path}\n${entry.isFile() ? readFileSync(path, "utf8") : ""}`;
  });
  return [await globalState(page), ...files].join("\n");
}

/** The extension's global state as VS Code has written it to the disk of the browser; "" before the first time. */
function globalState(page: Page): Promise<string> {
  // No named function in here: the compiler of the tests would add calls that the page does not know.
  return page.evaluate(async (key) => {
    const texts: string[] = [];
    for (const { name = "" } of await indexedDB.databases()) {
      if (!name.startsWith("vscode-web-state-db-global")) {
        continue;
      }
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
        const value = await new Promise<unknown>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).get(key);
          request.onsuccess = () => {
            resolve(request.result);
          };
          request.onerror = () => {
            reject(new Error(`${name} cannot be read`));
          };
        });
        texts.push(typeof value === "string" ? value : "");
      }
      database.close();
    }
    return texts.join("\n");
  }, extensionId);
}

/**
 * How long VS Code's secret storage is. It is one encrypted text whose length goes with what is in it; what that is
 * nobody but VS Code can read.
 */
export function secretsLength(page: Page): Promise<number> {
  return page.evaluate(() => localStorage.getItem("secrets.provider")?.length ?? 0);
}
