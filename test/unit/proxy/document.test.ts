import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import type { Credentials } from "../../../src/chat/credentials";
import {
  allOperations,
  isOperationId,
  operations,
  type CredentialsKind,
  type OperationId,
  type OperationName,
} from "../../../src/chat/operations";
import { responseMembers } from "../../../src/chat/operations/response";
import { startSimulator, type Simulator } from "../../../src/simulator/simulator";
import { writeJson } from "../../../src/util/json";
import { repo } from "../../host/paths";
import { readRecording } from "../../replay/replay";
import { afterTest, cleanUpAll } from "../session/setup";
import { Conversation } from "./conversation";
import { placesOf, sendThrough, startPrism, type Prism, type ProxiedCall } from "./prism";
import { fullAnswer, fullBody, wrongAnswer, wrongBody } from "./samples";
import { startUpstream, type Upstream } from "./upstream";

const ids = Object.keys(allOperations).filter(isOperationId).sort();

const credentials: Readonly<Record<CredentialsKind, Credentials>> = {
  session: { accountId: "12", sessionId: "node0session" },
  bearer: { sessionToken: "eyJ.agent.token" },
  basic: { userName: "agent", password: "secret-word", applicationContext: "Test with Prism" },
  consumerSession: { consumerSessionId: "node0consumer" },
  consumerToken: { channelToken: "eyJ.consumer.token" },
  none: {},
};

