import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { commandIds } from "../../../src/ids";
import type { LiveState } from "../../../src/session/liveSession";
import type { PauseReason } from "../../../src/session/messageLoop";
import { momentText, profileText, sessionStatus, shorten } from "../../../src/ui/statusText";
import type { WindowSituation } from "../../../src/ui/windowSituation";
import { someProfile } from "../../fakes/profiles";

const now = new Date(2026, 0, 2, 12, 0).getTime();
const since = now - 60_000;
const sinceText = momentText(since, now);
const why = {
  kind: "network",
  reason: "refusedConnection",
  code: "ECONNREFUSED",
  maybeSent: false,
} as const satisfies PauseReason;

function ready(loop?: LiveState, activity?: WindowSituation["activity"]): WindowSituation {
  return {
    state: "ready",
    profile: someProfile,
    sessionSince: since,
    ...(loop && { loop }),
    ...(activity && { activity }),
  };
}

/** A status as one text, whole. */
function text(situation: WindowSituation): string {
  const { command, commandText, icon, isWarning, long, short } = sessionStatus(situation, now);
  return [
    `${icon}${isWarning ? "!" : ""}`,
    short,
    long,
    `${commandText} (${command.replace("engagementDesk.", "")})`,
  ].join(" | ");
}

describe("the session's status", () => {
  const profile = someProfile;
  const switching = "switch the profile (switchProfile)";
  for (const [situation, expected] of [
    [
      { state: "noProfiles", profile: undefined },
      "comment-discussion | No profile | no profile yet | sign in (signIn)",
    ],
    [
      { state: "noActiveProfile", profile: undefined },
      "comment-discussion | No profile | no profile selected | select or add a profile (switchProfile)",
    ],
    [{ state: "loading", profile }, `comment-discussion |  | looking for a session | ${switching}`],
    [
      { state: "secretStorageBroken", profile },
      `debug-disconnect! | secret storage cannot be read | the session cannot be read: the secret storage refuses | ${switching}`,
    ],
    [
      { state: "signedOut", profile },
      "debug-disconnect! | signed out | signed out | sign in (signIn)",
    ],
    [{ state: "signingIn", profile }, `loading~spin | signing in… | signing in | ${switching}`],
    [
      { state: "expired", profile },
      "debug-disconnect! | session expired | the session has ended | sign in again (signIn)",
    ],
    [
      { state: "expired", profile, expiredAt: since },
      `debug-disconnect! | session expired | the session ended at ${sinceText} | sign in again (signIn)`,
    ],
    [
      { state: "ready", profile },
      `comment-discussion | signed in | signed in, messages are not fetched | ${switching}`,
    ],
    [
      ready({ kind: "off" }),
      `comment-discussion | signed in | signed in since ${sinceText}, messages are not fetched | ${switching}`,
    ],
    [
      ready({ kind: "standby" }),
      `comment-discussion | signed in | signed in since ${sinceText}, another window polls | ${switching}`,
    ],
    [
      ready({ kind: "standby" }, "unavailable"),
      `comment-discussion | unavailable | signed in since ${sinceText}, unavailable, another window polls | ${switching}`,
    ],
    [
      ready({ kind: "standby", problem: "EACCES: permission denied" }, "available"),
      `debug-disconnect! | not polling | signed in since ${sinceText}, available, not polling, since nobody can tell whether another window does: EACCES: permission denied | see the log (showLog)`,
    ],
    [
      ready({ kind: "polling", since }),
      `comment-discussion | polling | signed in since ${sinceText}, polling since ${sinceText} | ${switching}`,
    ],
    [
      ready({ kind: "polling", since }, "available"),
      `comment-discussion | available, polling | signed in since ${sinceText}, available, polling since ${sinceText} | ${switching}`,
    ],
    [
      ready({ kind: "waiting", until: now + 11_001, why, attempt: 3 }),
      `sync-ignored! | reconnecting in 12 s | signed in since ${sinceText}, waiting to reconnect (in 12 s): the connection was refused, 3 attempts so far | reconnect at once (retryNow)`,
    ],
    [
      ready({ kind: "waiting", until: now, why, attempt: 1 }, "available"),
      `sync-ignored! | reconnecting | signed in since ${sinceText}, available, waiting to reconnect (connecting again): the connection was refused, 1 attempt so far | reconnect at once (retryNow)`,
    ],
    [
      ready({
        ...{ kind: "waiting", until: now + 1000, attempt: 1 },
        why: { kind: "unauthorized", status: 403, isChatServer: false },
      }),
      `sync-ignored! | reconnecting in 1 s | signed in since ${sinceText}, waiting to reconnect (in 1 s): access refused (HTTP 403), 1 attempt so far | sign in again (signIn)`,
    ],
    [
      ready({ kind: "stopped", why: "expired" }),
      `debug-disconnect! | not polling | signed in since ${sinceText}, polling has stopped | see the log (showLog)`,
    ],
  ] as const satisfies [WindowSituation, string][]) {
    it(`says: ${expected}`, () => {
      assert.equal(text(situation), expected);
    });
  }

  for (const [failure, words] of [
    [why, "the connection was refused"],
    [{ ...why, reason: "unknownHost" }, "the host is not known"],
    [{ ...why, reason: "unreachable" }, "there is no way to the server"],
    [{ ...why, reason: "certificate" }, "the certificate is not trusted"],
    [{ ...why, reason: "tls" }, "no secure connection could be made"],
    [{ ...why, reason: "reset" }, "the connection was closed"],
    [{ ...why, reason: "other", code: "EPIPE" }, "EPIPE"],
    [{ kind: "timeout", timeoutMs: 45_000 }, "no answer within 45 s"],
    [{ kind: "cancelled", maybeSent: true }, "cancelled"],
    [{ kind: "unauthorized", status: 403, isChatServer: false }, "access refused (HTTP 403)"],
    [
      { kind: "refused", status: 500, isChatServer: true, exceptionCode: "CONFLICT" },
      "HTTP 500, CONFLICT",
    ],
    [{ kind: "refused", status: 503, isChatServer: false }, "HTTP 503"],
    [{ kind: "systemError", status: 200 }, "a system error in the chat server"],
    [{ kind: "redirected", status: 302, location: "/" }, "redirected (HTTP 302)"],
    [
      { kind: "unreadable", status: 200, fault: { reason: "empty" } },
      "the answer could not be read",
    ],
    [{ kind: "tooLarge", status: 200, limitBytes: 1 }, "the answer is too large"],
    [{ kind: "sessionBroken" }, "the server says that the session is broken on its side"],
    [{ kind: "local", message: "no space left" }, "this machine refused: no space left"],
  ] as const satisfies [PauseReason, string][]) {
    it(`says why it waits: ${words}`, () => {
      const loop = { kind: "waiting", until: now + 1000, why: failure, attempt: 2 } as const;
      assert.ok(
        sessionStatus(ready(loop), now).long.endsWith(`(in 1 s): ${words}, 2 attempts so far`),
      );
    });
  }

  it("offers commands that exist", () => {
    assert.ok(Object.values(commandIds).includes(sessionStatus(ready(), now).command));
  });
});

describe("momentText", () => {
  it("leaves the day out when it is today", () => {
    const today = new Date(2026, 0, 2, 0, 1).getTime();
    const yesterday = new Date(2026, 0, 1, 23, 59).getTime();
    assert.doesNotMatch(momentText(today, now), /2026/);
    assert.match(momentText(yesterday, now), /2026/);
  });
});

describe("profileText", () => {
  it("says of a production site that it is one", () => {
    assert.equal(profileText(someProfile), "ACME (production)");
    assert.equal(profileText({ ...someProfile, protection: "test" }), "ACME");
    assert.equal(
      profileText({ ...someProfile, name: "Simulator", isSimulator: true }),
      "Simulator",
    );
  });
});

describe("shorten", () => {
  it("leaves a text as it is up to the limit, and ends a longer one with an ellipsis", () => {
    assert.equal(shorten("four", 4), "four");
    assert.equal(shorten("fives", 4), "fiv…");
    assert.equal(shorten("ab cd", 4), "ab…");
  });

  it("does not cut a character in two", () => {
    assert.equal(shorten("😀😀😀", 2), "😀…");
    assert.equal(shorten("👩‍👩‍👧👍🏽e\u0301x", 3), "👩‍👩‍👧👍🏽…");
  });
});
