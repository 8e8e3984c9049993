import { operations, type OperationName } from "../chat/operations";
import type { ExchangeRecord } from "../exchanges/recentExchanges";
import { isJsonObject, readJson, type JsonObject } from "../util/json";
import type { SettlingAct } from "./actText";
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

/** What the words are about. */
interface About {
  /** As within a sentence: engagement 1000. */
  readonly it: string;
  /** As at its beginning: Engagement 1000. */
  readonly It: string;
  /** The request's body. */
  readonly body: JsonObject;
}

const checkEngagement =
  "The request may or may not have been carried out: check the engagement on the site before you send it again.";
const tryAgain = "Try again by hand.";

const words: Readonly<Record<OperationName, (about: About) => CallWords>> = {
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
      explanation: "It serves the next call only, and is neither shown nor kept.",
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
    const status = statusWord(body["status"]);
    return {
      title: `Go ${status}`,
      act: `go ${status}`,
      subject: "the agent's status",
      done: {
        headline: `The agent is ${status}`,
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
    title: "Get the messages of the chat server",
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

/** The answers to an offer that are asked for with a command. */
const offerAnswers: ReadonlyMap<
  unknown,
  { readonly title: string; readonly act: SettlingAct; readonly done: string }
> = new Map([
  ["ACCEPT", { title: "Accept", act: "accept", done: "accepted" }],
  ["DECLINE", { title: "Decline", act: "decline", done: "declined" }],
]);

/** The words about the call of an exchange. */
export function wordsOf({ exchange, engagementId }: Omit<ExchangeRecord, "profile">): CallWords {
  const { operation, request } = exchange;
  const reading = readJson(request.body);
  const name = engagementId === undefined ? undefined : `ngagement ${engagementId}`;
  return words[operation]({
    it: name === undefined ? "the engagement" : `e${name}`,
    It: name === undefined ? "The engagement" : `E${name}`,
    body: reading.ok && isJsonObject(reading.value) ? reading.value : {},
  });
}

/** What the sentences about a failed call need to know. */
export function sceneOf(record: ExchangeRecord): FailureScene {
  const { exchange, engagementId, profile } = record;
  const { act, subject, isHarmless, whenUnknown } = wordsOf(record);
  return {
    ...{ act, subject, whenUnknown },
    origin: new URL(exchange.request.url).origin,
    isSimulator: profile.isSimulator,
    credentials: operations[exchange.operation].credentials,
    isHarmless: isHarmless ?? false,
    isAboutEngagement: engagementId !== undefined,
    canSignIn: profile.signIn !== undefined,
  };
}

function statusWord(status: unknown): string {
  return status === "AVAILABLE" || status === "UNAVAILABLE" ? status.toLowerCase() : "idle";
}
