import { effectOf, type Failure, type NetworkReason, type UnreadableFault } from "../chat/failure";

/** What the user can be offered to mend a failure. */
export type Remedy = "setSession" | "editProfile" | "openSettings" | "startSimulator";

/** What a remedy's button says. */
export const remedyLabels: Readonly<Record<Remedy, string>> = {
  setSession: "Set Session…",
  editProfile: "Edit Profile…",
  openSettings: "Open Settings",
  startSimulator: "Start Simulator",
};

/** A failure in words: what, why, what to do. Each is a whole sentence or empty. */
export interface FailureText {
  readonly headline: string;
  readonly explanation: string;
  readonly advice: string;
  readonly remedy?: Remedy;
}

/** What a sentence needs to know besides the failure itself. */
export interface FailureScene {
  /** What was tried, as it follows "Could not": "conclude engagement 1000". */
  readonly act: string;
  /** What it was about, as it follows "Unknown outcome for": "engagement 1000". */
  readonly subject: string;
  readonly origin: string;
  readonly isSimulator: boolean;
}

const seeWhatHappened =
  "The request may or may not have been carried out: check the engagement on the site before you send it again.";

/** The one place where failures become sentences. */
export function describeFailure(failure: Failure, scene: FailureScene): FailureText {
  const what =
    effectOf(failure) === "unknown"
      ? `Unknown outcome for ${scene.subject}`
      : `Could not ${scene.act}`;
  switch (failure.kind) {
    case "network":
      return describeNetwork(failure.reason, failure.code, what, scene);
    case "timeout":
      return {
        headline: `${what}: no answer within ${seconds(failure.timeoutMs)}`,
        explanation:
          "The wait ended before the whole answer was there. The request may have arrived.",
        advice: `${seeWhatHappened} The limit is the setting "Request Timeout".`,
        remedy: "openSettings",
      };
    case "cancelled":
      return failure.maybeSent
        ? {
            headline: `${what}: cancelled while waiting for the answer`,
            explanation: "The request had been sent when you cancelled.",
            advice: seeWhatHappened,
          }
        : {
            headline: `Cancelled before anything was sent`,
            explanation: "",
            advice: "",
          };
    case "unauthorized":
      return failure.isChatServer
        ? {
            headline: `${what}: the server does not accept the session`,
            explanation: `${whatCame(failure)} The agent session is not known, has ended or does not belong to this account.`,
            advice: "Set a new session, then send the request again by hand. Nothing was changed.",
            remedy: "setSession",
          }
        : {
            headline: `${what}: access was refused`,
            explanation: whatCame(failure),
            advice:
              "If the chat server itself sent this, the session has ended: set a new one. Otherwise check host and port of the profile, and what your proxy allows. Nothing was changed.",
            remedy: "setSession",
          };
    case "refused":
      return { headline: `${what}: ${refusalHeadline(failure)}`, ...refusalWhy(failure) };
    case "systemError":
      return {
        headline: `${what}: the chat server reported a system error`,
        explanation: `The HTTP status is ${failure.status}, yet the answer carries a chatSystemError, so the request failed inside the server.`,
        advice:
          "Read chatSystemError in the answer. Try again later; if it stays, give the answer to Oracle's support.",
      };
    case "redirected":
      return {
        headline: `${what}: the server answered with a redirect`,
        explanation:
          failure.location === undefined
            ? `HTTP ${failure.status} names no target. A chat server does not redirect.`
            : `HTTP ${failure.status} points to ${failure.location}. It was not followed, so that your session goes to no other address.`,
        advice:
          "Check host and port of the profile: a proxy, a sign-in page or a moved site answers there.",
        remedy: "editProfile",
      };
    case "unreadable":
      return {
        headline: `${what}: ${unreadableHeadline(failure.fault)}`,
        ...unreadableWhy(failure.fault),
      };
    case "tooLarge":
      return {
        headline: `${what}: the answer is too large`,
        explanation: `Reading stopped after ${size(failure.limitBytes)}. No answer of this operation is that long.`,
        advice: `Something other than the chat server may answer there. ${seeWhatHappened}`,
      };
  }
}

function describeNetwork(
  reason: NetworkReason,
  code: string,
  what: string,
  { origin, isSimulator }: FailureScene,
): FailureText {
  const notSent = "Nothing was sent.";
  switch (reason) {
    case "refusedConnection":
      return isSimulator
        ? {
            headline: `${what}: the simulator is not running`,
            explanation: `Nothing listens at ${origin} (${code}). ${notSent}`,
            advice: "Start the simulator and send again.",
            remedy: "startSimulator",
          }
        : {
            headline: `${what}: the connection was refused`,
            explanation: `Nothing listens at ${origin} (${code}). ${notSent}`,
            advice: "Check host and port of the profile, and whether the server runs.",
            remedy: "editProfile",
          };
    case "unknownHost":
      return {
        headline: `${what}: the host is not known`,
        explanation: `The name in ${origin} could not be resolved (${code}). ${notSent}`,
        advice: "Check the spelling of the host, your network and your VPN.",
        remedy: "editProfile",
      };
    case "unreachable":
      return {
        headline: `${what}: the server cannot be reached`,
        explanation: `There is no way to ${origin} from this network (${code}). ${notSent}`,
        advice: "Check your network and your VPN, then send again.",
      };
    case "certificate":
      return {
        headline: `${what}: the server's certificate is not trusted`,
        explanation: `The certificate of ${origin} did not pass the check (${code}). ${notSent}`,
        advice:
          "If a company proxy re-signs traffic, add its certificate authority to the system's trust store. The check is never switched off.",
      };
    case "tls":
      return {
        headline: `${what}: no secure connection could be made`,
        explanation: `What answers at ${origin} does not speak TLS as expected (${code}). ${notSent}`,
        advice: "Check the port of the profile: it may be a plain HTTP port.",
        remedy: "editProfile",
      };
    case "reset":
      return {
        headline: `${what}: the connection was closed`,
        explanation: `The server at ${origin} closed the connection before an answer came (${code}).`,
        advice: seeWhatHappened,
      };
    case "other":
      return {
        headline: `${what}: the connection failed`,
        explanation: `The system reported ${code} for ${origin}.`,
        advice: seeWhatHappened,
      };
  }
}

