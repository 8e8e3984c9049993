import { text, twin, type ResponseFact, type ResponseFacts } from "./response";

/** The known members of a ChatActivitySignal. */
const activitySignal: ResponseFacts = {
  engagementId: twin("The engagement."),
  clientId: twin("The client whose activity it is."),
  mode: {
    type: "string",
    values: ["NONE", "LISTENING", "RESPONDING"],
    meaning: "What the customer does.",
    evidence: "documented",
  },
  sneakPreviewState: text("Whether there is a preview of what is being typed."),
  sneakPreviewInterval: {
    type: "integer",
    meaning: "The time between previews, in milliseconds.",
    evidence: "documented",
  },
  sneakPreview: {
    type: "string",
    isNullable: true,
    meaning: "What is being typed.",
    evidence: "documented",
  },
  sneakPreviewFocus: {
    type: "boolean",
    meaning: "Whether the customer is in the line to type in.",
    evidence: "documented",
  },
  destinationId: twin("Whom the message is for."),
  destinationType: text("What destinationId is the id of."),
  senderId: twin("Who sent the message."),
  senderType: text("What senderId is the id of."),
  messageType: text("The type of the message."),
  visibility: text("Who may see the message."),
  createdTime: twin("When the message was made, in milliseconds since 1970."),
  sequenceNumber: twin("The message's number in the server's channel."),
};

/** What the agent's getMessages brings: the name of each message's type is its only member. */
export const agentMessages: ResponseFact = {
  type: "array",
  items: {
    type: "tagged",
    members: {
      ChatActivitySignal: {
        type: "object",
        members: activitySignal,
        meaning: "What the customer is doing.",
        evidence: "documented",
      },
      ChatConfigChangeNotification: {
        type: "object",
        meaning: "The pool has changed; the members are not public.",
        evidence: "documented",
      },
      ChatGetTimeout: {
        type: "object",
        meaning: "Nothing happened while the call was held; the members are not public.",
        evidence: "documented",
      },
    },
    meaning:
      "A message. There are other types than these: those of offers, messages of the customer and the end of a chat are not public, and Oracle adds some from time to time.",
    evidence: "documented",
  },
  meaning: "The messages; after 30 seconds without any exactly one, ChatGetTimeout.",
  evidence: "documented",
};

/** What the consumer's getMessages brings: each message says in messageName what it is. */
export const consumerMessages: ResponseFact = {
  type: "array",
  items: {
    type: "object",
    members: {
      messageName: {
        type: "string",
        values: [
          "RNEngagementWaitInformationChangedMessage",
          "RNEngagementParticipantAddedMessage",
          "RNEngagementMessagePostedMessage",
          "RNEngagementActivityChangedMessage",
          "RNEngagementParticipantLeftMessage",
          "RNEngagementParticipantConnectionStateChangedMessage",
          "RNEngagementRoleChangedMessage",
          "RNEngagementConcludedMessage",
          "RNEngagementConfigurationChangedMessage",
          "RNEngagementConsumerErrorOccurredMessage",
          "RNEngagementMediaInvitationMessage",
          "RNEngagementMediaStatusMessage",
          "RNEngagementMediaTokenMessage",
          "RNEngagementFileAttachmentMessage",
          "RNEngagementFileAttachmentStatusMessage",
        ],
        meaning: "The type of the message; which other members it has depends on it.",
        evidence: "sampleClient",
      },
      createdTime: text("When the message was made, as an ISO time."),
      sequenceNumber: twin("The message's number in the server's channel."),
      clientId: twin("Whom the message is about, or who sent it."),
      position: twin("Place in the queue, in wait information.", "sampleClient"),
      expectedWaitTimeSeconds: {
        type: "integer",
        meaning: "How long the wait may be, in wait information.",
        evidence: "sampleClient",
      },
      averageWaitTimeSeconds: twin("How long waits are, in wait information.", "sampleClient"),
      name: text("The agent who has joined.", "sampleClient"),
      greeting: text("What the agent who has joined says first.", "sampleClient"),
      role: {
        type: "string",
        values: ["LEAD", "CONFEREE"],
        meaning: "The role of the agent who has joined or left, or who has concluded.",
        evidence: "sampleClient",
      },
      body: text("The text of a message of the agent; it may be HTML.", "sampleClient"),
      engagementId: twin("The engagement, in an activity."),
      mode: {
        type: "string",
        values: ["NONE", "AWAY", "LISTENING", "RESEARCHING", "RESPONDING"],
        meaning: "What the agent does, in an activity.",
        evidence: "documented",
      },
      sneakPreviewState: text("Whether previews are wanted, in an activity."),
      sneakPreviewInterval: twin("The time between previews, in milliseconds, in an activity."),
      sneakPreview: {
        type: "string",
        isNullable: true,
        meaning: "What is being typed, in an activity.",
        evidence: "documented",
      },
      sneakPreviewFocus: {
        type: "boolean",
        meaning: "Whether the line to type in has the focus, in an activity.",
        evidence: "documented",
      },
      disconnectReason: {
        type: "string",
        values: ["TRANSFERRED_TO_QUEUE", "PARTICIPANT_LEFT"],
        meaning: "Why a participant left.",
        evidence: "sampleClient",
      },
      connectionState: {
        type: "string",
        values: ["DISCONNECTED", "ACTIVE", "ABSENT"],
        meaning: "A participant's connection. Only DISCONNECTED was seen in a client.",
        evidence: "sampleClient",
      },
      reason: {
        type: "string",
        values: ["AGENT_CONCLUDED", "END_USER_CONCLUDED", "QUEUE_TIMEOUT"],
        meaning: "Why the engagement is over. The values were seen in a client.",
        evidence: "documented",
      },
    },
    meaning: "A message. Types and members that are not listed must be expected.",
    evidence: "documented",
  },
  meaning: "The messages; after 30 seconds without any the array is empty.",
  evidence: "documented",
};
