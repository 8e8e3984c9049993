import { type Answer, refusal } from "./answers";
import { assumptions } from "./assumptions";
import { isDocumentedCurl } from "./documentation";
import { headerValue, type RecordedRequest } from "./recording";
import type { ServerState } from "./state";

/**
 * Refuses a missing or wrong session or account. What came as a session is never repeated: someone
 * may have sent the session of a real site here.
 */
export function refuseCredentials(
  request: RecordedRequest,
  state: ServerState,
): Answer | undefined {
  return refuseSession(request, state) ?? refuseAccount(request, state);
}

function refuseSession(request: RecordedRequest, state: ServerState): Answer | undefined {
  const expected = `The session of this simulator is ${state.sessionId}.`;
  const session = headerValue(request, "X-JSESSIONID");
  if (session === undefined) {
    return refusal(assumptions.badCredentials.value, {
      came: "The request came without the header X-JSESSIONID.",
      expected,
      remedy: `Send the header X-JSESSIONID: ${state.sessionId}.`,
    });
  }
  if (session !== state.sessionId) {
    return refusal(assumptions.badCredentials.value, {
      came: `The header X-JSESSIONID came with ${session.length} characters, which are not repeated here.`,
      expected: `${expected} It has ${state.sessionId.length} characters.`,
      differs: `They differ from character ${commonLength(session, state.sessionId) + 1} on.`,
      remedy: "Set the simulator's session in the profile, and send the request again.",
    });
  }
  if (state.isSessionEnded) {
    return refusal(assumptions.badCredentials.value, {
      came: "The header X-JSESSIONID came with the session of this simulator.",
      expected: "The session must be alive.",
      differs: "It was ended.",
      remedy: "Start the simulator again to have a session that is alive.",
    });
  }
  return undefined;
}

function refuseAccount(request: RecordedRequest, state: ServerState): Answer | undefined {
  const account = headerValue(request, "X-AID");
  if (account === state.accountId) {
    return undefined;
  }
  const expected = `X-AID must be ${state.accountId}, the account of this simulator's session.`;
  if (account !== undefined) {
    return refusal(assumptions.badCredentials.value, {
      came: `The header X-AID is '${account}'.`,
      expected,
      differs: "The account does not belong to the session.",
      remedy: `Send the header X-AID: ${state.accountId}.`,
    });
  }
  if (isDocumentedCurl(request.body)) {
    return refusal(assumptions.badCredentials.value, {
      came: `The request came without the header X-AID, and its body is '${request.body}'.`,
      expected: `${expected} The body must be the JSON object.`,
      differs:
        "This is the cURL example of the documentation, which has a stray quote: in -d ' -H 'X-AID: …' {…}' the shell ends the data before the account, so the header's name became the data, and the account with the JSON became a second URL.",
      remedy: `Write -H 'X-AID: ${state.accountId}' -d '{"engagementId": …}' instead, and quote the URL.`,
    });
  }
  return refusal(assumptions.badCredentials.value, {
    came: "The request came without the header X-AID.",
    expected,
    remedy: `Send the header X-AID: ${state.accountId}.`,
  });
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) {
    length += 1;
  }
  return length;
}
