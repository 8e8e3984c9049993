import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { Failure } from "../../../src/chat/failure";
import type { FailureScene, FailureText, Remedy } from "../../../src/ui/failureScene";
import { describeFailure } from "../../../src/ui/failureText";
import { concludeScene } from "../../fakes/scene";

function textOf(failure: Failure, changes: Partial<FailureScene> = {}): FailureText {
  return describeFailure(failure, { ...concludeScene, ...changes });
}

const unreachable: Failure = {
  kind: "network",
  reason: "unreachable",
  code: "EHOSTUNREACH",
  maybeSent: false,
};
const truncated = (receivedBytes: number, announcedBytes?: number): Failure => ({
  kind: "unreadable",
  status: 200,
  fault: { reason: "truncated", receivedBytes, announcedBytes },
});

/** At least one failure of every kind and reason. */
const samples: readonly (readonly [Failure, Remedy | undefined])[] = [
  ...(["refusedConnection", "unknownHost", "tls"] as const).map(
    (reason) =>
      [{ kind: "network", reason, code: "ECODE", maybeSent: false }, "editProfile"] as const,
  ),
  ...(["unreachable", "certificate", "reset", "other"] as const).map(
    (reason) => [{ kind: "network", reason, code: "ECODE", maybeSent: true }, undefined] as const,
  ),
  [{ kind: "timeout", timeoutMs: 30_000 }, "openSettings"],
  [{ kind: "cancelled", maybeSent: true }, undefined],
  [{ kind: "unauthorized", status: 403, isChatServer: true }, "setSession"],
  [{ kind: "unauthorized", status: 403, isChatServer: false }, "setSession"],
  ...([400, 404, 407, 429, 418, 500, 502] as const).flatMap((status) =>
    [true, false].map(
      (isChatServer) =>
        [
          { kind: "refused", status, isChatServer },
          status === 404 || (status === 400 && !isChatServer) ? "editProfile" : undefined,
        ] as const,
    ),
  ),
  [{ kind: "systemError", status: 200 }, undefined],
  [{ kind: "redirected", status: 302, location: "https://a.example/" }, "editProfile"],
  [{ kind: "redirected", status: 302, location: undefined }, "editProfile"],
  [{ kind: "tooLarge", status: 200, limitBytes: 1 }, undefined],
  [truncated(1), undefined],
  ...(
    [
      [{ reason: "empty" }, undefined],
      [{ reason: "contentType", contentType: undefined }, "editProfile"],
      [{ reason: "charset", charset: "x" }, undefined],
      [{ reason: "encoding", charset: "x" }, undefined],
      [{ reason: "compression", code: "Z" }, undefined],
      [{ reason: "json", fault: { message: "M", line: 1, column: 1 } }, undefined],
      [{ reason: "shape", missing: undefined }, undefined],
    ] as const
  ).map(([fault, remedy]) => [{ kind: "unreadable", status: 200, fault }, remedy] as const),
];

