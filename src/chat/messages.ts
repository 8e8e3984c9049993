import { setImmediate } from "node:timers/promises";
import { parseInt64 } from "../util/int64";
import { elementsOf } from "../util/jsonElements";
import { isJsonObject, numberText, readJson, writeJson, type JsonObject } from "../util/json";
import type { Evidence } from "./evidence";
import type { ReceivedAnswer } from "./exchange";

/** What a message means to an agent, whatever its type is called. */
export const messageRoles = [
  /** Nothing happened while the server held the call. */
  "heartbeat",
  /** The chat server's pool is another one. */
  "poolChange",
  /** The session is broken on the server's side. */
  "sessionBroken",
  /** An engagement waits for this agent to accept it. */
  "offer",
  /** An offer stands no more: somebody else has it, or it was not answered in time. */
  "offerGone",
  /** Somebody joined an engagement. */
  "participantAdded",
  /** A participant's connection was lost, or came back. */
  "participantState",
  /** A participant left, or the engagement is over. */
  "disconnected",
  /** A line of the chat. */
  "post",
  /** What a participant is doing, such as typing. */
  "activity",
  /** Something of an engagement that changes nothing. */
  "notice",
] as const;

/** One of {@link messageRoles}. */
export type MessageRole = (typeof messageRoles)[number];

/** How a type of message is known; `simulator`: a name of our own simulator, which Oracle never had. */
type MessageEvidence = Evidence | "simulator";

/** What is known of one type of message. */
export interface MessageTypeFact {
  readonly role: MessageRole;
  readonly purpose: string;
  /** Evidence of the name together with its role. */
  readonly evidence: MessageEvidence;
}

/**
 * The vocabulary of getMessages. The documentation names three types; those marked as assumed were
 * seen by Oracle's older end-user clients on the same server. Types that are not listed are kept and
 * shown all the same.
 */
export const messageTypes: Readonly<Record<string, MessageTypeFact>> = {
  ChatGetTimeout: {
    role: "heartbeat",
    purpose: "Nothing happened within the time that the server holds the call.",
    evidence: "documented",
  },
  ChatConfigChangeNotification: {
    role: "poolChange",
    purpose: "The id of the chat server's pool has changed.",
    evidence: "documented",
  },
  ChatActivitySignal: {
    role: "activity",
    purpose: "What the end user is doing: typing or listening.",
    evidence: "documented",
  },
  ChatPostMessage: {
    role: "post",
    purpose: "A line of the chat.",
    evidence: "assumed",
  },
  ChatEngagementParticipantAdded: {
    role: "participantAdded",
    purpose: "Somebody joined the engagement.",
    evidence: "assumed",
  },
  ChatEngagementUpdateNotification: {
    role: "participantState",
    purpose: "A participant's connection was lost, or came back.",
    evidence: "assumed",
  },
  ChatDisconnectNotification: {
    role: "disconnected",
    purpose: "A participant left, or the engagement is over.",
    evidence: "assumed",
  },
  ChatRoleChangeNotification: {
    role: "notice",
    purpose: "Another participant leads the engagement.",
    evidence: "assumed",
  },
  ChatQueuePositionNotification: {
    role: "notice",
    purpose: "The place of an engagement in its queue.",
    evidence: "assumed",
  },
  ChatSystemError: {
    role: "sessionBroken",
    purpose: "As a message it means: broken, disconnect.",
    evidence: "assumed",
  },
  SimAssignmentOffer: {
    role: "offer",
    purpose: "The simulator offers an engagement. What Oracle calls this message is not public.",
    evidence: "simulator",
  },
  SimAssignmentWithdrawn: {
    role: "offerGone",
    purpose: "The simulator takes an offer back. What Oracle calls this message is not public.",
    evidence: "simulator",
  },
};

/** Types of a site that its user gave a role, by name; they count before {@link messageTypes}. */
export type RoleMapping = Readonly<Record<string, MessageRole>>;

