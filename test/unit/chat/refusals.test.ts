import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { refusedWith, type Fault } from "../../../src/simulator/faults";
import { assertFails, callWithFault, type ExpectedFailure } from "./setup";

const retryAdvice =
  "Look at the engagement, then try again by hand. If the failure stays, give the answer to Oracle's support.";
const unknownAdvice =
  "The request may or may not have been carried out: check the engagement on the site before you send it again.";
const notItsJson = "It is not the chat server's own JSON, so a proxy or gateway may have sent it.";
const page = "<html><body><h1>Proxy</h1></body></html>\n";

function htmlPage(status: number): Fault {
  return { kind: "status", status, body: page, contentType: "text/html" };
}

interface Case extends ExpectedFailure {
  readonly name: string;
  readonly fault: Fault;
}

const chatServerCases: readonly Case[] = [
  {
    name: "400 with BAD_REQUEST",
    fault: refusedWith("BAD_REQUEST", "The member engagementId is negative."),
    failure: {
      kind: "refused",
      status: 400,
      isChatServer: true,
      exceptionCode: "BAD_REQUEST",
      message: "The member engagementId is negative.",
    },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the request was not valid",
    explanation:
      "The answer is HTTP 400 with BAD_REQUEST. It says: “The member engagementId is negative.”",
    advice:
      "Check the engagement id: it may be mistyped, concluded already or held by another agent.",
  },
  {
    name: "403 with ACCESS_DENIED",
    fault: refusedWith("ACCESS_DENIED", "Unknown session"),
    failure: {
      kind: "unauthorized",
      status: 403,
      isChatServer: true,
      exceptionCode: "ACCESS_DENIED",
      message: "Unknown session",
    },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the server does not accept the session",
    explanation:
      "The answer is HTTP 403 with ACCESS_DENIED. It says: “Unknown session”. The agent session is not known, has ended or does not belong to this account.",
    advice: "Set a new session, then send the request again by hand. Nothing was changed.",
  },
  {
    name: "404 with UNKNOWN_EXCEPTION",
    fault: { kind: "status", status: 404, message: "No such site!" },
    failure: {
      kind: "refused",
      status: 404,
      isChatServer: true,
      exceptionCode: "UNKNOWN_EXCEPTION",
      message: "No such site!",
    },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the address was not found",
    explanation: "The answer is HTTP 404 with UNKNOWN_EXCEPTION. It says: “No such site!”",
    advice: "Check site name and host of the profile; both are part of the address.",
  },
  {
    name: "500 with INTERNAL_SERVER_ERROR",
    fault: refusedWith("INTERNAL_SERVER_ERROR", "Sorry."),
    failure: {
      kind: "refused",
      status: 500,
      isChatServer: true,
      exceptionCode: "INTERNAL_SERVER_ERROR",
      message: "Sorry.",
    },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the chat server failed",
    explanation: "The answer is HTTP 500 with INTERNAL_SERVER_ERROR. It says: “Sorry.”",
    advice: retryAdvice,
  },
  {
    name: "500 with UNKNOWN_EXCEPTION",
    fault: refusedWith("UNKNOWN_EXCEPTION", "Sorry."),
    failure: {
      kind: "refused",
      status: 500,
      isChatServer: true,
      exceptionCode: "UNKNOWN_EXCEPTION",
      message: "Sorry.",
    },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the chat server failed",
    explanation: "The answer is HTTP 500 with UNKNOWN_EXCEPTION. It says: “Sorry.”",
    advice: retryAdvice,
  },
  {
    name: "ACCESS_DENIED under a status that is not said to go with it",
    fault: { kind: "status", status: 500, exceptionCode: "ACCESS_DENIED", message: "No." },
    failure: {
      kind: "unauthorized",
      status: 500,
      isChatServer: true,
      exceptionCode: "ACCESS_DENIED",
      message: "No.",
    },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the server does not accept the session",
    explanation:
      "The answer is HTTP 500 with ACCESS_DENIED. It says: “No.” The agent session is not known, has ended or does not belong to this account.",
    advice: "Set a new session, then send the request again by hand. Nothing was changed.",
  },
  {
    name: "a code that is not documented, under a status that is not documented",
    fault: { kind: "status", status: 409, exceptionCode: "CONFLICT", message: "Busy." },
    failure: {
      kind: "refused",
      status: 409,
      isChatServer: true,
      exceptionCode: "CONFLICT",
      message: "Busy.",
    },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the server answered HTTP 409",
    explanation: "The answer is HTTP 409 with CONFLICT. It says: “Busy.”",
    advice: "Read the answer: the documentation does not list this status.",
  },
  {
    name: "503 of the chat server itself",
    fault: { kind: "status", status: 503, exceptionCode: "UNKNOWN_EXCEPTION", message: "Later." },
    failure: {
      kind: "refused",
      status: 503,
      isChatServer: true,
      exceptionCode: "UNKNOWN_EXCEPTION",
      message: "Later.",
    },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the chat server is not available",
    explanation: "The answer is HTTP 503 with UNKNOWN_EXCEPTION. It says: “Later.”",
    advice: retryAdvice,
  },
  {
    name: "the words of `detail` where there is no `message`",
    fault: {
      kind: "status",
      status: 400,
      body: '{"exceptionCode":"BAD_REQUEST","detail":"Too old."}',
      contentType: "application/json",
    },
    failure: {
      kind: "refused",
      status: 400,
      isChatServer: true,
      exceptionCode: "BAD_REQUEST",
      message: "Too old.",
    },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the request was not valid",
    explanation: "The answer is HTTP 400 with BAD_REQUEST. It says: “Too old.”",
    advice:
      "Check the engagement id: it may be mistyped, concluded already or held by another agent.",
  },
  {
    name: "200 with a chatSystemError of its own members",
    fault: { kind: "systemError" },
    failure: { kind: "systemError", status: 200 },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the chat server reported a system error",
    explanation:
      "The HTTP status is 200, yet the answer carries a chatSystemError, so the request failed inside the server.",
    advice:
      "Read chatSystemError in the answer. Try again later; if it stays, give the answer to Oracle's support.",
  },
  {
    name: "200 with a chatSystemError that has a code and a message",
    fault: { kind: "systemError", error: { exceptionCode: "ACCESS_DENIED", message: "Gone." } },
    failure: {
      kind: "systemError",
      status: 200,
      exceptionCode: "ACCESS_DENIED",
      message: "Gone.",
    },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the chat server reported a system error",
    explanation:
      "The HTTP status is 200, yet the answer carries a chatSystemError, so the request failed inside the server.",
    advice:
      "Read chatSystemError in the answer. Try again later; if it stays, give the answer to Oracle's support.",
  },
];

