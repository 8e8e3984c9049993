import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { allOperations, type OperationId } from "../../../src/chat/operations";
import { headerValue } from "../../../src/simulator/recording";
import { cleanUpAll } from "../engagements/setup";
import { documentOf, password, setupDocuments as setup } from "./callsSetup";

/** A token in form; nothing knows it as a secret but its looks. */
const webToken = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYXJrZXIifQ.bWFya2Vyc2lnbmF0dXJl";

/** A value as text, with all that hangs on errors. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "bigint"
      ? member.toString()
      : member instanceof Error
        ? [Object.entries(member), member.message, member.stack, member.cause]
        : member,
  );
}

/** The values of the headers that say as whom a request was made, as they came to the server. */
function credentialsIn(
  requests: readonly { readonly headers: readonly (readonly [string, string])[] }[],
) {
  const names = new Set(["authorization", "x-jsessionid", "sessionid"]);
  const values = requests.flatMap(({ headers }) =>
    headers.filter(([name]) => names.has(name.toLowerCase())).map(([, value]) => value),
  );
  return new Set(values.map((value) => value.replace(/^(?:Basic|Bearer) /, "")));
}

describe("what requests by hand leave behind", () => {
  afterEach(cleanUpAll);

  it("holds none of the secrets that they were sent with, or that came back", async () => {
    const { alone, answered, documents, errors, profile, simulator, told } = await setup();
    const leftBehind: string[] = [];
    const play = async (operation: OperationId, body: unknown) => {
      const members = { body, headers: { "X-Api-Key": "canary-key-1", "X-Note": webToken } };
      const outcome = await answered(operation, members);
      leftBehind.push(textOf(outcome.record));
      leftBehind.push(textOf(await documents.preview(profile, documentOf(operation, members))));
    };
    const signIn = async () => {
      await play("agentTokens", {});
      await play("createAutomatedAgentSession", { logonOverride: true });
    };
    await signIn();
    await play("consumer/establishSessions", {});
    await play("consumer/requestEngagement", {});
    for (const body of [
      { engagementId: 1000 },
      { sessionToken: webToken, engagementId: 1000, note: `it is "${webToken}"` },
    ]) {
      for (const operation of Object.keys(allOperations) as OperationId[]) {
        await play(operation, body);
        if (operation === "logoff") {
          await signIn();
        }
      }
    }
    const sent = credentialsIn(simulator.requests);
    assert.ok(sent.size >= 6, [...sent].join("\n"));
    assert.deepEqual(errors, []);
    const everything = [...leftBehind, textOf(told), textOf(alone)].join("\n");
    for (const secret of [...sent, webToken, "canary-key-1"]) {
      for (const form of [secret, encodeURIComponent(secret), btoa(secret).replace(/=+$/, "")]) {
        const at = everything.indexOf(form);
        assert.equal(at, -1, everything.slice(Math.max(0, at - 200), at + 20));
      }
    }
    for (const basic of [btoa(`ada:${password}`), btoa(password)]) {
      assert.ok(!everything.includes(basic));
    }
  });

  it("does not hold the session that somebody wrote into the body or the query", async () => {
    const { answered, simulator, told } = await setup();
    const { sessionId } = simulator;
    for (const body of [{ engagementId: 1000, note: `is ${sessionId}` }, { sessionId }]) {
      await answered("concludeChat", { body, headers: { "X-Note": `of ${sessionId}` } });
      await answered("rerouteAvailability", { body });
    }
    await answered("concludeChat", { bodyText: `{"sid": "${sessionId}` });
    assert.ok(!textOf(told).includes(sessionId));
    assert.equal(simulator.requests.length, 5);
  });

  it("holds no password in the exchanges with the site, however it is written there", async () => {
    const { answered, simulator } = await setup();
    for (const status of [200, 401, 500]) {
      simulator.next("agentTokens", {
        kind: "raw",
        status,
        headers: [
          ["Content-Type", "application/json"],
          ["X-You-Sent", password],
        ],
        body: JSON.stringify({
          ...{ sessionToken: webToken, note: `${password} ${btoa(`ada:${password}`)}` },
          exceptionCode: password,
          message: `no ${password}`,
        }),
      });
      const text = textOf((await answered("agentTokens")).record);
      for (const secret of [password, JSON.stringify(password).slice(1, -1), webToken]) {
        assert.ok(!text.includes(secret), text);
      }
      assert.ok(!text.includes(btoa(`ada:${password}`)), text);
    }
  });

  it("masks what an answer brings: the customer's token and the customer's session", async () => {
    const { answered, secrets } = await setup();
    const token = await answered("consumer/establishSessions", { body: {} });
    const engagement = await answered("consumer/requestEngagement", { body: {} });
    const { channelToken } = token.answer ?? {};
    const { sessionId } = engagement.answer ?? {};
    assert.ok(typeof channelToken === "string" && typeof sessionId === "string");
    const text = textOf([token.record, engagement.record]);
    assert.ok(!text.includes(channelToken) && !text.includes(sessionId));
    assert.match(token.record.exchange.answer?.body ?? "", /"channelToken":\s*"•••"/);
    assert.match(engagement.record.exchange.answer?.body ?? "", /"sessionId":\s*"•••"/);
    assert.ok([...secrets.values.values()].some((value) => value.includes(channelToken)));
  });

  it("holds no secret in a preview, wherever the document repeats one that is kept", async () => {
    const { answered, documents, profile, simulator } = await setup();
    await answered("consumer/establishSessions", { body: {} });
    await answered("consumer/requestEngagement", { body: {} });
    await answered("consumer/activity", { body: {} });
    const { requests, sessionId } = simulator;
    const customer = headerValue(requests.at(-1) ?? assert.fail("nothing was sent"), "SessionId");
    assert.ok(customer);
    for (const [operation, secret] of [
      ["concludeChat", sessionId],
      ["consumer/postMessage", customer],
    ] as const) {
      const headers = { "X-Note": secret };
      for (const members of [
        { headers, body: { note: `it is ${secret}`, notes: [btoa(`a${secret}`)] } },
        { headers, bodyText: `{ "note": ${secret}` },
      ]) {
        const preview = textOf(await documents.preview(profile, documentOf(operation, members)));
        assert.ok(!preview.includes(secret), preview);
        assert.ok(!preview.includes(btoa(`a${secret}`).slice(2, -4)), preview);
      }
    }
  });
});
