import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Exchange, Header } from "../../../src/chat/exchange";
import { ChatError, type Failure } from "../../../src/chat/failure";
import {
  allOperations,
  operations,
  type OperationId,
  type OperationName,
} from "../../../src/chat/operations";
import type { ExchangeRecord } from "../../../src/exchanges/exchangeRecord";
import { sceneOf, wordsOf } from "../../../src/ui/exchangeText";
import { exchangeView, remedyOf, toneOf } from "../../../src/ui/exchangeView";
import { replayTargetOf } from "../../../src/ui/storedPanel";
import { someProfile } from "../../fakes/profiles";

const lost: Failure = { kind: "network", reason: "reset", code: "ECONNRESET", maybeSent: true };
const expired: Failure = { kind: "unauthorized", status: 403, isChatServer: true };

function recordOf(
  operation: OperationId,
  changes: {
    readonly body?: string;
    readonly headers?: readonly Header[];
    readonly sentBy?: "document";
    readonly engagementId?: bigint;
    readonly failure?: Failure;
    readonly profile?: ExchangeRecord["profile"];
  } = {},
): ExchangeRecord {
  const { body = "{}", headers = [], engagementId, failure, sentBy } = changes;
  const { profile = someProfile } = changes;
  const exchange: Exchange = {
    id: "e1",
    operation,
    request: {
      ...{ method: "POST", headers, body },
      url: "https://called.example.com:8084/x?pool=297:1",
    },
    ...{ sentAt: 0, durationMs: 1 },
    result: failure
      ? { ok: false, error: new ChatError(operation, failure) }
      : { ok: true, envelope: { result: [], twinDifferences: [] } },
  };
  return {
    ...{ exchange, profile },
    ...(engagementId !== undefined && { engagementId }),
    ...(sentBy && { sentBy }),
  };
}

/** Each operation as it is called in this product, and what is said of its success. */
const calls: Readonly<
  Record<OperationName, readonly (readonly [body: string, title: string, done: string])[]>
> = {
  serviceSettings: [
    ["", "Sign in, 1 of 3: ask the site for its chat server", "The site named its chat server"],
  ],
  agentTokens: [["{}", "Sign in, 2 of 3: get a token from the site", "The site gave a token"]],
  createAutomatedAgentSession: [
    ["{}", "Sign in, 3 of 3: begin an agent session", "The agent session has begun"],
  ],
  logoff: [['{"forceLogoff":true}', "Log off", "The agent session has ended"]],
  setActivityStatus: [
    ['{"status":"AVAILABLE"}', "Go available", "The agent is available"],
    ['{"status":"UNAVAILABLE"}', "Go unavailable", "The agent is unavailable"],
    ['{"status":"NONE"}', "Go idle", "The agent is idle"],
    ["[no JSON", "Set the agent's status", "The agent's status is set"],
  ],
  requestAssignment: [
    ['{"assignmentRequested":true}', "Request engagements", "Engagements are requested"],
    [
      '{"assignmentRequested":false}',
      "Request no more engagements",
      "No more engagements are requested",
    ],
  ],
  getMessages: [["{}", "Get messages", "The chat server gave its messages"]],
  assignmentAcknowledgement: [
    ['{"action":"ACCEPT"}', "Accept engagement 1000", "Engagement 1000 is accepted"],
    ['{"action":"DECLINE"}', "Decline engagement 1000", "Engagement 1000 is declined"],
    [
      '{"action":"toString"}',
      "Answer the offer of engagement 1000",
      "The offer of engagement 1000 is answered",
    ],
  ],
  postMessage: [
    [
      '{"body":"Hello"}',
      "Send a message in engagement 1000",
      "The message was sent in engagement 1000",
    ],
  ],
  setInteractionStatus: [
    [
      '{"mode":"RESPONDING"}',
      "Tell whether the agent types in engagement 1000",
      "The customer of engagement 1000 is told whether the agent types",
    ],
  ],
  setEngagementProperty: [
    [
      '{"name":"QUESTION"}',
      "Set QUESTION of engagement 1000",
      "QUESTION of engagement 1000 is set",
    ],
    ['{"name":7}', "Set a property of engagement 1000", "A property of engagement 1000 is set"],
  ],
  modifyProperties: [
    [
      "{}",
      "Update the properties of engagement 1000",
      "The properties of engagement 1000 are updated",
    ],
  ],
  retrieveAgentsAndQueues: [
    ["{}", "Get agents and queues", "The chat server listed agents and queues"],
  ],
  rerouteAvailability: [
    [
      "",
      "Ask who could take engagement 1000 over",
      "The chat server told who could take engagement 1000 over",
    ],
  ],
  rerouteEngagement: [["{}", "Reroute engagement 1000", "Engagement 1000 is rerouted"]],
  concludeChat: [["{}", "Conclude engagement 1000", "Engagement 1000 is concluded"]],
  releaseChat: [["{}", "Release engagement 1000", "Engagement 1000 is released"]],
};