describe("The OpenAPI document, held by Prism against what client and simulator say", () => {
  // Starting Prism takes seconds; its address and the one behind it serve every test in turn.
  let upstream: Upstream;
  let prism: Prism;

  before(async function () {
    this.timeout(60_000);
    upstream = await startUpstream();
    prism = await startPrism(upstream.url);
  });

  afterEach(cleanUpAll);

  after(async function () {
    this.timeout(30_000);
    await upstream.close();
    // There is none where it did not start.
    await (prism as Prism | undefined)?.stop();
  });

  async function conversation(): Promise<{ talk: Conversation; simulator: Simulator }> {
    const simulator = await startSimulator({ engagements: [], holdMs: 20 });
    afterTest(() => simulator.close());
    upstream.passTo(simulator.url);
    return { talk: new Conversation(prism, simulator), simulator };
  }

  /** One call with an answer of the test's own behind the proxy. */
  function exchangeOf(
    id: OperationId,
    json: unknown,
    answer: unknown,
    status = 200,
  ): Promise<ProxiedCall> {
    upstream.answer({ status, body: writeJson(answer) });
    return sendThrough(
      id,
      { json: writeJson(json) },
      {
        server: { origin: prism.url, fqSiteName: "acme_sql_001h", pool: "297:1" },
        credentials: credentials[allOperations[id].credentials],
      },
    );
  }

  it("has no violation in a whole life with every operation of both sides", async () => {
    const { talk } = await conversation();
    const { session, clientId } = await talk.signIn();
    const agent = (id: OperationId, body: unknown) => talk.call(id, body, session);
    const look = { includeAgentInformation: false, includeQueueInformation: true };
    await agent("retrieveAgentsAndQueues", { id: 1, ...look, includeQueueStatistics: true });
    await agent("setActivityStatus", { status: "AVAILABLE", subTypeId: 1, timeCreated: 1 });
    const wish = { idleSessionCount: 3, maxSessionCount: 3 };
    await agent("requestAssignment", { assignmentRequested: true, ...wish, sequenceNumber: 3 });
    await agent("getMessages", {});
    const wanted = { queueId: 1, chatProactiveAvailableType: "AGENTS" };
    await talk.call("consumer/getQueueStats", wanted, {});
    await talk.call("consumer/getEngagementQueue", { productId: 7 }, {});
    const { customer, engagementId } = await talk.arrive();
    await talk.call("consumer/getMessages", {}, customer);
    await agent("getMessages", { sequenceNumber: 4 });
    await agent("assignmentAcknowledgement", acceptanceOf(engagementId));
    await talk.call("consumer/getMessages", {}, customer);
    const typing = { mode: "RESPONDING", sneakPreviewText: "Hel", sneakPreviewFocus: true };
    await talk.call("consumer/activity", typing, customer);
    await talk.call("consumer/postMessage", { body: "Hello?", richText: false }, customer);
    await agent("getMessages", {});
    await agent("setInteractionStatus", { clientId, engagementId, mode: "RESPONDING" });
    const destination = { destinationId: engagementId, destinationType: "ENGAGEMENT" };
    await agent("postMessage", { body: "Good day", ...destination, messageType: "POST" });
    await talk.call("consumer/getMessages", {}, customer);
    const property = { type: "USER", name: "QUESTION", value: "Where?" };
    await agent("setEngagementProperty", { engagementId, ...property });
    const propertiesMap = { FIRST_NAME: "Ada", PRODUCT_ID: "7" };
    await agent("modifyProperties", { engagementId, type: "USER", propertiesMap });
    await agent("rerouteAvailability", { engagementId });
    await agent("concludeChat", { engagementId, sequenceNumber: 9, timeCreated: 1760000008000 });
    await talk.call("consumer/getMessages", {}, customer);
    await agent("releaseChat", { engagementId });
    await agent("getMessages", {});

    const second = await talk.arrive();
    await agent("assignmentAcknowledgement", acceptanceOf(second.engagementId));
    await agent("rerouteEngagement", { engagementId: second.engagementId });
    await talk.call("consumer/getMessages", {}, second.customer);
    await talk.call("consumer/concludeEngagement", { clientTransactionId: 9 }, second.customer);

    const third = await talk.arrive();
    await agent("assignmentAcknowledgement", acceptanceOf(third.engagementId));
    await talk.call("consumer/concludeEngagement", {}, third.customer);
    await agent("getMessages", {});
    await agent("releaseChat", { engagementId: third.engagementId });
    await agent("setActivityStatus", { status: "UNAVAILABLE", subTypeId: 2 });
    await agent("logoff", { forceLogoff: true });

    assert.deepEqual(talk.findings, []);
    assert.deepEqual(talk.seen, ids);
  });

  it("has no violation in the recorded life of an agent", async () => {
    const recording = readRecording(join(repo, "test", "recordings", "simulator"));
    const findings: unknown[] = [];
    for (const { operation, request, answer } of recording) {
      if (answer) {
        upstream.answer(answer);
        const { violations } = await sendThrough(
          operation,
          { json: request.body },
          {
            server: { origin: prism.url, fqSiteName: "acme_sql_001h", pool: "297:1" },
            credentials: credentials.session,
          },
        );
        findings.push(...violations.map((violation) => ({ operation, violation })));
      }
    }
    assert.ok(recording.length > 10);
    assert.deepEqual(findings, []);
  });

  it("has no violation in a refusal that the page lists", async () => {
    const { talk, simulator } = await conversation();
    const { session } = await talk.signIn();
    const server = { origin: prism.url, fqSiteName: simulator.site, pool: simulator.pool };
    const json = '{"engagementId":4711}';
    const unknown = await sendThrough("concludeChat", { json }, { server, credentials: session });
    assert.equal(unknown.exchange.answer?.status, 400);
    assert.deepEqual(unknown.violations, []);
    const wrong = { json, credentialHeaders: { "X-JSESSIONID": "wrong" } } as const;
    const denied = await sendThrough("concludeChat", wrong, { server, credentials: session });
    assert.equal(denied.exchange.answer?.status, 403);
    assert.deepEqual(denied.violations, []);
  });

  it("has no violation in an error that comes with HTTP 200", async () => {
    const { talk, simulator } = await conversation();
    const { session } = await talk.signIn();
    const server = { origin: prism.url, fqSiteName: simulator.site, pool: simulator.pool };
    const agentIds = ids.filter(isAgentOperation);
    for (const id of agentIds.filter((name) => allOperations[name].credentials === "session")) {
      simulator.next(id, { kind: "systemError" });
      const json = writeJson(fullBody(allOperations[id]));
      const { exchange, violations } = await sendThrough(
        id,
        { json },
        { server, credentials: session },
      );
      assert.equal(exchange.result.ok, false, id);
      assert.deepEqual([id, violations], [id, []]);
    }
  });

  for (const id of ids) {
    const operation = allOperations[id];

    it(`allows ${id} every member that its descriptors know`, async () => {
      const { violations } = await exchangeOf(id, fullBody(operation), fullAnswer(operation));
      assert.deepEqual(violations, []);
    });

    it(`tells wrong members of ${id}'s request and answer`, async () => {
      const places = placesOf(await exchangeOf(id, wrongBody(operation), wrongAnswer(operation)));
      const expected = [
        // What a query parameter holds is text for Prism.
        ...(operation.queryParameter ? [] : Object.keys(operation.body)).map(
          (name) => `request.body.${name}`,
        ),
        ...Object.entries(responseMembers(operation)).flatMap(([name, { hasTwin }]) =>
          [name, ...(hasTwin ? [`${name}String`] : [])].map((member) => `response.body.${member}`),
        ),
      ];
      assert.deepEqual(
        expected.filter((place) => !places.includes(place)),
        [],
        places.join("\n"),
      );
    });

    it(`tells an answer of ${id} that is no object`, async () => {
      const places = placesOf(await exchangeOf(id, fullBody(operation), ["nothing"]));
      assert.deepEqual(places, ["response.body"]);
    });
  }

  it("tells a required member that is not there, in request and answer", async () => {
    const call = await exchangeOf("concludeChat", { sequenceNumber: 1 }, {});
    assert.deepEqual(
      call.violations.map(({ message }) => message),
      ["Request body must have required property 'engagementId'"],
    );
    const begun = await exchangeOf("createAutomatedAgentSession", {}, { clientId: 939 });
    assert.ok(
      begun.violations.some(({ message }) => message.includes("'sessionId'")),
      writeJson(begun.violations),
    );
  });

  it("tells missing credentials, a missing query parameter and a status that is not listed", async () => {
    const server = { origin: prism.url, fqSiteName: "acme_sql_001h", pool: "297:1" };
    upstream.answer({ status: 418, body: "{}" });
    const { violations } = await sendThrough(
      "rerouteEngagement",
      { json: '{"engagementId":1000}', credentialHeaders: { "X-JSESSIONID": "omit" } },
      { server, credentials: credentials.session },
    );
    assert.deepEqual(
      violations.map(({ message }) => message),
      [
        "Invalid security scheme used",
        "Unable to match the returned status code with those defined in the document: 200,400,403,404,500",
      ],
    );
    const bare = await sendThrough(
      "consumer/getQueueStats",
      {},
      { server, credentials: credentials.none },
    );
    assert.deepEqual(
      bare.violations.map(({ message }) => message),
      ["Request query must have required property 'request'"],
    );
  });

  it("tells an operation that is not there", async () => {
    upstream.answer({ status: 200, body: "{}" });
    const answer = await fetch(`${prism.url}/engagement/api/agent/acme/v1/transferChat?pool=1:1`);
    assert.match(answer.headers.get("sl-violations") ?? "", /Selected route not found/);
  });
});

function isAgentOperation(id: OperationId): id is OperationName {
  return Object.hasOwn(operations, id);
}

function acceptanceOf(engagementId: bigint): Readonly<Record<string, unknown>> {
  return { engagementId, action: "ACCEPT", actionType: "MANUAL", assignmentType: "LEAD" };
}
