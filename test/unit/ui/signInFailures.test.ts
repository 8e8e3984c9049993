import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Fault } from "../../../src/simulator/faults";
import type { Remedy } from "../../../src/ui/failureScene";
import { exchangeView, remedyOf, toneOf } from "../../../src/ui/exchangeView";
import { someProfile } from "../../fakes/profiles";
import { jsonAnswer, settingsOf, signInAt, steps, withSite } from "../session/signInSetup";

/** What the user reads of a sign-in that failed. ORIGIN and HOST stand for the simulator's address. */
interface Told {
  readonly headline: string;
  readonly explanation: string;
  readonly advice: string;
  readonly remedy: Remedy | undefined;
}

async function toldBy(
  origin: string,
  changes: Parameters<typeof signInAt>[1] = {},
): Promise<Told & { readonly notices: readonly string[] }> {
  const { outcome } = await signInAt(origin, changes);
  assert.ok(outcome.kind === "failed");
  const record = { exchange: outcome.exchange, profile: someProfile };
  const { verdict, notices, canSendAgain } = exchangeView(record, false);
  assert.equal(canSendAgain, false);
  assert.equal(verdict.tone, toneOf(record));
  const neutral = (text: string): string => text.replaceAll(origin, "ORIGIN");
  return {
    headline: neutral(verdict.headline),
    explanation: neutral(verdict.explanation),
    advice: verdict.advice,
    remedy: remedyOf(record),
    notices,
  };
}

/** What is told when one step meets a fault. */
async function toldAt(step: number, fault: Fault): Promise<Told> {
  let told: Told | undefined;
  await withSite({}, async (simulator) => {
    const operation = steps[step - 1];
    assert.ok(operation);
    simulator.always(operation, fault);
    const { headline, explanation, advice, remedy } = await toldBy(simulator.url);
    told = { headline, explanation, advice, remedy };
  });
  assert.ok(told);
  return told;
}

const proxyPage = {
  kind: "status",
  status: 502,
  body: "<html><body><h1>502 Bad Gateway</h1></body></html>",
  contentType: "text/html",
} as const;

const acts = [
  "ask the site for its chat server",
  "get a token from the site",
  "begin an agent session",
] as const;