const harmless: readonly string[] = [
  "serviceSettings",
  "agentTokens",
  "getMessages",
  "rerouteAvailability",
  "setInteractionStatus",
  "retrieveAgentsAndQueues",
];

for (const name of Object.keys(calls) as OperationName[]) {
  const aboutEngagement =
    "engagementId" in operations[name].body || name === "postMessage"
      ? { engagementId: 1000n }
      : {};
  describe(`the words about ${name}`, () => {
    for (const [body, title, done] of calls[name]) {
      it(`are “${title}” and “${done}”`, () => {
        const view = exchangeView(recordOf(name, { body, ...aboutEngagement }), false);
        assert.equal(view.title, title);
        assert.equal(view.verdict.headline, done);
        assert.match(view.verdict.explanation, /^(?:|[A-Z].*\.)$/);
        assert.equal(view.verdict.tone, "success");
      });

      it(`make whole sentences of a lost answer to “${title}”`, () => {
        const record = recordOf(name, { body, ...aboutEngagement, failure: lost });
        const { verdict } = exchangeView(record, false);
        const isHarmless = harmless.includes(name);
        assert.match(
          verdict.headline,
          isHarmless ? /^Could not [a-z].*: the connection/ : /^Unknown outcome for (?:the |engag)/,
        );
        assert.match(verdict.advice, /^[A-Z].*\.$/);
        assert.doesNotMatch(Object.values(verdict).join(" "), /undefined|null|\.\.| {2}/);
        assert.equal(toneOf(record), isHarmless ? "failure" : "unknown");
      });
    }
  });
}

describe("the words about an operation of the customer's side", () => {
  const ids = (Object.keys(allOperations) as OperationId[]).filter((id) =>
    id.startsWith("consumer/"),
  );

  it("are there for each of them, and no two are alike", () => {
    assert.equal(ids.length, 8);
    const titles = ids.map((id) => exchangeView(recordOf(id), false).title);
    assert.equal(new Set(titles).size, 8);
  });

  for (const id of ids) {
    it(`make whole sentences of ${id}`, () => {
      const { verdict } = exchangeView(recordOf(id), false);
      assert.match(verdict.headline, /^[A-Z].*[^.]$/);
      assert.match(verdict.explanation, /^(?:|[A-Z].*\.)$/);
    });

    it(`make whole sentences of a lost answer to ${id}`, () => {
      const record = recordOf(id, { failure: lost });
      const { verdict } = exchangeView(record, false);
      assert.match(
        verdict.headline,
        /^(?:Could not [a-z].*|Unknown outcome for the [a-z].*): the connection was closed$/,
      );
      assert.match(verdict.advice, /^[A-Z].*\.$/);
      const isInDoubt = /(?:requestEngagement|postMessage|concludeEngagement)$/.test(id)
        ? "unknown"
        : "failure";
      assert.equal(toneOf(record), isInDoubt);
    });
  }

  it("do not send the agent to sign in when the customer is refused", () => {
    const signIn = { siteOrigin: "https://acme.example.com", userName: "ada" };
    const profile = { ...someProfile, signIn };
    const record = recordOf("consumer/postMessage", { failure: expired, profile });
    assert.equal(remedyOf(record), undefined);
    assert.match(exchangeView(record, false).verdict.advice, /^Request an engagement again /);
  });
});

describe("a request by hand", () => {
  const session: readonly Header[] = [
    ["X-AID", "12"],
    ["X-JSESSIONID", "•••"],
  ];
  const denied: Failure = { ...expired, exceptionCode: "ACCESS_DENIED" };

  function byHand(body: string, headers = session): ExchangeRecord {
    return recordOf("concludeChat", { body, headers, failure: denied, sentBy: "document" });
  }

  it("is shown as it was written when it is no JSON", () => {
    const { request } = exchangeView(byHand('{"engagementId":ü}'), false);
    assert.deepEqual(request.body, {
      text: '{"engagementId":ü}',
      language: "text",
      byteLength: 19,
    });
  });

  it("has the remedy of any other when it was sent in the session", () => {
    const record = byHand("{}");
    assert.equal(sceneOf(record).changedHeaders, undefined);
    assert.equal(remedyOf(record), "setSession");
    assert.match(exchangeView(record, false).exceptionCode?.advice ?? "", /^Sign in again or /);
  });

  for (const [what, headers, changed] of [
    ["left out", session.slice(0, 1), ["X-JSESSIONID"]],
    ["wrong", [["x-aid", "wrong-on-purpose"], ...session.slice(1)], ["X-AID"]],
  ] as const) {
    it(`needs no remedy when a credential was ${what} on purpose`, () => {
      const record = byHand("{}", headers);
      assert.deepEqual(sceneOf(record).changedHeaders, changed);
      assert.equal(remedyOf(record), undefined);
      assert.match(
        exchangeView(record, false).exceptionCode?.advice ?? "",
        /^It is what to expect /,
      );
    });
  }

  it("is not sent again as the act of a command", () => {
    const record = recordOf("concludeChat", { engagementId: 1000n, sentBy: "document" });
    assert.equal(exchangeView(record, false).canSendAgain, false);
    assert.equal(replayTargetOf(record), undefined);
  });
});

