import { type Explanation, type Reading, refusal } from "../answers";
import { headerValue, type RecordedRequest } from "../recording";
import { consumerAssumptions } from "./assumptions";
import type { ConsumerTokens } from "./tokens";
import type { SessionInformation } from "./values";

/** The customer that a token was issued for. The token is not repeated. */
export function readConsumerToken(
  request: RecordedRequest,
  tokens: ConsumerTokens,
): Reading<SessionInformation> {
  const expected = "It must be Bearer, a blank, and a channelToken of this simulator.";
  const remedy = "Get a token with establishSessions, and send it as it came.";
  const authorization = headerValue(request, "Authorization");
  if (authorization === undefined) {
    const came = "The request came without the header Authorization.";
    return notBearer({ came, expected, remedy });
  }
  const came = `The header Authorization came with ${authorization.length} characters, which are not repeated here.`;
  const token = /^Bearer (?<token>.+)$/.exec(authorization)?.groups?.["token"];
  if (token === undefined) {
    return notBearer({ came, expected, differs: "It does not begin with 'Bearer '.", remedy });
  }
  const customer = tokens.customerOf(token);
  return customer === undefined
    ? notBearer({
        came,
        expected,
        differs: "The token was not issued to a customer since this simulator was started.",
        remedy,
      })
    : { ok: true, value: customer };
}

/**
 * What the header SessionId names, as `find` knows it. What came is never repeated: someone may have
 * sent the session of a real site here.
 */
export function readConsumerSession<T>(
  request: RecordedRequest,
  find: (id: string) => T | undefined,
): Reading<T> {
  const expected = "SessionId must be the sessionId of a requestEngagement to this simulator.";
  const remedy = "Send requestEngagement, and then the sessionId of its answer.";
  const id = headerValue(request, "SessionId");
  if (id === undefined) {
    return notSession({ came: "The request came without the header SessionId.", expected, remedy });
  }
  const session = find(id);
  return session === undefined
    ? notSession({
        came: `The header SessionId came with ${id.length} characters, which are not repeated here.`,
        expected,
        differs: "They are no consumer session of this simulator.",
        remedy,
      })
    : { ok: true, value: session };
}

function notBearer(explanation: Explanation): Reading<never> {
  return no(consumerAssumptions.badToken.value, explanation);
}

function notSession(explanation: Explanation): Reading<never> {
  return no(consumerAssumptions.badSession.value, explanation);
}

function no(choice: Parameters<typeof refusal>[1], explanation: Explanation): Reading<never> {
  return { ok: false, refusal: refusal("chatServer", choice, explanation) };
}
