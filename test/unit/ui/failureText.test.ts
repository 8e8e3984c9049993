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
