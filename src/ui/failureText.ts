import type { Failure, NetworkReason, UnreadableFault } from "../chat/failure";
import { describeCertificate, describeClientCertificate, describeTls } from "./certificateText";
import {
  addressRemedy,
  isSite,
  outcomeOf,
  placeOf,
  secretOf,
  serverOf,
  type FailureScene,
  type FailureText,
} from "./failureScene";
import { describeUnauthorized, refusalHeadline, refusalWhy } from "./refusalText";
/** The one place where failures become sentences. */
export function describeFailure(failure: Failure, scene: FailureScene): FailureText {
  const what =
    outcomeOf(failure, scene) === "unknown"
      ? `Unknown outcome for ${scene.subject}`
      : `Could not ${scene.act}`;
  switch (failure.kind) {
    case "network":
      return describeNetwork(failure.reason, failure.code, what, scene);
    case "unsendable":
      return {
        headline: `${what}: the header ${shownName(failure.header)} cannot be sent`,
        explanation:
          "It holds a line break, another control character or a character beyond Latin-1, which no HTTP header may. Nothing was sent.",
        advice: `Check ${placeOf(scene)}, the session id, and the headers of the request if you wrote some.`,
        remedy: addressRemedy(scene),
      };
    case "timeout":
      return {
        headline: `${what}: no answer within ${seconds(failure.timeoutMs)}`,
        explanation:
          "The wait ended before the whole answer was there. The request may have arrived.",
        advice: `${scene.whenUnknown} The limit is the setting "Request Timeout".`,
        remedy: "openSettings",
      };
    case "cancelled":
      return failure.maybeSent
        ? {
            headline: `${what}: cancelled while waiting for the answer`,
            explanation: "The request had been sent when you cancelled.",
            advice: scene.whenUnknown,
          }
        : {
            headline: `Cancelled before anything was sent`,
            explanation: "",
            advice: "",
          };
    case "unauthorized":
      return describeUnauthorized(failure, what, scene);
    case "refused":
      return {
        headline: `${what}: ${refusalHeadline(failure, scene)}`,
        ...refusalWhy(failure, scene),
      };
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
            ? `HTTP ${failure.status} names no target. ${isSite(scene) ? "This call is not redirected." : "A chat server does not redirect."}`
            : `HTTP ${failure.status} points to ${failure.location}. It was not followed, so that your ${secretOf(scene)} goes to no other address.`,
        advice: `Check ${placeOf(scene)}: a proxy, a sign-in page or a moved site answers there.`,
        remedy: addressRemedy(scene),
      };
    case "unreadable":
      return {
        headline: `${what}: ${unreadableHeadline(failure.fault)}`,
        ...unreadableWhy(failure.fault, scene),
      };
    case "tooLarge":
      return {
        headline: `${what}: the answer is too large`,
        explanation: `Reading stopped after ${size(failure.limitBytes)}. No answer of this operation is that long.`,
        advice: `Something other than the ${serverOf(scene)} may answer there. ${scene.whenUnknown}`,
      };
  }
}

function describeNetwork(
  reason: NetworkReason,
  code: string,
  what: string,
  scene: FailureScene,
): FailureText {
  const { origin, isSimulator, whenUnknown } = scene;
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
            advice: `Check ${placeOf(scene)}, and whether the server runs.`,
            remedy: addressRemedy(scene),
          };
    case "unknownHost":
      return {
        headline: `${what}: the host is not known`,
        explanation: `The name in ${origin} could not be resolved (${code}). ${notSent}`,
        advice: "Check the spelling of the host, your network and your VPN.",
        remedy: addressRemedy(scene),
      };
    case "unreachable":
      return {
        headline: `${what}: the server cannot be reached`,
        explanation: `There is no way to ${origin} from this network (${code}). ${notSent}`,
        advice: "Check your network and your VPN, then send again.",
      };
    case "certificate":
      return describeCertificate(code, what, scene);
    case "clientCertificate":
      return describeClientCertificate(code, what, scene);
    case "tls":
      return describeTls(code, what, scene);
    case "reset":
      return {
        headline: `${what}: the connection was closed`,
        explanation: `The server at ${origin} closed the connection before an answer came (${code}).`,
        advice: whenUnknown,
      };
    case "other":
      return {
        headline: `${what}: the connection failed`,
        explanation: `The system reported ${code} for ${origin}.`,
        advice: whenUnknown,
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

function unreadableWhy(fault: UnreadableFault, scene: FailureScene): Omit<FailureText, "headline"> {
  const advice = scene.whenUnknown;
  switch (fault.reason) {
    case "empty":
      return { explanation: "The status tells success, but the body has no bytes.", advice };
    case "contentType":
      return {
        explanation: `The content type is ${fault.contentType ?? "missing"} instead of application/json: a proxy or a sign-in page may have answered.`,
        advice: `Check ${placeOf(scene)}. ${advice}`,
        remedy: addressRemedy(scene),
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

/** The name of a header in one line, as long as a name can be expected to be. */
function shownName(name: string): string {
  return name.replace(/[^\x21-\x7e]/g, "\ufffd").slice(0, 60);
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