type Refused = Failure & { kind: "refused" };

function refusalHeadline({ status, isChatServer }: Refused): string {
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
      return isChatServer ? "the chat server failed" : "the server failed";
    case 502:
    case 503:
    case 504:
      return "the chat server is not available";
    default:
      return `the server answered HTTP ${status}`;
  }
}

/** Status, code and words of a refusal, and whether they are the chat server's. */
function whatCame(refusal: Refused | (Failure & { kind: "unauthorized" })): string {
  const { status, exceptionCode, message, isChatServer } = refusal;
  return [
    `The answer is HTTP ${status}${exceptionCode === undefined ? "" : ` with ${exceptionCode}`}.`,
    ...(message === undefined ? [] : [`It says: “${message}”${/[.!?]$/.test(message) ? "" : "."}`]),
    ...(isChatServer
      ? []
      : ["It is not the chat server's own JSON, so a proxy or gateway may have sent it."]),
  ].join(" ");
}

function refusalWhy(failure: Refused): Omit<FailureText, "headline"> {
  const explanation = whatCame(failure);
  switch (failure.status) {
    case 400:
      return failure.isChatServer
        ? {
            explanation,
            advice:
              "Check the engagement id: it may be mistyped, concluded already or held by another agent.",
          }
        : {
            explanation,
            advice: "Check host and port of the profile: something else may answer there.",
            remedy: "editProfile",
          };
    case 404:
      return {
        explanation,
        advice: "Check site name and host of the profile; both are part of the address.",
        remedy: "editProfile",
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
            advice: `${failure.isChatServer ? "Look at the engagement, then try again by hand." : seeWhatHappened} If the failure stays, give the answer to Oracle's support.`,
          }
        : {
            explanation,
            advice: "Read the answer: the documentation does not list this status.",
          };
  }
}

function unreadableHeadline(fault: UnreadableFault): string {
  switch (fault.reason) {
    case "empty":
      return "the answer is empty";
    case "contentType":
      return "the answer is not JSON";
    case "charset":
      return "the answer's charset is not known";
    case "encoding":
      return "the answer's text is damaged";
    case "truncated":
      return "the answer broke off";
    case "compression":
      return "the answer could not be decompressed";
    case "json":
      return "the answer is not valid JSON";
    case "shape":
      return "the answer is not the one expected";
  }
}

function unreadableWhy(fault: UnreadableFault): Omit<FailureText, "headline"> {
  const advice = seeWhatHappened;
  switch (fault.reason) {
    case "empty":
      return { explanation: "The status tells success, but the body has no bytes.", advice };
    case "contentType":
      return {
        explanation: `The content type is ${fault.contentType ?? "missing"} instead of application/json: a proxy or a sign-in page may have answered.`,
        advice: `Check host and port of the profile. ${advice}`,
        remedy: "editProfile",
      };
    case "charset":
      return {
        explanation: `The content type names the charset “${fault.charset}”, which cannot be decoded. The documented charset is utf-8.`,
        advice,
      };
    case "encoding":
      return {
        explanation: `Some bytes are not valid ${fault.charset}; they are shown as �.`,
        advice,
      };
    case "truncated":
      return {
        explanation: `${fault.announcedBytes === undefined ? bytes(fault.receivedBytes) : `${fault.receivedBytes} of ${bytes(fault.announcedBytes)}`} arrived before the connection was closed.`,
        advice,
      };
    case "compression":
      return { explanation: `Decompression failed (${fault.code}).`, advice };
    case "json":
      return {
        explanation: `Line ${fault.fault.line}, column ${fault.fault.column}: ${fault.fault.message}. The answer is shown as it came.`,
        advice,
      };
    case "shape":
      return {
        explanation:
          fault.missing === undefined
            ? "It is JSON, but not an object, which the documented answer of a success is."
            : `It is JSON, but lacks ${fault.missing}, which the documented answer of a success has.`,
        advice,
      };
  }
}

function seconds(ms: number): string {
  return ms === 1000 ? "1 second" : `${ms / 1000} seconds`;
}

function bytes(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}

function size(count: number): string {
  const megabytes = count / (1024 * 1024);
  return megabytes < 1 ? bytes(count) : `${Math.round(megabytes)} MB`;
}