describe("a sign-in that fails at the site", () => {
  for (const step of [1, 2]) {
    const act = acts[step - 1];
    const again =
      step === 1 ? "Nothing was changed: sign in again." : "No session was begun: sign in again.";

    it(`says of a 401 at step ${step} that user name and password are not accepted`, async () => {
      const fault = { kind: "status", status: 401, message: "Invalid user" } as const;
      assert.deepEqual(await toldAt(step, fault), {
        headline: `Could not ${act}: the site does not accept user name and password`,
        explanation: "The answer is HTTP 401. It says: “Invalid user”.",
        advice:
          "Check both, and that the account may sign in: it may be locked, or its password expired. Several wrong attempts can lock it.",
        remedy: "signIn",
      });
    });

    it(`says of a 403 at step ${step} that the account may lack a permission`, async () => {
      const fault = { kind: "status", status: 403, message: "Forbidden." } as const;
      assert.deepEqual(await toldAt(step, fault), {
        headline: `Could not ${act}: the site refuses the account`,
        explanation: "The answer is HTTP 403. It says: “Forbidden.”",
        advice:
          "User name and password may be right: ask the site's administrator whether the account's profile has the permission for Chat's agent API, and whether the site takes calls from this network.",
        remedy: "signIn",
      });
    });

    it(`says of a 404 at step ${step} that the host may be no site of this kind`, async () => {
      const told = await toldAt(step, {
        ...{ kind: "status", status: 404, contentType: "text/html" },
        body: "<h1>Not Found</h1>",
      });
      assert.deepEqual(told, {
        headline: `Could not ${act}: the address was not found`,
        explanation:
          "The answer is HTTP 404. It is not the site's own JSON, so a proxy or gateway may have sent it.",
        advice:
          "Check the host of the site: this one has no address for chat settings, so it may be no B2C Service site, or Chat is not enabled on it.",
        remedy: "signIn",
      });
    });

    it(`says of a 400 at step ${step} what it says, and where to look`, async () => {
      const fault = { kind: "status", status: 400, message: "Context too long." } as const;
      assert.deepEqual(await toldAt(step, fault), {
        headline: `Could not ${act}: the request was not valid`,
        explanation: "The answer is HTTP 400. It says: “Context too long.”",
        advice:
          'Read what it says; the setting "Application Context" is part of the request. Check the host of the site, too.',
        remedy: "signIn",
      });
    });

    it(`does not leave the outcome of a 502 page at step ${step} unknown`, async () => {
      assert.deepEqual(await toldAt(step, proxyPage), {
        headline: `Could not ${act}: the site is not available`,
        explanation:
          "The answer is HTTP 502. It is not the site's own JSON, so a proxy or gateway may have sent it.",
        advice: `${again} If the failure stays, give the answer to Oracle's support.`,
        remedy: undefined,
      });
    });

    it(`says of a page with 200 at step ${step} that something else answers`, async () => {
      assert.deepEqual(await toldAt(step, { kind: "wrongContentType" }), {
        headline: `Could not ${act}: the answer is not JSON`,
        explanation:
          "The content type is text/html; charset=utf-8 instead of application/json: a proxy or a sign-in page may have answered.",
        advice: `Check the host of the site. ${again}`,
        remedy: "signIn",
      });
    });

    it(`says of a redirect at step ${step} that the password went nowhere else`, async () => {
      const location = "https://sign-in.example.invalid/";
      assert.deepEqual(await toldAt(step, { kind: "redirect", status: 302, location }), {
        headline: `Could not ${act}: the server answered with a redirect`,
        explanation: `HTTP 302 points to ${location}. It was not followed, so that your password goes to no other address.`,
        advice:
          "Check the host of the site: a proxy, a sign-in page or a moved site answers there.",
        remedy: "signIn",
      });
    });

    it(`says of a connection that is cut at step ${step} that one can try again`, async () => {
      const told = await toldAt(step, { kind: "drop", at: "beforeHeaders" });
      assert.equal(told.headline, `Could not ${act}: the connection was closed`);
      assert.equal(told.advice, again);
    });

    it(`says of an answer without what is needed at step ${step} what it lacks`, async () => {
      const told = await toldAt(step, jsonAnswer({}));
      assert.match(told.explanation, step === 1 ? / lacks domain, / : / lacks sessionToken, /);
      assert.equal(told.advice, again);
    });

    for (const status of [407, 418, 429, 500, 503]) {
      it(`is never in doubt about ${status} at step ${step}`, async () => {
        const told = await toldAt(step, { kind: "status", status, message: "No." });
        assert.match(told.headline, new RegExp(`^Could not ${act}: `));
        assert.doesNotMatch(
          Object.values(told).join(" "),
          /chat server (?:failed|is not)|proxy or/,
        );
        assert.match(told.advice, /^[A-Z].*\.$/);
      });
    }
  }

  it("names the first step for a wrong password", () =>
    withSite({}, async (simulator) => {
      const told = await toldBy(simulator.url, { password: "wrong" });
      assert.match(told.headline, /: the site does not accept user name and password$/);
      assert.match(told.explanation, /^The answer is HTTP 401\. It says: “/);
      assert.doesNotMatch(told.explanation, /proxy/);
    }));

  it("names a host that is not known", async () => {
    const { notices, ...told } = await toldBy("https://no-such-site.invalid");
    assert.deepEqual(notices, []);
    assert.match(told.explanation, /^The name in ORIGIN could not be resolved \(E[A-Z_]+\)\./);
    assert.deepEqual(
      { ...told, explanation: "" },
      {
        headline: "Could not ask the site for its chat server: the host is not known",
        explanation: "",
        advice: "Check the spelling of the host, your network and your VPN.",
        remedy: "signIn",
      },
    );
  });

  it("names a host that does not answer", async () => {
    let closed = "";
    await withSite({}, (simulator) => {
      closed = simulator.url;
      return Promise.resolve();
    });
    const told = await toldBy(closed);
    assert.equal(
      told.headline,
      "Could not ask the site for its chat server: the connection was refused",
    );
    assert.equal(told.advice, "Check the host of the site, and whether the server runs.");
    assert.equal(told.remedy, "signIn");
  });
});

