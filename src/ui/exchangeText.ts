import { wrongValue } from "../chat/client";
import { credentialHeaderNames } from "../chat/credentials";
import { headerOf, type Exchange, type SentRequest } from "../chat/exchange";
import { allOperations, type OperationId, type OperationName } from "../chat/operations";
import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import { isJsonObject, readJson, type JsonObject } from "../util/json";
import type { SettlingAct } from "./actText";
import { consumerWords } from "./consumerWords";
import type { FailureScene } from "./failureScene";

/** The words about one call. */
export interface CallWords {
  /** For example: Conclude engagement 1000. */
  readonly title: string;
  /** As it follows "Could not": conclude engagement 1000. */
  readonly act: string;
  /** As it follows "Unknown outcome for": engagement 1000. */
  readonly subject: string;
  /** What a success says. */
  readonly done: { readonly headline: string; readonly explanation: string };
  /** What to do when the outcome is unknown, or where nobody has to know it; whole sentences. */
  readonly whenUnknown: string;
  /** Whether doing it once more does no harm, so that its outcome need not be known. */
  readonly isHarmless?: true;
  /** What *Send Again* does; absent where sending again from the panel makes no sense. */
  readonly replay?: SettlingAct;
}

/** What the words are about; the body of a request by hand may have nothing that it should have. */
interface About {
  /** As within a sentence: engagement 1000. */
  readonly it: string;
  /** As at its beginning: Engagement 1000. */
  readonly It: string;
  /** The request's body; empty where it is no JSON object. */
  readonly body: JsonObject;
}

const checkEngagement =
  "The request may or may not have been carried out: check the engagement on the site before you send it again.";
const tryAgain = "Try again by hand.";

const agentWords: Readonly<Record<OperationName, (about: About) => CallWords>> = {
  serviceSettings: () => ({
    title: "Sign in, 1 of 3: ask the site for its chat server",
    act: "ask the site for its chat server",
    subject: "the site's settings",
    done: { headline: "The site named its chat server", explanation: "" },
    whenUnknown: "Nothing was changed: sign in again.",
    isHarmless: true,
  }),
  agentTokens: () => ({
    title: "Sign in, 2 of 3: get a token from the site",
    act: "get a token from the site",
    subject: "the token",
    done: {
      headline: "The site gave a token",
      explanation: "It serves the next call, and is never shown.",
    },
    whenUnknown: "No session was begun: sign in again.",
    isHarmless: true,
  }),
  createAutomatedAgentSession: () => ({
    title: "Sign in, 3 of 3: begin an agent session",
    act: "begin an agent session",
    subject: "the agent session",
    done: {
      headline: "The agent session has begun",
      explanation: "Its id is kept in VS Code's secret storage only.",
    },
    whenUnknown:
      "The session may have begun all the same: sign in again, and take it over if the chat server refuses.",
  }),
  logoff: () => ({
    title: "Log off",
    act: "log off",
    subject: "the agent session",
    done: { headline: "The agent session has ended", explanation: "" },
    whenUnknown:
      "The session may or may not have ended: log off once more; a refusal of the session tells that it has.",
  }),
  setActivityStatus: ({ body }) => {
    const status = statusWords.get(body["status"]);
    return {
      title: status === undefined ? "Set the agent's status" : `Go ${status}`,
      act: status === undefined ? "set the agent's status" : `go ${status}`,
      subject: "the agent's status",
      done: {
        headline: status === undefined ? "The agent's status is set" : `The agent is ${status}`,
        explanation:
          status === "available" ? "It is offered engagements once it has requested them." : "",
      },
      whenUnknown: "The status may or may not have changed: set it once more.",
    };
  },
  requestAssignment: ({ body }) =>
    body["assignmentRequested"] === false
      ? {
          title: "Request no more engagements",
          act: "take the request for engagements back",
          subject: "the request for engagements",
          done: { headline: "No more engagements are requested", explanation: "" },
          whenUnknown: "Engagements may still be offered: take the request back once more.",
        }
      : {
          title: "Request engagements",
          act: "request engagements",
          subject: "the request for engagements",
          done: {
            headline: "Engagements are requested",
            explanation: "An offer appears as soon as the site has an engagement for this agent.",
          },
          whenUnknown: "The request may or may not have arrived: make it again if no offer comes.",
        },
  getMessages: () => ({
    title: "Get messages",
    act: "get the chat server's messages",
    subject: "the chat server's messages",
    done: { headline: "The chat server gave its messages", explanation: "" },
    whenUnknown: "They are asked for again by themselves.",
    isHarmless: true,
  }),
  assignmentAcknowledgement: ({ it, It, body }) => {
    const answer = offerAnswers.get(body["action"]);
    return {
      title: `${answer?.title ?? "Answer the offer of"} ${it}`,
      act: `${answer?.act ?? "answer the offer of"} ${it}`,
      subject: it,
      done: {
        headline: answer ? `${It} is ${answer.done}` : `The offer of ${it} is answered`,
        explanation: "",
      },
      whenUnknown: checkEngagement,
      ...(answer && { replay: answer.act }),
    };
  },
  postMessage: ({ it }) => ({
    title: `Send a message in ${it}`,
    act: `send the message in ${it}`,
    subject: `the message in ${it}`,
    done: { headline: `The message was sent in ${it}`, explanation: "" },
    whenUnknown:
      "The message may or may not have been sent: look at the conversation before you send it again.",
  }),
  setInteractionStatus: ({ it }) => ({
    title: `Tell whether the agent types in ${it}`,
    act: `tell whether the agent types in ${it}`,
    subject: `the agent's activity in ${it}`,
    done: { headline: `The customer of ${it} is told whether the agent types`, explanation: "" },
    whenUnknown: `Doing it once more does no harm. ${tryAgain}`,
    isHarmless: true,
  }),
  setEngagementProperty: ({ it, body }) => {
    const name = propertyName(body["name"]);
    return {
      title: `Set ${name} of ${it}`,
      act: `set ${name} of ${it}`,
      subject: `the properties of ${it}`,
      done: { headline: `${sentence(name)} of ${it} is set`, explanation: "" },
      whenUnknown: "The property may or may not be set: setting it once more does no harm.",
    };
  },
  modifyProperties: ({ it }) => ({
    title: `Update the properties of ${it}`,
    act: `update the properties of ${it}`,
    subject: `the properties of ${it}`,
    done: {
      headline: `The properties of ${it} are updated`,
      explanation: "The answer tells the outcome for each of them.",
    },
    whenUnknown: "The properties may or may not be set: setting them once more does no harm.",
  }),
  retrieveAgentsAndQueues: () => ({
    title: "Get agents and queues",
    act: "get agents and queues",
    subject: "the agents and queues",
    done: { headline: "The chat server listed agents and queues", explanation: "" },
    whenUnknown: `Nothing was changed. ${tryAgain}`,
    isHarmless: true,
  }),
  rerouteAvailability: ({ it, It }) => ({
    title: `Ask who could take ${it} over`,
    act: `ask who could take ${it} over`,
    subject: it,
    done: {
      headline: `The chat server told who could take ${it} over`,
      explanation: `${It} stays where it is.`,
    },
    whenUnknown: `${It} stays where it is. ${tryAgain}`,
    isHarmless: true,
  }),
  rerouteEngagement: ({ it, It }) => ({
    title: `Reroute ${it}`,
    act: `reroute ${it}`,
    subject: it,
    done: {
      headline: `${It} is rerouted`,
      explanation: "It goes to the escalation queue, and to another agent from there.",
    },
    whenUnknown: checkEngagement,
    replay: "reroute",
  }),
  concludeChat: ({ it, It }) => ({
    title: `Conclude ${it}`,
    act: `conclude ${it}`,
    subject: it,
    done: {
      headline: `${It} is concluded`,
      explanation: "It is in wrap-up until the agent releases it.",
    },
    whenUnknown: checkEngagement,
    replay: "conclude",
  }),
  releaseChat: ({ it, It }) => ({
    title: `Release ${it}`,
    act: `release ${it}`,
    subject: it,
    done: {
      headline: `${It} is released`,
      explanation: "Its place is free for another engagement.",
    },
    whenUnknown: checkEngagement,
    replay: "release",
  }),
};