/** What could be read of a message; everything but `type` and `raw` may be missing. */
export interface Message {
  /** The type as the server wrote it; empty when the element does not name one. */
  readonly type: string;
  /** Absent for a type that neither the vocabulary nor the user knows. */
  readonly role?: MessageRole;
  /** int64; exact. */
  readonly engagementId?: bigint;
  /** When the server made it, ms since 1970 by its clock. */
  readonly createdTime?: number;
  /** The server's number of the participant whom it is about, or who sent it; digits. */
  readonly clientId?: string;
  /** Who sent it, in the server's words, such as END_USER or AGENT. */
  readonly senderType?: string;
  /** A line of chat. */
  readonly text?: string;
  /** The name of the participant or customer. */
  readonly name?: string;
  /** What the customer asked. */
  readonly question?: string;
  /** The name or id of the queue. */
  readonly queue?: string;
  /** Why something ended, in the server's words. */
  readonly reason?: string;
  /** ACTIVE, ABSENT or DISCONNECTED, in the server's words. */
  readonly connectionState?: string;
  /** What somebody is doing, such as RESPONDING. */
  readonly mode?: string;
  /** The pool that counts from here on. */
  readonly pool?: string;
  /** The whole element as JSON, exact; credentials in it are masked when the text was. */
  readonly raw: string;
}

/**
 * Reads the messages of an answer's body, in their order; undefined when it holds no collection of
 * messages. Whatever an element looks like, it becomes a message: none is dropped.
 */
export function readMessages(
  body: string,
  mapping: RoleMapping = {},
): readonly Message[] | undefined {
  const json = readJson(body);
  const elements = json.ok && isJsonObject(json.value) ? json.value["getResponseTypes"] : undefined;
  return Array.isArray(elements)
    ? elements.map((element) => readMessage(element, mapping))
    : undefined;
}

/** Longer bodies are read in slices: reading this many characters takes some milliseconds. */
const longBody = 64 * 1024;

/** How long one slice lasts, in ms. */
const sliceMs = 8;

/**
 * What {@link readMessages} says of an answer. Of a long one the messages are read in slices, so that
 * others have their turn in between.
 */
export async function readMessagesInSlices(
  { body, isJson }: Pick<ReceivedAnswer, "body" | "isJson">,
  mapping: RoleMapping = {},
): Promise<readonly Message[] | undefined> {
  if (body.length <= longBody) {
    return readMessages(body, mapping);
  }
  if (!isJson) {
    return undefined;
  }
  const work = messagesIn(body, mapping);
  for (let end = performance.now() + sliceMs; ;) {
    const step = work.next();
    if (step.done === true) {
      return step.value;
    }
    if (performance.now() >= end) {
      await setImmediate();
      end = performance.now() + sliceMs;
    }
  }
}

/** Reads the messages of a body that is JSON one by one, and can be left after each. */
function* messagesIn(
  body: string,
  mapping: RoleMapping,
): Generator<undefined, readonly Message[] | undefined> {
  const bounds = yield* elementsOf(body, "getResponseTypes");
  if (!bounds) {
    return undefined;
  }
  const messages: Message[] = [];
  for (const [start, end] of bounds) {
    const json = readJson(body.slice(start, end));
    messages.push(readMessage(json.ok ? json.value : undefined, mapping));
    yield;
  }
  return messages;
}

/** What a type means: as the user says, else as the vocabulary does. */
export function roleOf(type: string, mapping: RoleMapping = {}): MessageRole | undefined {
  if (Object.hasOwn(mapping, type)) {
    return mapping[type];
  }
  return Object.hasOwn(messageTypes, type) ? messageTypes[type]?.role : undefined;
}

