import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createChatClient } from "../../src/chat/client";
import type { Credentials } from "../../src/chat/credentials";
import type { Exchange } from "../../src/chat/exchange";
import { allOperations } from "../../src/chat/operations";
import { fillTokens, readRequestDocument } from "../../src/documents/requestDocument";
import type { DocumentReading, RequestDocument } from "../../src/documents/requestDocument";
import { startSimulator, type Simulator } from "../../src/simulator/simulator";
import { numberText, type JsonObject } from "../../src/util/json";
import { fetch } from "../fakes/realFetch";

const folder = path.resolve("examples");
const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll(path.sep, "/"))
  .filter((name) => name.endsWith(".chat.json"))
  .sort();
const [playedPart = "", refusedPart = ""] = textOf("README.md").split("## What the server refuses");
/** The documents of the life, in the order in which the page has them played. */
const played = linksIn(playedPart);

function textOf(name: string): string {
  return readFileSync(path.join(folder, name), "utf8");
}

function readingOf(name: string): DocumentReading {
  return readRequestDocument(textOf(name));
}

function documentOf(name: string): RequestDocument {
  const { document } = readingOf(name);
  assert.ok(document, name);
  return document;
}

function linksIn(markdown: string): readonly string[] {
  return Array.from(markdown.matchAll(/\]\(([^)]+\.chat\.json)\)/g), ([, name = ""]) => name);
}

/** An answer to a document: the exchange, and on success what came. */
type Answered = Awaited<ReturnType<ReturnType<typeof createChatClient>["send"]>>;

/** Sends documents as the extension does: with what the answers before brought. */
class Player {
  readonly #client = createChatClient({ fetch, userAgent: "engagement-desk/0.0.0" });
  readonly #secrets = new Map<string, string>();
  #engagementId: bigint | undefined;
  #clientId: bigint | undefined;
  #number = 0n;

  constructor(private readonly simulator: Simulator) {}

  async send(name: string): Promise<Answered> {
    const document = documentOf(name);
    const { bodyText, credentials, headers, operation, pool = this.simulator.pool } = document;
    this.#number += 1n;
    const { json = bodyText } = fillTokens(document, {
      $now: BigInt(Date.now()),
      $next: this.#number,
      ...(this.#engagementId !== undefined && { $engagement: this.#engagementId }),
      ...(this.#clientId !== undefined && { $sessionClientId: this.#clientId }),
    });
    const hasBody = document.json !== undefined || bodyText !== undefined;
    assert.equal(json !== undefined, hasBody, `${name}: a token has no value`);
    const { url: origin, site: fqSiteName } = this.simulator;
    const answered = await this.#client.send(
      operation,
      { headers, credentialHeaders: credentials, ...(json !== undefined && { json }) },
      {
        server:
          allOperations[operation].place === "site" ? { origin } : { origin, fqSiteName, pool },
        credentials: this.#credentialsOf(document),
        timeoutMs: 10_000,
        maxBytes: 1024 * 1024,
      },
    );
    this.#keep(document, answered.answer);
    return answered;
  }

  /** Plays documents of which each must be served. */
  async play(documents: readonly string[]): Promise<ReadonlyMap<string, Answered>> {
    const answers = new Map<string, Answered>();
    for (const name of documents) {
      const answered = await this.send(name);
      const { answer, result } = answered.exchange;
      assert.ok(result.ok, `${name}: ${answer?.status ?? "no answer"} ${answer?.body ?? ""}`);
      answers.set(name, answered);
    }
    return answers;
  }

  #credentialsOf({ operation }: RequestDocument): Credentials {
    const secret = (name: string): string => this.#secrets.get(name) ?? "nothing-kept";
    switch (allOperations[operation].credentials) {
      case "basic":
        return { userName: "agent", password: "simulator", applicationContext: "Examples" };
      case "bearer":
        return { sessionToken: secret("sessionToken") };
      case "session":
        return { accountId: this.simulator.accountId, sessionId: secret("agent sessionId") };
      case "consumerToken":
        return { channelToken: secret("channelToken") };
      case "consumerSession":
        return { consumerSessionId: secret("consumer sessionId") };
      case "none":
        return {};
    }
  }

