import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseEntryLine } from "../../../src/engagements/storedEntries";
import { parseRecordLine, parseSummaryLine } from "../../../src/exchanges/history/storedExchange";

/** What the extension keeps in files, read between two lives of an extension host. */
export class StoredFiles {
  /** Lines that a kill tore; readers skip them, and they stay where they are. */
  readonly #torn = new Set<string>();

  /** @param folder the extension's global storage */
  constructor(private readonly folder: string) {}

  /** The ids of the engagements that have a journal, as digits. */
  get engagements(): string[] {
    return this.#files(/\/engagements\/[^/]+\/\d+\.jsonl$/).map((path) => basename(path, ".jsonl"));
  }

  /** Fails when something is not as a reader expects it. */
  assertWhole(): void {
    for (const path of this.#files(/\/engagements\/[^/]+\/(?:\d+|session)\.jsonl$/)) {
      this.#assertJournal(path);
    }
    for (const path of this.#files(/\/exchanges\/[^/]+\.json$/)) {
      const [summary = "", record = ""] = readFileSync(path, "utf8").split("\n");
      assert.equal(parseSummaryLine(summary).kind, "read", `${path}: the summary`);
      assert.equal(parseRecordLine(record).kind, "read", `${path}: the exchange`);
    }
    for (const path of this.#files(/\/sessions\/[^/]+\/lease\/\d+$/)) {
      const text = readFileSync(path, "utf8");
      // Its creator may die before it writes: that is a holder of whom nobody can tell.
      assert.ok(text === "" || isJson(text), `${path}: ${text}`);
    }
  }

  #assertJournal(path: string): void {
    const lines = readFileSync(path, "utf8").split("\n");
    const last = lines.pop() ?? "";
    if (last !== "") {
      this.#torn.add(`${path} ${last}`);
    }
    for (const line of lines.filter((each) => each !== "")) {
      assert.ok(
        parseEntryLine(line) !== undefined || this.#torn.has(`${path} ${line}`),
        `${path}: ${line}`,
      );
    }
  }

  #files(pattern: RegExp): string[] {
    const names = existsSync(this.folder)
      ? readdirSync(this.folder, { recursive: true, encoding: "utf8" })
      : [];
    return names.map((name) => join(this.folder, name)).filter((path) => pattern.test(path));
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
