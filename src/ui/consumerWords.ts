import type { ConsumerOperationName } from "../chat/operations";
import type { CallWords } from "./exchangeText";

const lookFirst =
  "The request may or may not have been carried out: get the customer's messages before you send it again.";
const nothingChanged = "Nothing was changed: send it again by hand.";

/** The words about what is done as a customer. */
export const consumerWords: Readonly<Record<`consumer/${ConsumerOperationName}`, () => CallWords>> =
  {
    "consumer/establishSessions": () => ({
      title: "As a customer: establish a session at the site",
      act: "establish the customer's session",
      subject: "the customer's session",
      done: {
        headline: "The site gave a token for the customer",
        explanation: "An engagement can be requested with it. It is not shown.",
      },
      whenUnknown: "No engagement was requested: establish the session again.",
      isHarmless: true,
    }),
    "consumer/requestEngagement": () => ({
      title: "As a customer: request an engagement",
      act: "request an engagement as a customer",
      subject: "the customer's engagement",
      done: {
        headline: "The customer's engagement was requested",
        explanation: "It waits in a queue until an agent accepts it.",
      },
      whenUnknown:
        "The engagement may wait in a queue all the same; without the answer there is no session to go on in as its customer.",
    }),
    "consumer/getMessages": () => ({
      title: "As a customer: get the messages of the chat server",
      act: "get the customer's messages",
      subject: "the customer's messages",
      done: { headline: "The chat server gave the customer's messages", explanation: "" },
      whenUnknown: "Messages may be lost that were in the answer. Try again by hand.",
      isHarmless: true,
    }),
    "consumer/postMessage": () => ({
      title: "As a customer: send a message",
      act: "send the customer's message",
      subject: "the customer's message",
      done: { headline: "The customer's message was sent", explanation: "" },
      whenUnknown:
        "The message may or may not have been sent: look at the conversation before you send it again.",
    }),
    "consumer/activity": () => ({
      title: "As a customer: tell whether the customer types",
      act: "tell whether the customer types",
      subject: "the customer's activity",
      done: { headline: "The chat server knows whether the customer types", explanation: "" },
      whenUnknown: "Doing it once more does no harm: try again by hand.",
      isHarmless: true,
    }),
    "consumer/concludeEngagement": () => ({
      title: "As a customer: conclude the engagement",
      act: "conclude the engagement as its customer",
      subject: "the customer's engagement",
      done: {
        headline: "The customer concluded the engagement",
        explanation: "An agent who holds it has it in wrap-up.",
      },
      whenUnknown: lookFirst,
    }),
    "consumer/getQueueStats": () => ({
      title: "Count the agents for a queue",
      act: "count the agents for the queue",
      subject: "the queue's figures",
      done: { headline: "The chat server counted the agents for the queue", explanation: "" },
      whenUnknown: nothingChanged,
      isHarmless: true,
    }),
    "consumer/getEngagementQueue": () => ({
      title: "Ask which queue the rules would choose",
      act: "ask which queue the rules would choose",
      subject: "the choice of a queue",
      done: { headline: "The chat server named the queue", explanation: "" },
      whenUnknown: nothingChanged,
      isHarmless: true,
    }),
  };
