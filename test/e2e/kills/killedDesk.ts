import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { startSimulator, type Simulator } from "../../../src/simulator/simulator";
import { chatLines, engagementsGiven } from "../../bench/bodies";
import { packageDriver } from "../../bench/extensions";
import { statusBarItem } from "../drivers/editors";
import { openContainer } from "../drivers/sideBar";
import { openWorkbench, untilDrawn, type Workbench } from "../drivers/workbench";
import { patience } from "../liveSteps";
import { addProfile } from "../profileSteps";
import { until } from "../until";
import type { Shown } from "./driver/tasks";
import { listenForHosts, type Host, type Hosts } from "./hosts";
import { Ledger } from "./ledger";
import type { SeededRandom } from "./random";
import { StoredFiles } from "./stored";

/** What goes on when a host is killed. */
export const occasions = ["conclude", "start", "bulk", "document", "poll"] as const;

/** One of {@link occasions}. */
export type Occasion = (typeof occasions)[number];

/** How often VS Code starts a host that died again by itself; after one more the window is opened anew. */
const ownRestarts = 2;

/** The first engagement, and how many there are at the server. */
const firstId = 1000;
const engagementCount = 1000;

/** Engagements that lines of customers come for are never concluded: a line may tell that one goes on. */
const talked = 4;

const bulkSize = 8;

/** A window whose extension host is killed again and again, and what is known of it from outside. */
export class KilledDesk {
  /** Texts that were typed and never saved, by the documents they stand in. */
  readonly #typed = new Map<"saved" | "untitled", string>();
  #fresh: string[] = [];
  #talked = firstId;
  #nextId = firstId;
  #restartsLeft = ownRestarts;

  private constructor(
    readonly workbench: Workbench,
    readonly ledger: Ledger,
    private readonly simulator: Simulator,
    private readonly hosts: Hosts,
    private readonly stored: StoredFiles,
    private readonly random: SeededRandom,
    private host: Host,
  ) {}

  /** Opens a window with a session, and resolves when it asks for messages. */
  static async open(random: SeededRandom): Promise<KilledDesk> {
    const hosts = await listenForHosts();
    const simulator = await startSimulator({
      sessionId: "node0kills4711pid42",
      engagements: Array.from({ length: engagementCount }, (_, index) => BigInt(firstId + index)),
      holdMs: 2000,
    });
    const source = join("test", "e2e", "kills", "driver", "extension.ts");
    const workbench = await openWorkbench({
      others: [await packageDriver("kills", source)],
      env: { KILLS_PORT: String(hosts.port) },
      settings: {
        "engagementDesk.confirmConclude": "never",
        "engagementDesk.releaseAfterConclude": "never",
        "engagementDesk.requestTimeout": 10,
        // In a browser VS Code saves what is typed after a second.
        "files.autoSave": "off",
      },
    });
    const { page, server, folder } = workbench;
    const { url: origin, site, pool, accountId, sessionId } = simulator;
    await openContainer(page, "Engagement Desk");
    await addProfile(page, {
      ...{ name: "Kills", origin, site, pool, accountId, sessionId, kind: "Test site" },
    });
    await statusBarItem(page, "polling").waitFor(patience);
    writeFileSync(join(folder, "sent.chat.json"), documentText("sent"));
    writeFileSync(join(folder, "typed.chat.json"), documentText("saved"));
    const storage = join("User", "globalStorage", "engagement-desk.engagement-desk");
    return new KilledDesk(
      workbench,
      new Ledger(simulator),
      simulator,
      hosts,
      new StoredFiles(join(server.root, "user-data", storage)),
      random,
      await hosts.next(),
    );
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await this.simulator.close();
    this.hosts.close();
  }

