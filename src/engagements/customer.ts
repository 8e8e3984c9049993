import type { Message } from "../chat/messages";
import type { Customer } from "./engagement";

/** What became of the engagement by the same message. */
interface Course {
  /** It is offered after it had ended. */
  readonly isNewLife: boolean;
  /** It is in wrap-up or ended. */
  readonly isOver: boolean;
}

/** What is known of the customer after a message; the same value when it tells nothing. */
export function customerAfter(customer: Customer, message: Message, course: Course): Customer {
  const known = course.isNewLife ? withoutPresence(customer) : customer;
  const facts: Customer = isFromAgent(message)
    ? {}
    : {
        ...clientIdFrom(message),
        ...nameFrom(known, message),
        ...(message.question !== undefined && { question: message.question }),
        ...presenceFrom(known, message),
        ...(course.isOver ? {} : typingFrom(message)),
      };
  const after = { ...known, ...facts, ...(course.isOver && known.isTyping && { isTyping: false }) };
  return isSame(customer, after) ? customer : after;
}

function withoutPresence({ name, question }: Customer): Customer {
  return { ...(name !== undefined && { name }), ...(question !== undefined && { question }) };
}

function isFromAgent({ senderType }: Message): boolean {
  return senderType?.toUpperCase() === "AGENT";
}

function isFromCustomer({ senderType }: Message): boolean {
  return senderType?.toUpperCase() === "END_USER";
}

function clientIdFrom(message: Message): Pick<Customer, "clientId"> {
  const { clientId, role } = message;
  // What else the customer sends may be about somebody else.
  const isOwn = (role === "post" || role === "activity") && isFromCustomer(message);
  return isOwn && clientId !== undefined ? { clientId } : {};
}

/**
 * The customer's name. Who joins by name is usually an agent, this one included, so such a name
 * counts only when the message says that it is the customer's; of any other message it is taken as
 * long as no name is known.
 */
function nameFrom({ name: known, clientId }: Customer, message: Message): Pick<Customer, "name"> {
  const { name, role } = message;
  if (name === undefined) {
    return {};
  }
  const isCustomers =
    role === "offer" ||
    isFromCustomer(message) ||
    (clientId !== undefined && message.clientId === clientId);
  const isLikely = known === undefined && role !== "participantAdded";
  return isCustomers || isLikely ? { name } : {};
}

function presenceFrom(
  { presence, clientId }: Customer,
  message: Message,
): Pick<Customer, "presence"> {
  if (message.role === "participantState") {
    const isAnother =
      clientId !== undefined && message.clientId !== undefined && message.clientId !== clientId;
    const told = isAnother ? undefined : presences.get(message.connectionState?.toUpperCase());
    return told ? { presence: told } : {};
  }
  // Who writes is there.
  const isBack =
    (message.role === "post" || message.role === "activity") &&
    isFromCustomer(message) &&
    presence !== undefined;
  return isBack ? { presence: "present" } : {};
}

const presences: ReadonlyMap<string | undefined, NonNullable<Customer["presence"]>> = new Map([
  ["ACTIVE", "present"],
  ["ABSENT", "absent"],
  ["DISCONNECTED", "disconnected"],
] as const);

function typingFrom({ role, mode }: Message): Pick<Customer, "isTyping"> {
  if (role === "post") {
    return { isTyping: false };
  }
  switch (role === "activity" ? mode?.toUpperCase() : undefined) {
    case "RESPONDING":
      return { isTyping: true };
    case "LISTENING":
    case "NONE":
      return { isTyping: false };
    default:
      return {};
  }
}

function isSame(one: Customer, other: Customer): boolean {
  return (
    one.name === other.name &&
    one.question === other.question &&
    one.presence === other.presence &&
    one.isTyping === other.isTyping &&
    one.clientId === other.clientId
  );
}
