import type { HandMadeRequest } from "../chat/client";
import type { AgentOperation } from "../session/agentCalls";
import { parseInt64 } from "../util/int64";
import { isJsonObject, numberText, readJson, type JsonObject } from "../util/json";
import type { Act } from "./engagement";

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