  /** Engagements come, so many that can be concluded. */
  async give(count: number): Promise<void> {
    const from = this.#nextId;
    this.#nextId += count + talked;
    const ids = Array.from({ length: count + talked }, (_, index) => String(from + index));
    this.simulator.reset();
    this.simulator.next("getMessages", answered(engagementsGiven(from, ids.length)));
    await this.#untilShown("the engagements that were given", ({ rows }) =>
      ids.every((id) => rows.some((row) => row.id === id)),
    );
    this.#talked = from;
    this.#fresh = ids.slice(talked);
  }

  /** A person types into a saved document and into an untitled one, and saves neither. */
  async type(text: string): Promise<void> {
    const { folder, page } = this.workbench;
    for (const kind of ["saved", "untitled"] as const) {
      const path = join(folder, "typed.chat.json");
      const before = this.#typed.get(kind);
      if (kind === "saved") {
        await this.host.run("show", { path });
      } else {
        await this.host.run("show", { text: before ?? documentText(kind) });
      }
      const typed = `${text} ${kind}`;
      await page.locator(".editor-instance .monaco-editor.focused").waitFor(patience);
      await page.keyboard.type(typed);
      let whole = "";
      await this.#untilShown(`what was typed into the ${kind} document`, ({ documents }) => {
        whole = documents.find((each) => each.text.includes(typed))?.text ?? "";
        return whole !== "";
      });
      this.#typed.set(kind, whole);
    }
  }

  /**
   * Holds the window against what is known, kills its host at some moment of an occasion, and has another one started:
   * one that is to be killed while it starts is waited for by nobody.
   */
  async killDuring(occasion: Occasion): Promise<void> {
    if (occasion !== "start") {
      await this.assertTrue();
    }
    await setTimeout(await this.#begin(occasion));
    await this.host.kill();
    this.stored.assertWhole();
    this.ledger.read();
    await this.#nextHost();
  }

  /** Fails when the window shows what nobody can know, or when something is lost. */
  async assertTrue(): Promise<void> {
    const { engagements } = this.stored;
    const shown = await this.#untilShown("what was known before", ({ rows }) =>
      engagements.every((id) => rows.some((row) => row.id === id)),
    );
    this.ledger.assertKnown(shown.rows);
    for (const [kind, text] of this.#typed) {
      await this.#untilShown(`what was typed into the ${kind} document`, ({ documents }) =>
        documents.some((each) => each.text === text),
      );
    }
    const active = new Set(shown.rows.flatMap(({ id, state }) => (state === "active" ? id : [])));
    this.#fresh = this.#fresh.filter((id) => active.has(id));
  }

  /** Lets something go on; resolves to how long it may, in ms, before the host is killed. */
  async #begin(occasion: Occasion): Promise<number> {
    switch (occasion) {
      case "start":
        return this.random.below(1500);
      case "conclude":
      case "bulk": {
        const ids = this.#fresh.splice(0, occasion === "bulk" ? bulkSize : 1);
        assert.notEqual(ids.length, 0, "there is nothing left to conclude");
        this.simulator.always("concludeChat", this.#concludeFault());
        this.ledger.tell(ids);
        const arrived = this.simulator.waitFor("concludeChat");
        await this.host.run("conclude", ids);
        // One alone is mostly killed before it is sent, a bulk in its midst.
        await (occasion === "bulk" ? arrived : undefined);
        return this.random.below(300);
      }
      case "document":
        await this.host.run("send", join(this.workbench.folder, "sent.chat.json"));
        return this.random.below(300);
      case "poll":
        this.simulator.next("getMessages", answered(chatLines(this.#talked, talked, 60)));
        await this.simulator.waitFor("getMessages");
        return this.random.below(100);
    }
  }

  /** The answer comes at once, late, or never: carried out all the same, or not. */
  #concludeFault(): Parameters<Simulator["always"]>[1] {
    return this.random.oneOf([
      { kind: "delay", ms: 0 },
      { kind: "delay", ms: 40 },
      { kind: "delay", ms: 400 },
      { kind: "hang", at: "inBody" },
      { kind: "hang" },
    ]);
  }

  async #nextHost(): Promise<void> {
    if (this.#restartsLeft === 0) {
      const { page, server, folder } = this.workbench;
      await page.goto(server.urlOf(folder));
      await untilDrawn(page);
      this.#restartsLeft = ownRestarts;
    } else {
      this.#restartsLeft -= 1;
    }
    this.host = await this.hosts.next();
  }

  async #untilShown(what: string, isShown: (shown: Shown) => boolean): Promise<Shown> {
    let shown: Shown | undefined;
    await until(what, async () => {
      shown = await this.host.run("look");
      return shown !== undefined && isShown(shown);
    }).catch((error: unknown) => {
      throw new Error(`${what}, but: ${JSON.stringify(shown)}`, { cause: error });
    });
    return shown ?? { rows: [], documents: [] };
  }
}

/** A request document that can be sent, whatever is typed at the end of its first line. */
function documentText(name: string): string {
  const body = { status: "AVAILABLE", subTypeId: 1, sequenceNumber: "$next", timeCreated: "$now" };
  return `// ${name}: \n${JSON.stringify({ operation: "setActivityStatus", body }, null, 2)}\n`;
}

function answered(body: string): Parameters<Simulator["next"]>[1] {
  const headers = [["Content-Type", "application/json;charset=utf-8"]] as const;
  return { kind: "raw", status: 200, headers, body };
}
