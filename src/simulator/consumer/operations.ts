import type { Evidence } from "../../chat/evidence";
import type { FieldFact } from "../../chat/fields";

/** Types of members that only the consumer side has. */
type ConsumerFieldType =
  /** A date and time as text; a number of milliseconds is tolerated. */
  | "clientTime"
  /** A JSON object, or a text that holds one. */
  | "sessionInformation"
  /** An array of objects with name, type and value. */
  | "customFields";

/** One member of a consumer's request. */
export type ConsumerField =
  | FieldFact
  | {
      readonly type: ConsumerFieldType;
      readonly required: boolean;
      readonly meaning: string;
      readonly evidence: Evidence;
    };

/** The members of an object, by name. */
export type ConsumerFields = Readonly<Record<string, ConsumerField>>;

/** Everything that is known of one operation of the consumer side, with its evidence. */
export interface ConsumerOperation {
  /** The operation's name; on the chat server also the last part of the path. */
  readonly name: string;
  readonly method: "GET" | "POST";
  /** Oracle's own title. */
  readonly title: string;
  /** The chat server's Consumer API, or the site, which vouches for the customer. */
  readonly place: "chatServer" | "site";
  /** The path on the site; operations of the chat server are addressed by name, site and pool. */
  readonly path?: string;
  /**
   * `session`: the header SessionId; `bearer`: the JWT of establishSessions; `basic`: user name and
   * password of an account of the site.
   */
  readonly credentials: "session" | "bearer" | "basic" | "none";
  /** Whether the query must hold the pool; the site knows none. */
  readonly pool: "required" | "optional" | "none";
  /** The members of the request body. */
  readonly body: ConsumerFields;
  /** The members of the JSON object in the query parameter `request`, which then is required. */
  readonly request?: ConsumerFields;
  /** The HTTP statuses that the page lists. */
  readonly statuses: readonly number[];
  readonly evidence: Evidence;
  /** The page all of this comes from. */
  readonly source: string;
}

/** The types a custom field may have. */
export const customFieldTypes = [
  "BOOLEAN",
  "DATE",
  "DATETIME",
  "INTEGER",
  "LONG",
  "STRING",
  "DECIMAL",
] as const;

const common = {
  clientRequestTime: {
    type: "clientTime",
    required: false,
    meaning: "The client's local time, as yyyy-MM-ddTHH:mm:ss with an offset; it comes back.",
    evidence: "documented",
  },
  clientTransactionId: {
    type: "int64",
    required: false,
    meaning: "A number that links request and response; it comes back.",
    evidence: "documented",
  },
} as const satisfies ConsumerFields;

/** What the site may be told of a customer, in `sessionInformation`. */
export const sessionInformationFields = {
  firstName: optional("string", "The customer's first name."),
  lastName: optional("string", "The customer's last name."),
  emailAddress: optional("string", "The customer's address."),
  queueId: optional("int64", "The queue to wait in."),
  contactId: optional("int64", "The contact that the customer is."),
  organizationId: optional("int64", "The organization that the customer belongs to."),
  productId: optional("int64", "The product that the question is about."),
  categoryId: optional("int64", "The category that the question is about."),
  incidentId: optional("int64", "The incident that the question is about."),
  question: optional("string", "What the customer asks."),
  auxillaryData: optional("stringMap", "Browser, operating system and the like."),
  auxiliaryData: {
    type: "stringMap",
    required: false,
    meaning: "As auxillaryData; Oracle's sample client spells it so.",
    evidence: "sampleClient",
  },
  customFields: {
    type: "customFields",
    required: false,
    meaning: "Custom fields with name, type and value.",
    evidence: "sampleClient",
  },
} as const satisfies ConsumerFields;