  #keep({ operation }: RequestDocument, answer: JsonObject = {}): void {
    const { side } = allOperations[operation];
    for (const [member, name] of [
      ["sessionToken", "sessionToken"],
      ["channelToken", "channelToken"],
      ["sessionId", `${side} sessionId`],
    ] as const) {
      const value = answer[member];
      if (typeof value === "string") {
        this.#secrets.set(name, value);
      }
    }
    if (operation === "consumer/requestEngagement") {
      this.#engagementId = BigInt(numberText(answer["engagementId"]) ?? "");
    }
    const clientId = numberText(answer["clientId"]);
    if (side === "agent" && clientId !== undefined) {
      this.#clientId = BigInt(clientId);
    }
  }
}

async function withPlayer(
  test: (player: Player, simulator: Simulator) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator();
  try {
    await test(new Player(simulator), simulator);
  } finally {
    await simulator.close();
  }
}

describe("the examples", () => {
  it("show every operation of both sides", () => {
    const shown = new Set(names.map((name) => documentOf(name).operation));
    assert.deepEqual([...shown].sort(), Object.keys(allOperations).sort());
  });

  it("hold no host, no site and no secret", () => {
    for (const name of names) {
      const text = textOf(name);
      assert.doesNotMatch(text, /:\/\/|\d+\.\d+\.\d+\.\d+|localhost|@|_sql_/, name);
      assert.doesNotMatch(text, /eyJ|node0|Bearer |Basic |password"/, name);
    }
  });

  it("explain themselves in comments before anything else", () => {
    for (const name of names) {
      assert.match(textOf(name), /^\{\n {2}\/\/ \S/, name);
    }
  });

  it("are all on the page, those of the life and those that are refused", () => {
    const all = [...new Set([...played, ...linksIn(refusedPart)])].sort();
    assert.deepEqual(all, names);
  });

  for (const name of names.filter((known) => !known.startsWith("refusals/"))) {
    it(`have nothing that the editor would point out: ${name}`, () => {
      assert.deepEqual(readingOf(name).problems, []);
    });
  }

  it("are written as the guide's own example is, which has no fault", () => {
    const guide = readFileSync(path.resolve("docs/guide/exploring.md"), "utf8");
    const [, example = ""] = /```jsonc\n(.+?)```/s.exec(guide) ?? [];
    assert.deepEqual(readRequestDocument(example).problems, []);
  });

  it("play through a whole life, in the order of the page", () =>
    withPlayer(async (player, simulator) => {
      const answers = await player.play(played);
      const bodyOf = (name: string): string => answers.get(name)?.exchange.answer?.body ?? "";
      assert.match(bodyOf("06-get-messages.chat.json"), /"SimAssignmentOffer"/);
      assert.match(bodyOf("consumer/05-get-messages.chat.json"), /"Hello, how can I help you\?"/);
      const ends = simulator.engagements.slice(-2).map(({ state, reason, queue }) => {
        return [state, reason, queue.name];
      });
      assert.deepEqual(ends, [
        ["released", "AGENT_CONCLUDED", "Support"],
        ["ended", "END_USER_CONCLUDED", "Escalation"],
      ]);
      assert.equal(simulator.sessions.at(-1)?.ending, "loggedOff");
    }));

  const refusals = Array.from(
    refusedPart.matchAll(/\]\((refusals\/[^)]+)\)\s*\|\s*(\d+)\s*\|\s*`(\w+)`/g),
    ([, name = "", status = "", code = ""]) => ({ name, status: Number(status), code }),
  );

  it("have a status and an exception code for each refusal", () => {
    assert.deepEqual(
      refusals.map(({ name }) => name).sort(),
      names.filter((name) => name.startsWith("refusals/")),
    );
  });

  for (const { name, status, code } of refusals) {
    it(`are refused as the page says: ${name}`, () =>
      withPlayer(async (player) => {
        // An active engagement, and every credential there can be.
        await player.play(played.slice(0, played.indexOf("07-accept.chat.json") + 1));
        const { exchange } = await player.send(name);
        assert.deepEqual(refusalOf(exchange), { status, code });
      }));
  }
});

function refusalOf({ result }: Exchange): { readonly status: number; readonly code: string } {
  assert.ok(!result.ok, "it was served");
  const { failure } = result.error;
  assert.ok(failure.kind === "refused" || failure.kind === "unauthorized", failure.kind);
  return { status: failure.status, code: failure.exceptionCode ?? "" };
}