describe("a sign-in that fails at the chat server", () => {
  for (const [name, fault, expected] of [
    [
      "a refusal as of an account that is signed in",
      { kind: "status", status: 400, exceptionCode: "BAD_REQUEST", message: "Signed in already." },
      {
        headline: "Could not begin an agent session: the request was not valid",
        explanation: "The answer is HTTP 400 with BAD_REQUEST. It says: “Signed in already.”",
        advice:
          "If the account is signed in elsewhere, sign in again and take that session over. Otherwise read what the chat server says.",
        remedy: "signIn",
      },
    ],
    [
      "a token that is not accepted",
      { kind: "status", status: 403, exceptionCode: "ACCESS_DENIED", message: "Token." },
      {
        headline: "Could not begin an agent session: the chat server does not accept the token",
        explanation:
          "The answer is HTTP 403 with ACCESS_DENIED. It says: “Token.” The site had just made the token for this account.",
        advice:
          "If the account is signed in elsewhere, that session can be taken over. Otherwise the clocks of site and chat server may differ, or the account lacks the permission for chat: ask the site's administrator. No session was begun.",
        remedy: "signIn",
      },
    ],
    [
      "a proxy that refuses",
      { kind: "status", status: 403, body: "<h1>Forbidden</h1>", contentType: "text/html" },
      {
        headline: "Could not begin an agent session: access was refused",
        explanation:
          "The answer is HTTP 403. It is not the chat server's own JSON, so a proxy or gateway may have sent it.",
        advice:
          "Check what your proxy allows: the chat server is another host than the site. No session was begun.",
        remedy: "signIn",
      },
    ],
    [
      "a pool or site that it does not know",
      { kind: "status", status: 404, message: "No such site." },
      {
        headline: "Could not begin an agent session: the address was not found",
        explanation: "The answer is HTTP 404 with UNKNOWN_EXCEPTION. It says: “No such site.”",
        advice:
          "The site named this chat server, site name and pool: ask its administrator whether Chat is set up.",
        remedy: "signIn",
      },
    ],
    [
      "a proxy's error page",
      proxyPage,
      {
        headline: "Unknown outcome for the agent session: the chat server is not available",
        explanation:
          "The answer is HTTP 502. It is not the chat server's own JSON, so a proxy or gateway may have sent it.",
        advice:
          "The session may have begun all the same: sign in again, and take it over if the chat server refuses. If the failure stays, give the answer to Oracle's support.",
        remedy: undefined,
      },
    ],
    [
      "a page with 200",
      { kind: "wrongContentType" },
      {
        headline: "Unknown outcome for the agent session: the answer is not JSON",
        explanation:
          "The content type is text/html; charset=utf-8 instead of application/json: a proxy or a sign-in page may have answered.",
        advice:
          "Check host and port, which the site named as its chat server's. The session may have begun all the same: sign in again, and take it over if the chat server refuses.",
        remedy: "signIn",
      },
    ],
    [
      "a redirect",
      { kind: "redirect", status: 302, location: "https://elsewhere.invalid/" },
      {
        headline: "Could not begin an agent session: the server answered with a redirect",
        explanation:
          "HTTP 302 points to https://elsewhere.invalid/. It was not followed, so that your token goes to no other address.",
        advice:
          "Check host and port, which the site named as its chat server's: a proxy, a sign-in page or a moved site answers there.",
        remedy: "signIn",
      },
    ],
  ] as const satisfies readonly (readonly [string, Fault, Told])[]) {
    it(`explains ${name}`, async () => {
      assert.deepEqual(await toldAt(3, fault), expected);
    });
  }

  it("leaves the outcome unknown when the answer is lost", async () => {
    const told = await toldAt(3, { kind: "drop", at: "beforeHeaders" });
    assert.equal(told.headline, "Unknown outcome for the agent session: the connection was closed");
    assert.match(told.advice, /^The session may have begun all the same: sign in again/);
  });

  it("names the chat server that cannot be reached, not the site", () =>
    withSite({}, async (simulator) => {
      simulator.always("serviceSettings", settingsOf(simulator, { domain: "chat.invalid" }));
      const told = await toldBy(simulator.url);
      assert.equal(told.headline, "Could not begin an agent session: the host is not known");
      assert.match(
        told.explanation,
        /^The name in https:\/\/chat\.invalid:\d+ could not be resolved/,
      );
      assert.equal(told.remedy, "signIn");
    }));

  for (const [seconds, words] of [
    [-3_600, "60 minutes behind"],
    [10_800, "3 hours ahead of"],
  ] as const) {
    it(`tells a clock that is ${words} this machine's, which may be why a token is refused`, () =>
      withSite({}, async (simulator) => {
        const date = new Date(Date.now() + seconds * 1000).toUTCString();
        simulator.always("createAutomatedAgentSession", {
          ...{ kind: "raw", status: 403, body: '{"exceptionCode":"ACCESS_DENIED"}' },
          headers: [
            ["Content-Type", "application/json"],
            ["Date", date],
          ],
        });
        const { notices } = await toldBy(simulator.url);
        assert.deepEqual(notices, [`The server's clock is ${words} this machine's.`]);
      }));
  }

  it("does not tell a clock that is right", () =>
    withSite({}, async (simulator) => {
      simulator.always("createAutomatedAgentSession", { kind: "status", status: 403 });
      assert.deepEqual((await toldBy(simulator.url)).notices, []);
    }));
});
