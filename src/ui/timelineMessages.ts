import { messageTypes, type Message } from "../chat/messages";
import type { TimelineRow, TimelineSide } from "../panel/timelineView";
import { reasonText } from "./timelineWords";

/** What a message's row says; its key and times come from where it stands. */
export type MessageFacts = Pick<TimelineRow, "side" | "kind" | "title" | "tone"> &
  Partial<Pick<TimelineRow, "text" | "detail" | "isUnknown">>;

/** Who sent a message, as far as it can be told. */
export interface Sender {
  readonly side: TimelineSide;
  /** A name to begin a sentence with. */
  readonly name: string;
}

/** Which side a sender is on by the server's word for it; undefined for a word that nobody knows. */
export function sideOfSender(senderType: string | undefined): TimelineSide | undefined {
  switch (senderType?.toUpperCase()) {
    case "END_USER":
    case "ENDUSER":
    case "CUSTOMER":
      return "customer";
    case "AGENT":
    case "VIRTUAL_AGENT":
      return "agent";
    default:
      return undefined;
  }
}

/** What a message says, in words. Every message gets a row, whatever it looks like. */
export function messageFacts(message: Message, sender: Sender): MessageFacts {
  const { side, name } = sender;
  const plain = { side, kind: "message", tone: "plain" } as const;
  if (message.role === undefined) {
    return {
      ...plain,
      title: typeOf(message),
      isUnknown: true,
      tone: "warning",
      ...optional("text", message.text),
      ...why(message),
    };
  }
  switch (message.role) {
    case "post":
      return {
        side,
        kind: "line",
        title: name,
        text: message.text ?? "",
        tone: "plain",
        ...(message.text === undefined && { detail: "a line without text" }),
      };
    case "activity":
      return { ...plain, kind: "activity", title: `${name} ${activityText(message.mode)}` };
    case "heartbeat":
      return { ...plain, side: "server", kind: "activity", title: "Nothing happened" };
    case "offer":
      return {
        ...plain,
        side: "server",
        title: message.name === undefined ? "Offered" : `${message.name} is offered`,
        ...(message.question !== undefined && { text: message.question }),
        ...(message.queue !== undefined && { detail: `queue ${message.queue}` }),
      };
    case "offerGone":
      return { ...plain, side: "server", title: "The offer stands no more", ...why(message) };
    case "participantAdded":
      return { ...plain, title: `${name} joined` };
    case "participantState":
      return participantState(message, sender);
    case "disconnected":
      return {
        ...plain,
        title: side === "server" ? "Disconnected" : `${name} is disconnected`,
        ...why(message),
      };
    case "poolChange":
      return {
        ...plain,
        side: "server",
        title:
          message.pool === undefined ? "The pool is another one" : `The pool is ${message.pool}`,
      };
    case "sessionBroken":
      return {
        ...plain,
        side: "server",
        title: "The server says that the session is broken",
        ...why(message),
        tone: "failure",
      };
    case "notice":
      return {
        ...plain,
        title: typeOf(message),
        ...optional("detail", messageTypes[message.type]?.purpose),
        ...optional("text", message.text),
      };
  }
}

function participantState({ connectionState }: Message, { side, name }: Sender): MessageFacts {
  const plain = { side, kind: "message" } as const;
  switch (connectionState) {
    case "ABSENT":
      return {
        ...plain,
        title: `${name} is absent`,
        detail: "the connection was lost",
        tone: "warning",
      };
    case "ACTIVE":
      return { ...plain, title: `${name} is here`, detail: "connected", tone: "plain" };
    case "DISCONNECTED":
      return { ...plain, title: `${name} is disconnected`, tone: "warning" };
    default:
      return {
        ...plain,
        title: `The connection of ${name} changed`,
        ...optional("detail", connectionState),
        tone: "plain",
      };
  }
}

function activityText(mode: string | undefined): string {
  switch (mode) {
    case "RESPONDING":
      return "is typing";
    case "LISTENING":
      return "is not typing";
    default:
      return mode === undefined ? "sent a sign of activity" : `signals ${mode}`;
  }
}

function typeOf({ type }: Message): string {
  return type === "" ? "A message that names no type" : type;
}

function why({ reason }: Message): { readonly detail?: string } {
  return optional("detail", reason === undefined ? undefined : reasonText(reason));
}

function optional<K extends string>(
  name: K,
  value: string | undefined,
): Readonly<Partial<Record<K, string>>> {
  return (value === undefined ? {} : { [name]: value }) as Readonly<Partial<Record<K, string>>>;
}
