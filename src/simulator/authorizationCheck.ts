import type { SimulatedAccount } from "./accounts";
import { type Answer, type Explanation, type Reading, refusal, withHeader } from "./answers";
import { assumptions } from "./assumptions";
import { headerValue, type RecordedRequest } from "./recording";
import type { ServerState } from "./state";

interface Refused {
  readonly ok: false;
  readonly refusal: Answer;
}

const maxContextLength = 40;

/**
 * The account whose user name and password came as Basic authentication. Nothing of what came is
 * repeated: it may be a password of a real site.
 */
export function readBasic(
  request: RecordedRequest,
  { accounts }: ServerState,
): Reading<SimulatedAccount> {
  const expected = `It must be Basic with user name and password of an account of this simulator: ${accounts.map(({ userName }) => userName).join(", ")}.`;
  const remedy = "Send user name and password of such an account.";
  const authorization = headerValue(request, "Authorization");
  if (authorization === undefined) {
    return notBasic({
      came: "The request came without the header Authorization.",
      expected,
      remedy,
    });
  }
  const came = cameWith(authorization);
  const pair = decodePair(authorization);
  if (pair === undefined) {
    const differs = "It is not Basic, a blank, and USER:PASSWORD in Base64.";
    return notBasic({ came, expected, differs, remedy });
  }
  const account = accounts.find(({ userName }) => userName === pair.userName);
  if (account === undefined) {
    return notBasic({ came, expected, differs: "It has another user name.", remedy });
  }
  return account.password === pair.password
    ? { ok: true, value: account }
    : notBasic({ came, expected, differs: "The password is another than the account's.", remedy });
}

/** The account that a token was issued for. The token is not repeated. */
export function readBearer(
  request: RecordedRequest,
  { tokens }: ServerState,
): Reading<SimulatedAccount> {
  const expected = "It must be Bearer, a blank, and a token of this simulator.";
  const remedy = "Get a token with agentTokens, and send it as it came.";
  const authorization = headerValue(request, "Authorization");
  if (authorization === undefined) {
    return notBearer({
      came: "The request came without the header Authorization.",
      expected,
      remedy,
    });
  }
  const came = cameWith(authorization);
  const token = /^Bearer (?<token>.+)$/.exec(authorization)?.groups?.["token"];
  if (token === undefined) {
    return notBearer({ came, expected, differs: "It does not begin with 'Bearer '.", remedy });
  }
  const account = tokens.accountOf(token);
  if (account === undefined) {
    const differs = "The token was not issued since this simulator was started.";
    return notBearer({ came, expected, differs, remedy });
  }
  const given = headerValue(request, "X-AID");
  return given === undefined || given === account.accountId
    ? { ok: true, value: account }
    : notBearer({
        came: `The header X-AID is '${given}'.`,
        expected: `X-AID must be ${account.accountId}, the account of the token, or be left out.`,
        differs: "The token belongs to another account.",
        remedy: "Get a token with user name and password of the account.",
      });
}

/** Refuses a call of the site without an application context, or with one that is too long. */
export function refuseContext(request: RecordedRequest): Answer | undefined {
  const context = headerValue(request, "OSvC-CREST-Application-Context") ?? "";
  if (context !== "" && context.length <= maxContextLength) {
    return undefined;
  }
  return refusal("site", assumptions.badContext.value, {
    came:
      context === ""
        ? "The request came without the header OSvC-CREST-Application-Context."
        : `The header OSvC-CREST-Application-Context came with ${context.length} characters.`,
    expected: `It must be a text of 1 to ${maxContextLength} characters that says what the call is for.`,
    remedy:
      context === ""
        ? "Send the header OSvC-CREST-Application-Context with such a text."
        : "Send a text that is shorter.",
  });
}

function decodePair(
  authorization: string,
): { readonly userName: string; readonly password: string } | undefined {
  const encoded = /^Basic +(?<pair>[A-Za-z0-9+/]+=*)$/i.exec(authorization)?.groups?.["pair"];
  const pair = Buffer.from(encoded ?? "", "base64").toString();
  const colon = pair.indexOf(":");
  return colon < 0
    ? undefined
    : { userName: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

function cameWith(authorization: string): string {
  return `The header Authorization came with ${authorization.length} characters, which are not repeated here.`;
}

function notBasic(explanation: Explanation): Refused {
  const answer = refusal("site", assumptions.badSiteCredentials.value, explanation);
  const challenge = 'Basic realm="simulator", charset="UTF-8"';
  return { ok: false, refusal: withHeader(answer, "WWW-Authenticate", challenge) };
}

function notBearer(explanation: Explanation): Refused {
  return { ok: false, refusal: refusal("chatServer", assumptions.badToken.value, explanation) };
}
