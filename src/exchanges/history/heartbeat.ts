import type { Exchange } from "../../chat/exchange";
import { readMessages } from "../../chat/messages";
import { isJsonObject, readJson } from "../../util/json";

/** Longer answers bring something, and are not read to see that. In characters. */
const longestHeartbeat = 64 * 1024;

/**
 * Whether an exchange is a poll that brought nothing: an agent's answered with nothing but
 * ChatGetTimeout, a customer's with an empty collection, or either cancelled. Such polls come twice a
 * minute and are not history.
 */
export function isHeartbeat({ operation, answer, result }: Exchange): boolean {
  if (operation !== "getMessages" && operation !== "consumer/getMessages") {
    return false;
  }
  if (!result.ok) {
    return result.error.failure.kind === "cancelled";
  }
  const body = answer?.body ?? "";
  if (body.length > longestHeartbeat) {
    return false;
  }
  return operation === "getMessages" ? isTimeoutOnly(body) : isEmptyCollection(body);
}

function isTimeoutOnly(body: string): boolean {
  const messages = readMessages(body) ?? [];
  return messages.length > 0 && messages.every(({ type }) => type === "ChatGetTimeout");
}

function isEmptyCollection(body: string): boolean {
  const json = readJson(body);
  if (!json.ok || !isJsonObject(json.value)) {
    return false;
  }
  const { systemMessages, errorMessages = [] } = json.value;
  return isEmptyArray(systemMessages) && isEmptyArray(errorMessages);
}

function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