describe("describeFailure", () => {
  for (const [failure, remedy] of samples) {
    it(`writes whole sentences and offers ${remedy ?? "no remedy"} for ${JSON.stringify(failure)}`, () => {
      const text = textOf(failure);
      assert.match(
        text.headline,
        /^(?:Could not conclude|Unknown outcome for) engagement 1000: [a-z].*[^.]$/,
      );
      assert.match(text.explanation, /^(?:[A-Z]|\d+ bytes? ).*\.$/);
      assert.match(text.advice, /^[A-Z].*\.$/);
      assert.doesNotMatch(Object.values(text).join(" "), /undefined|null|\bNaN\b|\.\.| {2}/);
      assert.equal(text.remedy, remedy);
    });
  }

  it("tells a network without a way to the server", () => {
    assert.deepEqual(textOf(unreachable), {
      headline: "Could not conclude engagement 1000: the server cannot be reached",
      explanation:
        "There is no way to https://chat.example.com from this network (EHOSTUNREACH). Nothing was sent.",
      advice: "Check your network and your VPN, then send again.",
    });
  });

  for (const [timeoutMs, words] of [
    [1000, "1 second"],
    [1500, "1.5 seconds"],
    [30_000, "30 seconds"],
  ] as const) {
    it(`counts ${timeoutMs} ms in seconds`, () => {
      assert.equal(
        textOf({ kind: "timeout", timeoutMs }).headline,
        `Unknown outcome for engagement 1000: no answer within ${words}`,
      );
    });
  }

  for (const [limitBytes, words] of [
    [1, "1 byte"],
    [1000, "1000 bytes"],
    [1024 * 1024, "1 MB"],
    [32 * 1024 * 1024, "32 MB"],
  ] as const) {
    it(`counts ${limitBytes} bytes in the unit that suits them`, () => {
      assert.equal(
        textOf({ kind: "tooLarge", status: 200, limitBytes }).explanation,
        `Reading stopped after ${words}. No answer of this operation is that long.`,
      );
    });
  }

  it("counts one byte as one", () => {
    assert.deepEqual(
      [truncated(1), truncated(0), truncated(0, 1)].map((failure) => textOf(failure).explanation),
      [
        "1 byte arrived before the connection was closed.",
        "0 bytes arrived before the connection was closed.",
        "0 of 1 byte arrived before the connection was closed.",
      ],
    );
  });
});

describe("describeFailure of what was not sent in the agent's session", () => {
  const refused: Failure = { kind: "unauthorized", status: 403, isChatServer: true };
  const page: Failure = { kind: "unauthorized", status: 403, isChatServer: false };
  const act = "get the customer's messages";
  const unaffected = "The agent's session has nothing to do with it.";

  it("tells a customer's session that is refused from the agent's", () => {
    assert.deepEqual(textOf(refused, { credentials: "consumerSession", act }), {
      headline:
        "Could not get the customer's messages: the chat server does not accept the consumer session",
      explanation: "The answer is HTTP 403. It is not known, or its engagement has ended.",
      advice: `Request an engagement again as a customer, then send the request in its session. ${unaffected}`,
    });
  });

  it("says how to get another customer's token", () => {
    assert.deepEqual(textOf(refused, { credentials: "consumerToken", act }), {
      headline:
        "Could not get the customer's messages: the chat server does not accept the customer's token",
      explanation: "The answer is HTTP 403. It was not issued by this site, or counts no longer.",
      advice: `Establish the session again at the site, then request the engagement again. ${unaffected}`,
    });
  });

  for (const credentials of ["consumerSession", "consumerToken", "none"] as const) {
    it(`never lets the agent sign in for a refusal of ${credentials}`, () => {
      for (const failure of [refused, page]) {
        const text = textOf(failure, { credentials, canSignIn: true });
        assert.equal(text.remedy, undefined);
        assert.match(text.explanation, /^The answer is HTTP 403\..*\.$/);
        assert.match(text.advice, /^[A-Z].*\.$/);
        assert.doesNotMatch(Object.values(text).join(" "), /undefined|\.\.| {2}|[Ss]ign in/);
      }
    });

    it(`looks for the chat server of ${credentials} where the profile says it is`, () => {
      const location = "https://elsewhere.example.com/";
      const text = textOf({ kind: "redirected", status: 302, location }, { credentials });
      assert.match(text.advice, /^Check host and port of the profile: /);
      assert.equal(text.remedy, "editProfile");
      const secret = {
        consumerSession: "consumer session",
        consumerToken: "customer's token",
        none: "request",
      }[credentials];
      assert.ok(text.explanation.endsWith(`so that your ${secret} goes to no other address.`));
    });
  }

  it("has nothing to mend where the credentials were wrong on purpose", () => {
    const changedHeaders = ["X-AID", "X-JSESSIONID"];
    assert.deepEqual(textOf(refused, { changedHeaders, canSignIn: true }), {
      headline: "Could not conclude engagement 1000: the chat server refuses these credentials",
      explanation:
        "The answer is HTTP 403. The request came without the right X-AID and X-JSESSIONID, on purpose.",
      advice: "It tells nothing about the credentials that are kept: there is nothing to mend.",
    });
  });
});
