import type { Failure } from "../chat/failure";
import {
  addressRemedy,
  isSigningIn,
  isSite,
  placeOf,
  serverOf,
  type FailureScene,
  type FailureText,
} from "./failureScene";

type Unauthorized = Failure & { kind: "unauthorized" };

/** The sentences about credentials that were not accepted. */
export function describeUnauthorized(
  failure: Unauthorized,
  what: string,
  scene: FailureScene,
): FailureText {
  const came = whatCame(failure, scene);
  if (scene.changedHeaders !== undefined) {
    return describeForeign(scene.changedHeaders, came, what, scene);
  }
  switch (scene.credentials) {
    case "basic":
      return failure.status === 401
        ? {
            headline: `${what}: the site does not accept user name and password`,
            explanation: came,
            advice:
              "Check both, and that the account may sign in: it may be locked, or its password expired. Several wrong attempts can lock it.",
            remedy: "signIn",
          }
        : {
            headline: `${what}: the site refuses the account`,
            explanation: came,
            advice:
              "User name and password may be right: ask the site's administrator whether the account's profile has the permission for Chat's agent API, and whether the site takes calls from this network.",
            remedy: "signIn",
          };
    case "bearer":
      return failure.isChatServer
        ? {
            headline: `${what}: the chat server does not accept the token`,
            explanation: `${came} The site had just made the token for this account.`,
            advice:
              "If the account is signed in elsewhere, that session can be taken over. Otherwise the clocks of site and chat server may differ, or the account lacks the permission for chat: ask the site's administrator. No session was begun.",
            remedy: "signIn",
          }
        : {
            headline: `${what}: access was refused`,
            explanation: came,
            advice:
              "Check what your proxy allows: the chat server is another host than the site. No session was begun.",
            remedy: "signIn",
          };
    case "session": {
      const remedy = scene.canSignIn ? "signIn" : "setSession";
      return failure.isChatServer
        ? {
            headline: `${what}: the server does not accept the session`,
            explanation: `${came} The agent session is not known, has ended or does not belong to this account.`,
            advice: `${scene.canSignIn ? "Sign in again" : "Set a new session"}, then send the request again by hand. Nothing was changed.`,
            remedy,
          }
        : {
            headline: `${what}: access was refused`,
            explanation: came,
            advice: `If the chat server itself sent this, the session has ended: ${scene.canSignIn ? "sign in again" : "set a new one"}. Otherwise check host and port of the profile, and what your proxy allows. Nothing was changed.`,
            remedy,
          };
    }
    case "consumerSession":
      return describeConsumer(failure, came, what, {
        what: "the consumer session",
        why: "It is not known, or its engagement has ended.",
        advice: "Request an engagement again as a customer, then send the request in its session.",
      });
    case "consumerToken":
      return describeConsumer(failure, came, what, {
        what: "the customer's token",
        why: "It was not issued by this site, or counts no longer.",
        advice: "Establish the session again at the site, then request the engagement again.",
      });
    case "none":
      return {
        headline: `${what}: access was refused`,
        explanation: `${came} The documentation asks for no credentials here.`,
        advice: `Read what it says, and check ${placeOf(scene)} and what your proxy allows.`,
      };
  }
}

/** A customer's credentials were refused, which tells nothing about the agent's session. */
function describeConsumer(
  { isChatServer }: Unauthorized,
  came: string,
  what: string,
  refused: { readonly what: string; readonly why: string; readonly advice: string },
): FailureText {
  const unaffected = "The agent's session has nothing to do with it.";
  return isChatServer
    ? {
        headline: `${what}: the chat server does not accept ${refused.what}`,
        explanation: `${came} ${refused.why}`,
        advice: `${refused.advice} ${unaffected}`,
      }
    : {
        headline: `${what}: access was refused`,
        explanation: came,
        advice: `If the chat server itself sent this, it does not accept ${refused.what}. ${refused.advice} Otherwise check host and port of the profile, and what your proxy allows. ${unaffected}`,
      };
}

/** The credentials were left out or made wrong on purpose: then a refusal is what to expect. */
function describeForeign(
  headers: readonly string[],
  came: string,
  what: string,
  scene: FailureScene,
): FailureText {
  return {
    headline: `${what}: the ${serverOf(scene)} refuses these credentials`,
    explanation: `${came} The request came without the right ${headers.join(" and ")}, on purpose.`,
    advice: "It tells nothing about the credentials that are kept: there is nothing to mend.",
  };
}