/** What a customer's client can ask for, and the site's call before it, by name. */
export const consumerOperations = {
  establishSessions: {
    name: "establishSessions",
    method: "POST",
    title: "Establish sessions",
    place: "site",
    path: "/services/rest/crossChannelServices/latest/establishSessions",
    credentials: "basic",
    pool: "none",
    body: {
      sessionInformation: {
        type: "sessionInformation",
        required: false,
        meaning: "Who the customer is and what the question is about.",
        evidence: "sampleClient",
      },
    },
    statuses: [],
    evidence: "documented",
    source: "cxscc: About Establish Sessions",
  },
  requestEngagement: {
    name: "requestEngagement",
    method: "POST",
    title: "Create an engagement",
    place: "chatServer",
    credentials: "bearer",
    pool: "required",
    body: common,
    statuses: [200, 400, 403, 404, 408, 409, 500],
    evidence: "documented",
    source: "cxscc: requestEngagement",
  },
  getMessages: {
    name: "getMessages",
    method: "POST",
    title: "Get system messages",
    place: "chatServer",
    credentials: "session",
    pool: "required",
    body: common,
    statuses: [200, 400, 403, 404, 500],
    evidence: "documented",
    source: "cxscc: getMessages (consumer)",
  },
  postMessage: {
    name: "postMessage",
    method: "POST",
    title: "Send a message",
    place: "chatServer",
    credentials: "session",
    pool: "required",
    body: {
      body: {
        type: "string",
        required: true,
        meaning: "The text of the message.",
        evidence: "documented",
      },
      ...common,
      messageDataMap: optional("stringMap", "Free pairs of names and values."),
      messageId: optional("string", "A unique id of the message."),
      offTheRecord: optional("boolean", "Whether the message is kept out of the log."),
      richText: optional("boolean", "Whether the body is rich text."),
    },
    statuses: [200, 400, 403, 404, 409, 500],
    evidence: "documented",
    source: "cxscc: postMessage (consumer)",
  },
  activity: {
    name: "activity",
    method: "POST",
    title: "Change activity status",
    place: "chatServer",
    credentials: "session",
    pool: "required",
    body: {
      mode: {
        type: "enum",
        values: ["LISTENING", "RESPONDING"],
        required: true,
        meaning: "LISTENING while the customer does not type, RESPONDING while typing.",
        evidence: "documented",
      },
      sneakPreviewFocus: optional("boolean", "Whether the customer is in the line to type in."),
      sneakPreviewText: optional("string", "What the customer has typed so far."),
      ...common,
    },
    statuses: [200, 400, 403, 404, 500],
    evidence: "documented",
    source: "cxscc: activity",
  },
  concludeEngagement: {
    name: "concludeEngagement",
    method: "POST",
    title: "Conclude an engagement",
    place: "chatServer",
    credentials: "session",
    pool: "required",
    body: common,
    statuses: [200, 400, 403, 404, 500],
    evidence: "documented",
    source: "cxscc: concludeEngagement",
  },
  getQueueStats: {
    name: "getQueueStats",
    method: "GET",
    title: "Get queue statistics",
    place: "chatServer",
    credentials: "none",
    pool: "required",
    body: {},
    request: {
      queueId: {
        type: "int64",
        required: true,
        meaning: "The queue to count for.",
        evidence: "assumed",
      },
      chatProactiveAvailableType: {
        type: "enum",
        values: ["AGENTS", "SESSIONS"],
        required: true,
        meaning: "AGENTS counts agents that have requested an engagement, SESSIONS all available.",
        evidence: "assumed",
      },
    },
    statuses: [200, 400],
    evidence: "documented",
    source: "cxscc: getQueueStats",
  },
  getEngagementQueue: {
    name: "getEngagementQueue",
    method: "GET",
    title: "Get engagement queue",
    place: "chatServer",
    credentials: "none",
    pool: "optional",
    body: {},
    request: {
      interfaceId: optional("int64", "The interface of the site."),
      interfaceName: optional("string", "The name of the interface."),
      productId: optional("int64", "The product that the question is about."),
      categoryId: optional("int64", "The category that the question is about."),
      organizationId: optional("int64", "The organization that the customer belongs to."),
      customFields: {
        type: "customFields",
        required: false,
        meaning: "Custom fields with name, type and value.",
        evidence: "documented",
      },
    },
    statuses: [200, 400, 404, 500],
    evidence: "documented",
    source: "cxscc: getEngagementQueue",
  },
} as const satisfies Record<string, ConsumerOperation>;

/** The name of an operation of the consumer side. */
export type ConsumerOperationName = keyof typeof consumerOperations;

function optional<const T extends "string" | "int64" | "boolean" | "stringMap">(
  type: T,
  meaning: string,
): {
  readonly type: T;
  readonly required: false;
  readonly meaning: string;
  readonly evidence: "documented";
} {
  return { type, required: false, meaning, evidence: "documented" };
}
