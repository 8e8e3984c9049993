import type { HandMadeRequest } from "../chat/client";
import type { Exchange } from "../chat/exchange";
import type { AgentOperation } from "../session/agentCalls";
import { parseInt64 } from "../util/int64";
import { isJsonObject, numberText, readJson, type JsonObject } from "../util/json";
import type { Act, SessionEvent } from "./engagement";

/** What a request by hand does with an engagement, if it gets through. */
interface ActByHand {
  readonly act: Act;
  readonly id: bigint;
  /** The line that is posted. */
  readonly text?: string;
}

/** What a request by hand is for its engagement; undefined for one that changes none. */
export function actByHand(
  operation: AgentOperation,
  { json }: HandMadeRequest,
): ActByHand | undefined {
  const reading = json === undefined ? undefined : readJson(json);
  if (!reading?.ok || !isJsonObject(reading.value)) {
    return undefined;
  }
  const body = reading.value;
  switch (operation) {
    case "concludeChat":
      return about("conclude", body["engagementId"]);
    case "releaseChat":
      return about("release", body["engagementId"]);
    case "rerouteEngagement":
      return about("reroute", body["engagementId"]);
    case "assignmentAcknowledgement":
      return acknowledgement(body);
    case "postMessage":
      return post(body);
    default:
      return undefined;
  }
}

/** What an accepted request, made by hand, did to the session as a whole; undefined for most. */
export function sessionEventByHand({
  operation,
  request,
  result,
}: Exchange): { readonly what: SessionEvent; readonly detail?: string } | undefined {
  const reading = readJson(request.body);
  if (!result.ok || !reading.ok || !isJsonObject(reading.value)) {
    return undefined;
  }
  const { assignmentRequested, idleSessionCount, status } = reading.value;
  switch (operation) {
    case "setActivityStatus":
      return status === "AVAILABLE"
        ? { what: "available" }
        : status === "UNAVAILABLE"
          ? { what: "unavailable" }
          : undefined;
    case "requestAssignment": {
      const detail = numberText(idleSessionCount);
      return assignmentRequested === false
        ? { what: "requestWithdrawn" }
        : { what: "assignmentRequested", ...(detail !== undefined && { detail }) };
    }
    default:
      return undefined;
  }
}

function acknowledgement({ action, engagementId }: JsonObject): ActByHand | undefined {
  switch (action) {
    case "ACCEPT":
      return about("accept", engagementId);
    case "DECLINE":
      return about("decline", engagementId);
    default:
      return undefined;
  }
}

function post({ body, destinationId, destinationType }: JsonObject): ActByHand | undefined {
  const made = destinationType === "ENGAGEMENT" ? about("post", destinationId) : undefined;
  return made && (typeof body === "string" ? { ...made, text: body } : made);
}

function about(act: Act, engagementId: unknown): ActByHand | undefined {
  const digits = numberText(engagementId);
  const id = digits === undefined ? undefined : parseInt64(digits);
  return id?.ok ? { act, id: id.value } : undefined;
}