type Refused = Failure & { kind: "refused" };

/** What a refusal is, by its status: the end of a headline. */
export function refusalHeadline({ status, isChatServer }: Refused, scene: FailureScene): string {
  switch (status) {
    case 400:
      return "the request was not valid";
    case 404:
      return "the address was not found";
    case 407:
      return "the proxy wants you to sign in";
    case 429:
      return "the server asks to slow down";
    case 500:
      return isSite(scene) || isChatServer ? `the ${serverOf(scene)} failed` : "the server failed";
    case 502:
    case 503:
    case 504:
      return `the ${serverOf(scene)} is not available`;
    default:
      return `the server answered HTTP ${status}`;
  }
}

/** Status, code and words of a refusal, and whether they are the chat server's. */
function whatCame(refusal: Refused | Unauthorized, scene: FailureScene): string {
  const { status, exceptionCode, message, isChatServer } = refusal;
  // The site's error object has a text and no exception code.
  const isKnown = isChatServer || (isSite(scene) && message !== undefined);
  return [
    `The answer is HTTP ${status}${exceptionCode === undefined ? "" : ` with ${exceptionCode}`}.`,
    ...(message === undefined ? [] : [`It says: “${message}”${/[.!?]$/.test(message) ? "" : "."}`]),
    ...(isKnown
      ? []
      : [`It is not the ${serverOf(scene)}'s own JSON, so a proxy or gateway may have sent it.`]),
  ].join(" ");
}

/** Why a request was refused, and what to do. */
export function refusalWhy(failure: Refused, scene: FailureScene): Omit<FailureText, "headline"> {
  const explanation = whatCame(failure, scene);
  switch (failure.status) {
    case 400:
      return adviceOnBadRequest(failure, explanation, scene);
    case 404:
      return isSite(scene)
        ? {
            explanation,
            advice:
              "Check the host of the site: this one has no address for chat settings, so it may be no B2C Service site, or Chat is not enabled on it.",
            remedy: "signIn",
          }
        : {
            explanation,
            advice: isSigningIn(scene)
              ? "The site named this chat server, site name and pool: ask its administrator whether Chat is set up."
              : "Check site name and host of the profile; both are part of the address.",
            remedy: addressRemedy(scene),
          };
    case 407:
      return {
        explanation,
        advice: "Set the user and password of the proxy in VS Code's setting http.proxy.",
      };
    case 429:
      return { explanation, advice: "Wait a while, then send again by hand." };
    default:
      return failure.status >= 500
        ? {
            explanation,
            advice: `${adviceOnServerFault(failure, scene)} If the failure stays, give the answer to Oracle's support.`,
          }
        : {
            explanation,
            advice: "Read the answer: the documentation does not list this status.",
          };
  }
}

function adviceOnBadRequest(
  { isChatServer }: Refused,
  explanation: string,
  scene: FailureScene,
): Omit<FailureText, "headline"> {
  if (isSite(scene)) {
    return {
      explanation,
      advice: `Read what it says; the setting "Application Context" is part of the request. Check the host of the site, too.`,
      remedy: "signIn",
    };
  }
  if (!isChatServer) {
    return {
      explanation,
      advice: `Check ${placeOf(scene)}: something else may answer there.`,
      remedy: addressRemedy(scene),
    };
  }
  if (scene.credentials === "bearer") {
    return {
      explanation,
      advice:
        "If the account is signed in elsewhere, sign in again and take that session over. Otherwise read what the chat server says.",
      remedy: "signIn",
    };
  }
  return {
    explanation,
    advice: scene.isAboutEngagement
      ? "Check the engagement id: it may be mistyped, concluded already or held by another agent."
      : "Read what it says, and compare the request below with the documentation.",
  };
}

function adviceOnServerFault(failure: Refused, scene: FailureScene): string {
  if (!failure.isChatServer || scene.isHarmless) {
    return scene.whenUnknown;
  }
  return scene.isAboutEngagement
    ? "Look at the engagement, then try again by hand."
    : "Try again by hand.";
}