function readMessage(element: unknown, mapping: RoleMapping): Message {
  const raw = writeJson(element);
  const entries = isJsonObject(element) ? Object.entries(element) : [];
  const [first] = entries;
  if (first === undefined || entries.length > 1 || !isJsonObject(first[1])) {
    return { type: entries.length === 1 ? (first?.[0] ?? "") : "", raw, ...factsOf(element) };
  }
  const [type, fields] = first;
  const role = roleOf(type, mapping);
  return { type, ...(role && { role }), ...factsOf(fields), raw };
}

/** How deep an engagement id is looked for: a message may wrap what it is about. */
const deepest = 4;

function factsOf(fields: unknown): Omit<Message, "type" | "role" | "raw"> {
  if (!isJsonObject(fields)) {
    return {};
  }
  const engagementId = engagementIdOf(fields);
  const createdTime = timeOf(fields);
  const pool = fields["name"] === "CHAT_CLUSTER_POOL_ID" ? textOf(fields["value"]) : undefined;
  return {
    ...(engagementId !== undefined && { engagementId }),
    ...(createdTime !== undefined && { createdTime }),
    ...pick("clientId", digitsOf(fields, "clientId") ?? digitsOf(fields, "senderId")),
    ...pick("senderType", textOf(fields["senderType"])),
    ...pick("text", textOf(fields["body"])),
    ...pick("name", pool === undefined ? nameOf(fields) : undefined),
    ...pick("question", textOf(fields["question"])),
    ...pick("queue", textOf(fields["queueName"]) ?? digitsOf(fields, "queueId")),
    ...pick("reason", textOf(fields["reason"])),
    ...pick("connectionState", textOf(fields["connectionState"])),
    ...pick("mode", textOf(fields["mode"])),
    ...pick("pool", pool),
  };
}

function pick<K extends string>(
  name: K,
  value: string | undefined,
): Readonly<Partial<Record<K, string>>> {
  return (value === undefined ? {} : { [name]: value }) as Readonly<Partial<Record<K, string>>>;
}

/** A text, or the value of the older protocol's `{value: …}` objects. */
function textOf(value: unknown): string | undefined {
  if (isJsonObject(value)) {
    return textOf(value["value"]);
  }
  return typeof value === "string" && value !== "" ? value : undefined;
}

function nameOf(fields: JsonObject): string | undefined {
  const { name, firstName, lastName } = fields;
  const parts = [textOf(firstName), textOf(lastName)].filter((part) => part !== undefined);
  return textOf(name) ?? (parts.length > 0 ? parts.join(" ") : undefined);
}

/**
 * The digits of an int64: of the `…String` twin, which is exact everywhere, else of the member itself,
 * whether it is a number, a text or the older protocol's `{value: …}`.
 */
function digitsOf(fields: JsonObject, name: string): string | undefined {
  for (const given of [fields[`${name}String`], fields[name]]) {
    const value = isJsonObject(given) ? given["value"] : given;
    const digits = typeof value === "string" ? value : numberText(value);
    const reading = digits === undefined ? undefined : parseInt64(digits);
    if (reading?.ok) {
      return reading.value.toString();
    }
  }
  return undefined;
}

function engagementIdOf(fields: JsonObject, depth = 0): bigint | undefined {
  const digits =
    digitsOf(fields, "engagementId") ??
    (textOf(fields["destinationType"]) === "ENGAGEMENT"
      ? digitsOf(fields, "destinationId")
      : undefined);
  if (digits !== undefined) {
    return BigInt(digits);
  }
  if (depth === deepest) {
    return undefined;
  }
  for (const member of Object.values(fields).flat()) {
    const inner = isJsonObject(member) ? engagementIdOf(member, depth + 1) : undefined;
    if (inner !== undefined) {
      return inner;
    }
  }
  return undefined;
}

/** Milliseconds, or the older protocol's ISO text. */
function timeOf(fields: JsonObject): number | undefined {
  const digits = digitsOf(fields, "createdTime");
  const iso = fields["createdTime"];
  const time =
    digits !== undefined ? Number(digits) : typeof iso === "string" ? Date.parse(iso) : Number.NaN;
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? time : undefined;
}