const statusWords: ReadonlyMap<unknown, string> = new Map([
  ["AVAILABLE", "available"],
  ["UNAVAILABLE", "unavailable"],
  ["NONE", "idle"],
]);

const words: Readonly<Record<OperationId, (about: About) => CallWords>> = {
  ...agentWords,
  ...consumerWords,
};

/** The answers to an offer that are asked for with a command. */
const offerAnswers: ReadonlyMap<
  unknown,
  { readonly title: string; readonly act: SettlingAct; readonly done: string }
> = new Map([
  ["ACCEPT", { title: "Accept", act: "accept", done: "accepted" }],
  ["DECLINE", { title: "Decline", act: "decline", done: "declined" }],
]);

/** What the words about a call are made of: every record has it, and so has its summary. */
export interface CallSubject extends Pick<ExchangeRecord, "engagementId" | "sentBy"> {
  readonly exchange: Pick<Exchange, "operation"> & { readonly request: Pick<SentRequest, "body"> };
}

/** The words about the call of an exchange. */
export function wordsOf(record: CallSubject): CallWords {
  const { exchange, engagementId, sentBy } = record;
  const { operation, request } = exchange;
  const reading = readJson(request.body);
  const name = engagementId === undefined ? undefined : `ngagement ${engagementId}`;
  const { replay, ...others } = words[operation]({
    it: name === undefined ? "the engagement" : `e${name}`,
    It: name === undefined ? "The engagement" : `E${name}`,
    body: reading.ok && isJsonObject(reading.value) ? reading.value : {},
  });
  // The act is another request than what somebody wrote by hand.
  return { ...others, ...(replay && sentBy !== "document" && { replay }) };
}

/** What the sentences about a failed call need to know. */
export function sceneOf(record: ExchangeRecord): FailureScene {
  const { exchange, engagementId, profile } = record;
  const { act, subject, isHarmless, whenUnknown } = wordsOf(record);
  return {
    ...{ act, subject, whenUnknown },
    origin: new URL(exchange.request.url).origin,
    isSimulator: profile.isSimulator,
    credentials: allOperations[exchange.operation].credentials,
    ...changedHeadersOf(record),
    isHarmless: isHarmless ?? false,
    isAboutEngagement: engagementId !== undefined,
    canSignIn: profile.signIn !== undefined,
  };
}

/** The headers that a request by hand left out or made wrong. */
function changedHeadersOf({
  exchange,
  sentBy,
}: ExchangeRecord): Pick<FailureScene, "changedHeaders"> {
  const { operation, request } = exchange;
  const changed = credentialHeaderNames[allOperations[operation].credentials].filter((name) => {
    const value = headerOf(request.headers, name.toLowerCase());
    return value === undefined || value === wrongValue;
  });
  return sentBy === "document" && changed.length > 0 ? { changedHeaders: changed } : {};
}

/** A property as it is called in a sentence: the server's name for it, or what it is. */
function propertyName(name: unknown): string {
  return typeof name === "string" && /^[A-Z_]{1,40}$/.test(name) ? name : "a property";
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