function gatewayCase(status: number, headline: string, changes: Partial<Case> = {}): Case {
  return {
    name: `an HTML page with ${status}`,
    fault: htmlPage(status),
    failure: { kind: "refused", status, isChatServer: false },
    effect: status >= 500 ? "unknown" : "notDone",
    headline: `${status >= 500 ? "Unknown outcome for" : "Could not conclude"} engagement 1000: ${headline}`,
    explanation: `The answer is HTTP ${status}. ${notItsJson}`,
    advice: `${unknownAdvice} If the failure stays, give the answer to Oracle's support.`,
    ...changes,
  };
}

function foreignDenial(status: number): Case {
  return {
    ...gatewayCase(status, "access was refused"),
    failure: { kind: "unauthorized", status, isChatServer: false },
    advice:
      "If the chat server itself sent this, the session has ended: set a new one. Otherwise check host and port of the profile, and what your proxy allows. Nothing was changed.",
  };
}

const gatewayCases: readonly Case[] = [
  foreignDenial(401),
  foreignDenial(403),
  gatewayCase(400, "the request was not valid", {
    advice: "Check host and port of the profile: something else may answer there.",
  }),
  gatewayCase(407, "the proxy wants you to sign in", {
    advice: "Set the user and password of the proxy in VS Code's setting http.proxy.",
  }),
  gatewayCase(429, "the server asks to slow down", {
    advice: "Wait a while, then send again by hand.",
  }),
  gatewayCase(418, "the server answered HTTP 418", {
    advice: "Read the answer: the documentation does not list this status.",
  }),
  gatewayCase(500, "the server failed"),
  gatewayCase(502, "the chat server is not available"),
  gatewayCase(503, "the chat server is not available"),
  gatewayCase(504, "the chat server is not available"),
  {
    ...gatewayCase(502, "the chat server is not available"),
    name: "JSON with 502 that has a message but no exception code",
    fault: { kind: "status", status: 502, body: '{"message":"Upstream died"}' },
    failure: { kind: "refused", status: 502, isChatServer: false, message: "Upstream died" },
    explanation: `The answer is HTTP 502. It says: “Upstream died”. ${notItsJson}`,
  },
];

describe("a refused call", () => {
  for (const { name, fault, ...expected } of [...chatServerCases, ...gatewayCases]) {
    it(`is told for ${name}`, async () => {
      assertFails(await callWithFault(fault), expected);
    });
  }

  it("keeps the answer with its status, headers and body", async () => {
    const { exchange } = await callWithFault(htmlPage(502));
    assert.deepEqual(exchange.answer, {
      status: 502,
      statusText: "Bad Gateway",
      headers: [
        ["connection", "keep-alive"],
        ["content-length", page.length.toString()],
        ["content-type", "text/html"],
        ["keep-alive", "timeout=5"],
      ],
      body: page,
      isJson: false,
      byteLength: page.length,
      charset: "utf-8",
    });
  });
});
