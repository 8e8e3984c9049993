import type { BodyView, BulkView, ExchangeView, ProfileLine } from "../../../src/panel/view";

const simulator: ProfileLine = {
  name: "Simulator",
  site: "day001_221100_sql_001h",
  origin: "http://127.0.0.1:8085",
  pool: "297:1",
  isSimulator: true,
  isProduction: false,
};

const production: ProfileLine = {
  name: "Support site",
  site: "support_site_prod",
  origin: "https://chat.example.com",
  pool: "297:1",
  isSimulator: false,
  isProduction: true,
};

const answerText =
  '{"chatConcludeEngagementResult":{"engagementId":9007199254740993,"engagementIdString":"9007199254740993"},' +
  '"chatSystemError":null,"clientSendTime":1618302560000,"serviceStartTime":1647960946752,' +
  '"serviceFinishTime":1647960946946,"sessionId":"••••••••","clientId":9223372036854775807,' +
  '"clientIdString":"9223372036854775807","sequenceNumber":2,"sequenceNumberString":"2"}';

const requestText =
  '{"timeCreated":1618317020415,"sequenceNumber":2,"engagementId":9007199254740993}';

/** The documentation's own example of an answer, which is not JSON. */
const brokenText = `{
  "chatConcludeEngagementResult": {
    "engagementId": 1000,
    "engagementIdString": "1000",
    },
    "chatSystemError": null,
    "clientSendTime": 1618302560000,
    "serviceStartTime": 1647960946752,
    "serviceFinishTime": 1647960946946,
    "sessionId": "••••••••",
    "clientId": 939,
    "clientIdString": "939",
    "sequenceNumber": 2,
    "sequenceNumberString": "2"
}`;

/** A body of JSON. */
export function json(text: string): BodyView {
  return { text, language: "json", byteLength: Buffer.byteLength(text) };
}

/** A concluded engagement. */
export const success: ExchangeView = {
  kind: "exchange",
  exchangeId: "exchange-1",
  title: "Conclude engagement 9007199254740993",
  profile: simulator,
  verdict: {
    tone: "success",
    headline: "Engagement 9007199254740993 is concluded",
    explanation: "The server accepted it; the agent is in wrap-up mode for this engagement.",
    advice: "",
  },
  status: { code: 200, text: "OK" },
  notices: [],
  result: [
    { name: "engagementId", value: "9007199254740993" },
    { name: "engagementIdString", value: "9007199254740993" },
  ],
  timings: [
    { name: "Sent", value: "2026-05-04 10:15:20.415", note: "By this machine's clock" },
    { name: "Duration", value: "214 ms" },
    { name: "In the server", value: "194 ms", note: "serviceStartTime to serviceFinishTime" },
    { name: "Clock skew", value: "+12 ms", note: "The server's clock is ahead of this machine's" },
  ],
  answer: {
    headers: [
      { name: "Content-Type", value: "application/json;charset=utf-8" },
      { name: "Content-Length", value: "391" },
      { name: "Date", value: "Mon, 04 May 2026 10:15:20 GMT" },
    ],
    body: json(answerText),
  },
  request: {
    line: "POST http://127.0.0.1:8085/engagement/api/agent/day001_221100_sql_001h/v1/concludeChat?pool=297:1",
    headers: [
      { name: "Content-Type", value: "application/json; charset=utf-8" },
      { name: "X-AID", value: "12" },
      { name: "X-JSESSIONID", value: "••••••••" },
    ],
    body: json(requestText),
  },
  isSending: false,
  canSendAgain: true,
};

/** A session that the server does not know. */
export const forbidden: ExchangeView = {
  ...success,
  exchangeId: "exchange-2",
  title: "Conclude engagement 1000",
  profile: production,
  verdict: {
    tone: "failure",
    headline: "Engagement 1000 was not concluded: the session is unknown",
    explanation: "The server does not know the session id that was sent. It may have expired.",
    advice: "Set a new session for “Support site”, then send again by hand.",
  },
  status: { code: 403, text: "Forbidden" },
  exceptionCode: {
    code: "ACCESS_DENIED",
    meaning: "Authentication failed.",
    advice: "Check the session id and the agent account id of the profile.",
  },
  result: [],
  answer: {
    headers: [{ name: "Content-Type", value: "application/json;charset=utf-8" }],
    body: json(
      '{"exceptionCode":"ACCESS_DENIED","message":"The agent session identifier is unknown."}',
    ),
  },
};

/** An answer that cannot be read. */
export const broken: ExchangeView = {
  ...success,
  exchangeId: "exchange-3",
  title: "Conclude engagement 1000",
  verdict: {
    tone: "unknown",
    headline: "Whether engagement 1000 was concluded is unknown",
    explanation: "The server answered 200, but its answer is not JSON.",
    advice: "Look the engagement up in the agent desktop before you send again.",
  },
  notices: [],
  result: [],
  answer: {
    headers: [{ name: "Content-Type", value: "application/json;charset=utf-8" }],
    body: {
      text: brokenText,
      language: "text",
      byteLength: Buffer.byteLength(brokenText),
      fault: { message: "Quoted object key expected", line: 5, column: 5 },
    },
  },
};

/** A success in which two members that should agree do not, with long names all over. */
export const warned: ExchangeView = {
  ...success,
  exchangeId: "exchange-4",
  title: `Conclude engagement ${"9223372036854775807".repeat(4)}`,
  profile: {
    ...production,
    name: "The profile of the department with the longest name that anybody ever gave to one",
    site: "day001_221100_sql_001h_and_much_more_text_than_usual",
  },
  verdict: {
    ...success.verdict,
    tone: "warning",
    headline: "Concluded, but the answer contradicts itself",
  },
  notices: [
    "engagementId is 1000 but engagementIdString is 1001. The digits of the string are shown in the tree.",
    "The answer came as text/plain; it was read as JSON all the same.",
  ],
};

/** Outcomes of every tone. */
export const bulk: BulkView = {
  kind: "bulk",
  title: "Conclude 5 engagements",
  profile: simulator,
  rows: [
    { engagementId: "1000", tone: "success", outcome: "Concluded", exchangeId: "exchange-1" },
    {
      engagementId: "1001",
      tone: "failure",
      outcome: "The session is unknown (403)",
      exchangeId: "exchange-2",
    },
    {
      engagementId: "9223372036854775807",
      tone: "unknown",
      outcome: "The connection broke before the answer was complete",
      exchangeId: "exchange-3",
    },
    {
      engagementId: "1003",
      tone: "warning",
      outcome: "Concluded; twins differ",
      exchangeId: "exchange-4",
    },
    { engagementId: "1004", tone: "unknown", outcome: "Not sent: cancelled" },
  ],
};
