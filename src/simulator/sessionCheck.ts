import { type Answer, type Explanation, type Reading, refusal } from "./answers";
import { assumptions } from "./assumptions";
import { isDocumentedCurl } from "./documentation";
import { headerValue, type RecordedRequest } from "./recording";
import type { SessionEnding, SimulatedSession } from "./sessions";
import type { ServerState } from "./state";

const endings: Readonly<Record<SessionEnding, string>> = {
  ended: "It was ended.",
  loggedOff: "It was logged off.",
  takenOver: "Its account signed in again with logonOverride, which cut it off.",
};

/**
 * The session that X-JSESSIONID and X-AID name. What came as a session is never repeated: someone
 * may have sent the session of a real site here. Of the simulator's own sessions only the one that
 * is ready from the start is told.
 */
export function readSession(
  request: RecordedRequest,
  state: ServerState,
): Reading<SimulatedSession> {
  const id = headerValue(request, "X-JSESSIONID");
  if (id === undefined) {
    return no(missingSession(state));
  }
  const session = state.sessions.find(id);
  if (session === undefined) {
    return no(unknownSession(id, state));
  }
  if (session.ending !== undefined) {
    return { ok: false, refusal: refuseEnded(state, session) };
  }
  const account = headerValue(request, "X-AID");
  return account === session.accountId
    ? { ok: true, value: session }
    : no(wrongAccount(request.body, account, session.accountId));
}

/** Refuses a session that is over; also one that ended while its call was held. */
export function refuseEnded({ sessions }: ServerState, { id }: SimulatedSession): Answer {
  const ending = sessions.find(id)?.ending ?? "ended";
  return refusal("chatServer", assumptions.badCredentials.value, {
    came: "The header X-JSESSIONID came with a session of this simulator.",
    expected: "The session must be alive.",
    differs: endings[ending],
    remedy: "Sign in to have a session that is alive.",
  });
}

function missingSession({ sessions: { ready } }: ServerState): Explanation {
  const came = "The request came without the header X-JSESSIONID.";
  return ready === undefined
    ? {
        came,
        expected: "X-JSESSIONID must be a session of this simulator that is alive.",
        remedy: "Sign in, and send the session that this gives.",
      }
    : {
        came,
        expected: `This simulator has the session ${ready.id} ready.`,
        remedy: `Send the header X-JSESSIONID: ${ready.id}, or the session of a sign-in.`,
      };
}

function unknownSession(id: string, { sessions: { ready } }: ServerState): Explanation {
  const came = `The header X-JSESSIONID came with ${id.length} characters, which are not repeated here.`;
  return ready === undefined
    ? {
        came,
        expected: "X-JSESSIONID must be a session of this simulator that is alive.",
        differs: "They are no session of this simulator.",
        remedy: "Sign in, and send the session that this gives.",
      }
    : {
        came,
        expected: `This simulator has the session ${ready.id} ready. It has ${ready.id.length} characters.`,
        differs: `They differ from character ${commonLength(id, ready.id) + 1} on, and are no other session of this simulator.`,
        remedy: "Set this session in the profile or sign in, and send the request again.",
      };
}

function wrongAccount(body: string, account: string | undefined, right: string): Explanation {
  const expected = `X-AID must be ${right}, the account of the session.`;
  if (account !== undefined) {
    return {
      came: `The header X-AID is '${account}'.`,
      expected,
      differs: "The account does not belong to the session.",
      remedy: `Send the header X-AID: ${right}.`,
    };
  }
  if (isDocumentedCurl(body)) {
    return {
      came: `The request came without the header X-AID, and its body is '${body}'.`,
      expected: `${expected} The body must be the JSON object.`,
      differs:
        "This is the cURL example of the documentation, which has a stray quote: in -d ' -H 'X-AID: …' {…}' the shell ends the data before the account, so the header's name became the data, and the account with the JSON became a second URL.",
      remedy: `Write -H 'X-AID: ${right}' -d '{"engagementId": …}' instead, and quote the URL.`,
    };
  }
  return {
    came: "The request came without the header X-AID.",
    expected,
    remedy: `Send the header X-AID: ${right}.`,
  };
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) {
    length += 1;
  }
  return length;
}

function no(explanation: Explanation): { readonly ok: false; readonly refusal: Answer } {
  return {
    ok: false,
    refusal: refusal("chatServer", assumptions.badCredentials.value, explanation),
  };
}
