import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { headerOf } from "../../../src/chat/exchange";
import { SecretStorageError } from "../../../src/session/guardedSecrets";
import { refusedWith } from "../../../src/simulator/faults";
import { cleanUpAll } from "../engagements/setup";
import { documentOf, setupDocuments as setup } from "./callsSetup";

const conclude = { body: { engagementId: 1000, sequenceNumber: "$next", timeCreated: "$now" } };

describe("DocumentCalls", () => {
  afterEach(cleanUpAll);

  it("sends one request in the session, as the document says it", async () => {
    const { answered, alone, simulator, told } = await setup();
    const before = Date.now();
    const { record } = await answered("concludeChat", {
      body: { ...conclude.body, extra: [1.0, "$$now"] },
      headers: { "X-Trace": "7" },
    });
    assert.equal(simulator.requests.length, 1);
    const [request] = simulator.requests;
    const sent = JSON.parse(request?.body ?? "") as Record<string, unknown>;
    assert.equal(sent["sequenceNumber"], 1);
    assert.ok(Number(sent["timeCreated"]) >= before);
    assert.deepEqual(sent["extra"], [1, "$now"]);
    const headers = Object.fromEntries(
      (request?.headers ?? []).map(([name, value]) => [name.toLowerCase(), value]),
    );
    assert.equal(headers["x-trace"], "7");
    assert.equal(headers["x-jsessionid"], simulator.sessionId);
    assert.deepEqual([record.sentBy, record.engagementId], ["document", 1000n]);
    assert.deepEqual(
      told.map(({ sentBy, isForeign }) => [sentBy, isForeign]),
      [["document", false]],
    );
    assert.deepEqual(alone, []);
  });

  it("numbers its requests in one row with the commands, each larger than all before", async () => {
    const { answered, agentCalls, profile, simulator } = await setup();
    await answered("concludeChat", conclude);
    await agentCalls.call(profile, "releaseChat", { engagementId: 1000n });
    await answered("logoff", { body: { forceLogoff: true, sequenceNumber: "$next" } });
    assert.deepEqual(
      simulator.requests.map(
        ({ body }) => (JSON.parse(body) as { sequenceNumber: number }).sequenceNumber,
      ),
      [1, 2, 3],
    );
  });

  it("numbers what is sent without a session by the time, each larger than the one before", async () => {
    const { answered, simulator } = await setup({
      hasSession: false,
      parts: { now: () => 1_700_000_000_000 },
    });
    const credentials = { "X-AID": "omit", "X-JSESSIONID": "omit" };
    await answered("concludeChat", { ...conclude, credentials });
    await answered("concludeChat", { ...conclude, credentials });
    assert.deepEqual(
      simulator.requests.map(
        ({ body }) => (JSON.parse(body) as { sequenceNumber: number }).sequenceNumber,
      ),
      [1_700_000_000_000, 1_700_000_000_001],
    );
  });

  it("puts in the selected engagement and the client id that an answer brought", async () => {
    const { answered, simulator } = await setup();
    const typing = {
      body: { clientId: "$sessionClientId", engagementId: "$engagement", mode: "RESPONDING" },
    };
    const first = await answered("concludeChat", conclude);
    assert.ok(first.record.exchange.result.ok, first.record.exchange.answer?.body);
    const { clientId } = first.record.exchange.result.envelope;
    const { record } = await answered("setInteractionStatus", typing, { engagementId: 1001n });
    assert.ok(record.exchange.result.ok, record.exchange.answer?.body);
    assert.equal(record.engagementId, 1001n);
    assert.equal(
      simulator.requests.at(-1)?.body,
      `{"clientId":${clientId ?? "none"},"engagementId":1001,"mode":"RESPONDING"}`,
    );
  });

  it("sends nothing while a token has no value, and forgets the client id with the session", async () => {
    const { answered, profile, send, sessions, simulator } = await setup();
    const document = documentOf("setInteractionStatus", {
      body: { clientId: "$sessionClientId", engagementId: 1000, mode: "LISTENING" },
    });
    assert.deepEqual(await send(document), { kind: "noValue", token: "$sessionClientId" });
    assert.deepEqual(
      await send(documentOf("concludeChat", { body: { engagementId: "$engagement" } })),
      { kind: "noValue", token: "$engagement" },
    );
    assert.equal(simulator.requests.length, 0);
    await answered("concludeChat", conclude);
    assert.equal((await send(document)).kind, "answered");
    await sessions.set(profile, "node0another00000000000000001");
    assert.deepEqual(await send(document), { kind: "noValue", token: "$sessionClientId" });
  });

  it("sends a body that is no JSON, and one that the server refuses, and shows the refusal", async () => {
    const { answered, simulator } = await setup();
    for (const members of [
      { bodyText: '{ "engagementId": }' },
      { body: { engagementId: "x" } },
      {},
    ]) {
      const { record } = await answered("concludeChat", members);
      assert.equal(record.exchange.answer?.status, 400, JSON.stringify(members));
    }
    assert.deepEqual(
      simulator.requests.map(({ body }) => body),
      ['{ "engagementId": }', '{"engagementId":"x"}', ""],
    );
  });

  it("puts the JSON of a GET into the query", async () => {
    const { answered, simulator } = await setup();
    const { record } = await answered("rerouteAvailability", { body: { engagementId: 1000 } });
    assert.ok(record.exchange.result.ok, record.exchange.answer?.body);
    const { method, url, body } = simulator.requests[0] ?? assert.fail();
    assert.equal(method, "GET");
    assert.equal(body, "");
    assert.ok(url.endsWith(`&request=${encodeURIComponent('{"engagementId":1000}')}`), url);
  });

  for (const credentials of [
    { "X-JSESSIONID": "wrong" },
    { "X-JSESSIONID": "omit" },
    { "X-AID": "wrong" },
    { "X-AID": "omit" },
    { "X-AID": "omit", "X-JSESSIONID": "wrong" },
  ]) {
    it(`keeps the session that the server refused on purpose: ${JSON.stringify(credentials)}`, async () => {
      const { answered, profile, sessions, simulator, stateOf } = await setup();
      const { record } = await answered("concludeChat", { ...conclude, credentials });
      assert.ok(!record.exchange.result.ok);
      assert.equal(record.exchange.result.error.failure.kind, "unauthorized");
      assert.equal((await sessions.look(profile)).kind, "live");
      assert.equal(stateOf(1000n), "active");
      const { headers } = record.exchange.request;
      for (const [name, change] of Object.entries(credentials)) {
        const value = headerOf(headers, name.toLowerCase());
        assert.equal(value, change === "omit" ? undefined : "wrong-on-purpose");
      }
      assert.equal(simulator.requests.length, 1);
    });
  }

  it("keeps the session that another pool refuses", async () => {
    const { answered, profile, sessions, simulator, stateOf } = await setup();
    for (const code of ["ACCESS_DENIED", "BAD_REQUEST"] as const) {
      simulator.next("concludeChat", refusedWith(code));
      const { record } = await answered("concludeChat", { ...conclude, pool: "9:9" });
      assert.ok(!record.exchange.result.ok);
      assert.ok(record.exchange.request.url.endsWith("?pool=9:9"));
    }
    assert.equal((await sessions.look(profile)).kind, "live");
    assert.equal(stateOf(1000n), "active");
  });

  it("notes the session as ended when the server refuses it as it is", async () => {
    const { answered, profile, send, sessions, simulator } = await setup();
    simulator.endSessions();
    await answered("concludeChat", { ...conclude, pool: profile.pool });
    assert.equal((await sessions.look(profile)).kind, "ended");
    assert.deepEqual(await send(documentOf("concludeChat", conclude)), {
      kind: "missing",
      what: "session",
    });
    assert.equal(simulator.requests.length, 1);
  });

  for (const credentials of [
    { "X-AID": "omit", "X-JSESSIONID": "omit" },
    { "X-JSESSIONID": "wrong" },
  ]) {
    it(`needs no session for what does not send one: ${JSON.stringify(credentials)}`, async () => {
      const { alone, answered, told } = await setup({ hasSession: false });
      const { record } = await answered("concludeChat", { ...conclude, credentials });
      assert.equal(record.exchange.answer?.status, 403);
      assert.deepEqual(alone, [record]);
      assert.deepEqual(told, []);
    });
  }

  it("asks for no password where none is sent", async () => {
    const { answered, asked } = await setup();
    for (const change of ["omit", "wrong"]) {
      const { record } = await answered("agentTokens", { credentials: { Authorization: change } });
      assert.equal(record.exchange.answer?.status, 401, record.exchange.answer?.body);
    }
    assert.deepEqual(asked, []);
  });

  it("signs in by documents: token, then a session, which the profile has from then on", async () => {
    const { answered, asked, profile, sessions } = await setup({ hasSession: false });
    const settings = await answered("serviceSettings");
    assert.ok(settings.record.exchange.result.ok, settings.record.exchange.answer?.body);
    assert.equal(settings.kept, undefined);
    const token = await answered("agentTokens");
    assert.equal(token.kept, "agentToken");
    const session = await answered("createAutomatedAgentSession", {
      body: { logonOverride: true, timeCreated: "$now" },
    });
    assert.equal(session.kept, "session", session.record.exchange.answer?.body);
    assert.deepEqual(asked, ["password of ada", "password of ada"]);
    const { record } = await answered("concludeChat", conclude);
    assert.equal((await sessions.look(profile)).kind, "live");
    assert.notEqual(record.exchange.answer?.status, 403);
  });

  for (const isAccepted of [true, false]) {
    it(`asks before a session takes the place of another; ${isAccepted ? "yes" : "no"}`, async () => {
      const { answered, profile, sessions, simulator } = await setup({
        parts: { acceptSession: () => Promise.resolve(isAccepted) },
      });
      await answered("agentTokens");
      const { kept } = await answered("createAutomatedAgentSession", {
        body: { logonOverride: true },
      });
      assert.equal(kept, isAccepted ? "session" : undefined);
      const session = await sessions.get(profile);
      assert.equal(session?.sessionId === simulator.sessionId, !isAccepted);
    });
  }

  it("plays the customer: token, engagement, and what follows in the consumer's session", async () => {
    const { answered, simulator } = await setup();
    const kept = [
      (await answered("consumer/establishSessions", { body: {} })).kept,
      (await answered("consumer/requestEngagement", { body: {} })).kept,
    ];
    assert.deepEqual(kept, ["channelToken", "consumerSessionId"]);
    for (const operation of ["consumer/getMessages", "consumer/concludeEngagement"] as const) {
      const { record } = await answered(operation, { body: {} });
      assert.ok(record.exchange.result.ok, record.exchange.answer?.body);
    }
    const nobody = await answered("consumer/getQueueStats", { body: {} });
    assert.deepEqual(
      nobody.record.exchange.request.headers.map(([name]) => name),
      ["Accept", "User-Agent"],
    );
    assert.ok(simulator.requests.at(-1)?.url.includes("&request=%7B%7D"));
  });

  it("says what is missing, and sends nothing", async () => {
    const { send, simulator } = await setup({
      hasSession: false,
      parts: { passwordOf: () => Promise.resolve(undefined) },
    });
    const missing = async (operation: Parameters<typeof documentOf>[0]) => {
      const outcome = await send(documentOf(operation, { body: {} }));
      return outcome.kind === "missing" ? outcome.what : outcome.kind;
    };
    assert.equal(await missing("concludeChat"), "session");
    assert.equal(await missing("agentTokens"), "password");
    assert.equal(await missing("createAutomatedAgentSession"), "agentToken");
    assert.equal(await missing("consumer/requestEngagement"), "channelToken");
    assert.equal(await missing("consumer/activity"), "consumerSessionId");
    assert.equal(simulator.requests.length, 0);
  });

  it("cannot ask a site that the profile does not name", async () => {
    const { documents, profile } = await setup();
    const { signIn, ...unnamed } = profile;
    assert.ok(signIn);
    assert.deepEqual(
      await documents.send(unnamed, documentOf("agentTokens"), {
        signal: new AbortController().signal,
      }),
      { kind: "missing", what: "account" },
    );
  });

  it("sends nothing that was cancelled before", async () => {
    const { alone, send, simulator, told } = await setup();
    const signal = AbortSignal.abort();
    for (const operation of ["concludeChat", "agentTokens"] as const) {
      assert.deepEqual(await send(documentOf(operation, { body: {} }), { signal }), {
        kind: "notStarted",
      });
    }
    assert.equal(simulator.requests.length + alone.length + told.length, 0);
  });

  it("gives the exchange of what was cancelled while it was under way, which is sent once", async () => {
    const { answered, simulator, stateOf } = await setup();
    simulator.always("concludeChat", { kind: "hang" });
    const abort = new AbortController();
    void simulator.waitFor("concludeChat").then(() => {
      abort.abort();
    });
    const { record } = await answered("concludeChat", conclude, { signal: abort.signal });
    assert.ok(!record.exchange.result.ok);
    assert.deepEqual(record.exchange.result.error.failure, { kind: "cancelled", maybeSent: true });
    assert.equal(stateOf(1000n), "unknownOutcome");
    assert.equal(simulator.requests.length, 1);
  });

  for (const fault of [
    { kind: "drop", at: "beforeHeaders" },
    { kind: "status", status: 500, body: "" },
    { kind: "status", status: 429, body: "" },
  ] as const) {
    it(`sends once, whatever comes of it: ${JSON.stringify(fault)}`, async () => {
      const { answered, simulator } = await setup();
      simulator.always("concludeChat", fault);
      const { record } = await answered("concludeChat", conclude);
      assert.ok(!record.exchange.result.ok);
      assert.equal(simulator.requests.length, 1);
    });
  }

  it("ends the session that a document logs off, in the profile, too", async () => {
    const { answered, profile, sessions } = await setup();
    const { record } = await answered("logoff", { body: { forceLogoff: true } });
    assert.ok(record.exchange.result.ok, record.exchange.answer?.body);
    const look = await sessions.look(profile);
    assert.ok(look.kind === "ended");
    assert.equal(look.how, "loggedOff");
  });

  it("keeps the session after a log-off that was refused", async () => {
    const { answered, profile, sessions, simulator } = await setup();
    simulator.next("logoff", refusedWith("CONFLICT"));
    await answered("logoff", { body: {} });
    assert.equal((await sessions.look(profile)).kind, "live");
  });

  it("gives the answer although what it brought cannot be kept", async () => {
    const { answered, errors, secrets, sessions } = await setup({
      parts: { acceptSession: () => Promise.resolve(true) },
    });
    secrets.store = () => Promise.reject(new Error("locked"));
    const { record, kept } = await answered("agentTokens");
    assert.ok(record.exchange.result.ok);
    assert.equal(kept, undefined);
    assert.ok(errors[0] instanceof SecretStorageError);
    sessions.end = () => Promise.reject(new Error("the disk is full"));
    const logoff = await answered("logoff", { body: { forceLogoff: true } });
    assert.ok(logoff.record.exchange.result.ok);
    assert.equal(errors.length, 2);
  });

  it("sends nothing when SecretStorage does not give the session", async () => {
    const { secrets, send, simulator } = await setup();
    secrets.refusal = new Error("locked");
    await assert.rejects(send(documentOf("concludeChat", conclude)), SecretStorageError);
    assert.equal(simulator.requests.length, 0);
  });

  it("shows what would be sent with everything secret masked, and uses up no number", async () => {
    const { answered, documents, profile, simulator } = await setup();
    const document = documentOf("concludeChat", {
      ...conclude,
      headers: { "X-Trace": "7" },
      credentials: { "X-AID": "wrong" },
    });
    const preview = await documents.preview(profile, document);
    assert.ok("headers" in preview);
    assert.deepEqual(preview.headers.slice(-3), [
      ["X-Trace", "7"],
      ["X-AID", "wrong-on-purpose"],
      ["X-JSESSIONID", "•••"],
    ]);
    assert.match(preview.body, /^\{"engagementId":1000,"sequenceNumber":1,"timeCreated":\d{13}\}$/);
    assert.equal(simulator.requests.length, 0);
    await answered("concludeChat", conclude);
    assert.match(simulator.requests[0]?.body ?? "", /"sequenceNumber":1,/);
    const open = documentOf("concludeChat", { body: { engagementId: "$engagement" } });
    assert.deepEqual(await documents.preview(profile, open), { noValue: "$engagement" });
  });

  it("gives the real values of secret headers for a copy, and nothing else", async () => {
    const { answered, documents, profile, simulator } = await setup();
    const { url } = simulator;
    assert.deepEqual(await documents.secretHeaders(profile, "concludeChat", url), {
      "X-JSESSIONID": simulator.sessionId,
    });
    assert.equal(await documents.secretHeaders(profile, "consumer/activity", url), undefined);
    assert.deepEqual(await documents.secretHeaders(profile, "consumer/getQueueStats", url), {});
    await answered("consumer/establishSessions", { body: {} });
    await answered("consumer/requestEngagement", { body: {} });
    const headers = await documents.secretHeaders(profile, "consumer/activity", url);
    assert.deepEqual(Object.keys(headers ?? {}), ["SessionId"]);
    const site = await documents.secretHeaders(profile, "agentTokens", url);
    assert.deepEqual(Object.keys(site ?? {}), ["Authorization"]);
  });

  it("gives no secret for a copy of a request that went to another address", async () => {
    const { documents, profile, simulator } = await setup();
    const elsewhere = ["https://elsewhere.example.com/x", `${simulator.url}0/x`, ""];
    for (const url of elsewhere) {
      assert.equal(await documents.secretHeaders(profile, "concludeChat", url), undefined, url);
      assert.equal(await documents.secretHeaders(profile, "agentTokens", url), undefined, url);
    }
  });
});