describe("the exception code of an operation whose codes are not known", () => {
  it("is explained as on the pages of others, and said to be so", () => {
    const failure: Failure = { ...expired, exceptionCode: "BAD_REQUEST" };
    for (const id of ["setInteractionStatus", "consumer/activity"] as const) {
      const { exceptionCode } = exchangeView(recordOf(id, { failure }), false);
      assert.deepEqual(exceptionCode, {
        code: "BAD_REQUEST",
        meaning:
          "A field in the request is invalid. So say the pages of other operations; which codes this one has is not known.",
        advice: "Read the server's own message in the answer.",
      });
    }
  });
});

describe("sceneOf", () => {
  it("tells the address that was called, which need not be the profile's", () => {
    assert.equal(sceneOf(recordOf("agentTokens")).origin, "https://called.example.com:8084");
  });

  it("speaks of “the engagement” where its id is not known", () => {
    assert.equal(wordsOf(recordOf("concludeChat")).title, "Conclude the engagement");
    assert.equal(wordsOf(recordOf("concludeChat")).done.headline, "The engagement is concluded");
  });
});

describe("what an expired session is mended with", () => {
  const signIn = { siteOrigin: "https://acme.example.com", userName: "ada" };

  it("is signing in, where the profile knows how", () => {
    const profile = { ...someProfile, signIn };
    const record = recordOf("concludeChat", { engagementId: 1n, failure: expired, profile });
    assert.equal(remedyOf(record), "signIn");
    assert.equal(
      exchangeView(record, false).verdict.advice,
      "Sign in again, then send the request again by hand. Nothing was changed.",
    );
  });

  it("is another session id, where ids are pasted", () => {
    const record = recordOf("concludeChat", { engagementId: 1n, failure: expired });
    assert.equal(remedyOf(record), "setSession");
    assert.match(exchangeView(record, false).verdict.advice, /^Set a new session, then /);
  });
});

describe("sending again", () => {
  for (const [operation, body, act] of [
    ["concludeChat", "{}", "conclude"],
    ["releaseChat", "{}", "release"],
    ["rerouteEngagement", "{}", "reroute"],
    ["assignmentAcknowledgement", '{"action":"ACCEPT"}', "accept"],
    ["assignmentAcknowledgement", '{"action":"DECLINE"}', "decline"],
  ] as const) {
    it(`${act}s the same engagement`, () => {
      const record = recordOf(operation, { body, engagementId: 1000n });
      assert.deepEqual(replayTargetOf(record), { profileId: "p1", engagementId: 1000n, act });
      assert.equal(exchangeView(record, false).canSendAgain, true);
    });
  }

  for (const operation of [
    "postMessage",
    "getMessages",
    "logoff",
    "agentTokens",
    "createAutomatedAgentSession",
    "setActivityStatus",
    "requestAssignment",
    "rerouteAvailability",
  ] as const) {
    it(`is not offered for ${operation}`, () => {
      const record = recordOf(operation, { engagementId: 1000n });
      assert.equal(replayTargetOf(record), undefined);
      assert.equal(exchangeView(record, false).canSendAgain, false);
    });
  }

  it("is not offered without an engagement", () => {
    assert.equal(replayTargetOf(recordOf("concludeChat")), undefined);
  });
});

describe("the head of a call to the site", () => {
  it("names the site, since its chat server may not be known", () => {
    const profile = { ...someProfile, fqSiteName: "", pool: "" };
    const view = exchangeView(recordOf("serviceSettings", { profile }), false);
    assert.deepEqual(
      [view.profile.site, view.profile.origin, view.profile.pool],
      ["called.example.com:8084", "https://called.example.com:8084", ""],
    );
  });
});
