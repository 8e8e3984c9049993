import { randomUUID } from "node:crypto";
import type { CallResult, Exchange } from "../chat/exchange";
import { effectOf, type Failure } from "../chat/failure";
import type { Profile } from "../profiles/profile";
import type {
  AgentBody,
  AgentCallOptions,
  AgentCallOutcome,
  AgentCalls,
  AgentOperation,
} from "../session/agentCalls";
import { actByHand } from "./actByHand";
import type { Act, CallOutcome, EngagementEvent, LostReason, Refusal } from "./engagement";
import type { EngagementStore } from "./engagementStore";

/** What came of asking for something to be done with one engagement. */
export type ActOutcome =
  | { readonly kind: "answered"; readonly exchange: Exchange }
  /** Nothing was sent: the profile has no session that can be used, or was just removed. */
  | { readonly kind: "noSession" }
  /** Nothing was sent: a request for the same engagement is under way, here or in another window. */
  | { readonly kind: "underWay" }
  /** Nothing was sent: the user cancelled before its turn. */
  | { readonly kind: "notStarted" };

/** How an offer is answered. */
export interface AnswerOptions {
  /** Whether a setting answers it, not a person at this moment. */
  readonly isAutomatic: boolean;
  readonly signal?: AbortSignal;
}

/** What the calls need. */
export interface EngagementCallsParts {
  readonly calls: Pick<AgentCalls, "call" | "sendByHand">;
  readonly engagements: EngagementStore;
  readonly now: () => number;
  /** The `messageType` of a posted line, whose values are not public; read at each post. */
  readonly postMessageType: () => string;
  /** Told of what could not be noted of a request that was sent all the same. */
  readonly onError: (error: unknown) => void;
}

/** How long after the limit of a request its outcome is noted at the latest, in ms. */
const graceMs = 10_000;

/**
 * What an agent does with one engagement: each is one request, which is never repeated. What is about
 * to be sent is noted before, and what came of it after, so that the engagement's state is in step
 * with what is known, in all windows and after a crash.
 *
 * All reject when nothing was sent because this machine refused, with SecretStorageError or
 * JournalError.
 */
export class EngagementCalls {
  constructor(private readonly parts: EngagementCallsParts) {}

  /** Takes an offer. That an ordinary offer is of the type LEAD is assumed. */
  accept(profile: Profile, id: bigint, options: AnswerOptions): Promise<ActOutcome> {
    return this.#acknowledge(profile, id, "accept", "ACCEPT", options);
  }

  /** Leaves an offer to others. */
  decline(profile: Profile, id: bigint, options: AnswerOptions): Promise<ActOutcome> {
    return this.#acknowledge(profile, id, "decline", "DECLINE", options);
  }

  /** Sends a line to the customer. Several may be under way at the same time. */
  post(profile: Profile, id: bigint, text: string, signal?: AbortSignal): Promise<ActOutcome> {
    // That a line of a chat is addressed to its engagement is assumed.
    const body = {
      body: text,
      destinationId: id,
      destinationType: "ENGAGEMENT",
      messageType: this.parts.postMessageType(),
    } as const;
    return this.#send(profile, id, { act: "post", operation: "postMessage", body, text }, signal);
  }

  /** Sends an engagement to the escalation queue of the site's rules. */
  reroute(profile: Profile, id: bigint, signal?: AbortSignal): Promise<ActOutcome> {
    const body = { engagementId: id };
    return this.#send(
      profile,
      id,
      { act: "reroute", operation: "rerouteEngagement", body },
      signal,
    );
  }

  /** Concludes an engagement, which is in wrap-up then. */
  conclude(profile: Profile, id: bigint, signal?: AbortSignal): Promise<ActOutcome> {
    const body = { engagementId: id };
    return this.#send(profile, id, { act: "conclude", operation: "concludeChat", body }, signal);
  }

  /** Ends the wrap-up of an engagement and frees its slot. */
  release(profile: Profile, id: bigint, signal?: AbortSignal): Promise<ActOutcome> {
    const body = { engagementId: id };
    return this.#send(profile, id, { act: "release", operation: "releaseChat", body }, signal);
  }

  /** Asks whether a reroute would find somebody; it changes nothing and is not noted. */
  availability(profile: Profile, id: bigint, signal?: AbortSignal): Promise<AgentCallOutcome> {
    const body = { engagementId: id };
    return this.parts.calls.call(profile, "rerouteAvailability", body, {
      ...(signal && { signal }),
    });
  }

  /**
   * Sends one request that was made by hand, whatever its engagement's state is, and notes what came of
   * it. Of one that was made as another than the session, for another pool, or for an engagement that
   * nobody heard of, only success is noted: it was expected to fail.
   */
  async sendByHand(
    profile: Profile,
    operation: AgentOperation,
    request: Parameters<AgentCalls["sendByHand"]>[2],
    options: AgentCallOptions,
  ): Promise<AgentCallOutcome> {
    const { calls, engagements, now } = this.parts;
    const token = randomUUID();
    let made: ReturnType<typeof actByHand>;
    let isExpected = false;
    let sent: EngagementEvent | undefined;
    let noted: EngagementEvent | undefined;
    const outcome = await calls.sendByHand(
      profile,
      operation,
      async (session) => {
        const byHand = await request(session);
        made = byHand && actByHand(operation, byHand);
        if (made) {
          await engagements.open(profile.id);
          isExpected =
            Object.keys(byHand?.credentialHeaders ?? {}).length === 0 &&
            (options.pool ?? profile.pool) === profile.pool &&
            engagements.find(profile.id, made.id) !== undefined;
        }
        return byHand;
      },
      {
        ...options,
        beforeSend: async (limitMs) => {
          if (made) {
            const { act, id, text } = made;
            const until = now() + limitMs + graceMs;
            sent = { kind: "callSent", act, token, until, ...(text !== undefined && { text }) };
            if (isExpected) {
              await engagements.append(profile.id, id, sent);
              noted = sent;
            }
          }
          return true;
        },
      },
    );
    if (!made || !sent || outcome.kind !== "answered") {
      return outcome;
    }
    const { act, id } = made;
    const { exchange } = outcome;
    try {
      if (!noted && exchange.result.ok) {
        await engagements.append(profile.id, id, sent);
        noted = sent;
      }
      if (noted) {
        await this.#noteEnd(profile, id, act, token, exchange);
      }
    } catch (error) {
      this.parts.onError(error);
    }
    return outcome;
  }

  #acknowledge(
    profile: Profile,
    id: bigint,
    act: Act,
    action: "ACCEPT" | "DECLINE",
    { isAutomatic, signal }: AnswerOptions,
  ): Promise<ActOutcome> {
    const body = {
      engagementId: id,
      action,
      actionType: isAutomatic ? "AUTO" : "MANUAL",
      assignmentType: "LEAD",
    } as const;
    return this.#send(profile, id, { act, operation: "assignmentAcknowledgement", body }, signal);
  }

  async #send<N extends AgentOperation>(
    profile: Profile,
    id: bigint,
    request: Request<N>,
    signal: AbortSignal | undefined,
  ): Promise<ActOutcome> {
    const { calls } = this.parts;
    const { act, operation, body } = request;
    const token = randomUUID();
    let refused: "underWay" | "noSession" | undefined;
    const outcome = await calls.call(profile, operation, body, {
      ...(signal && { signal }),
      beforeSend: async (limitMs) => {
        refused = await this.#note(profile, id, { ...request, token, limitMs });
        return refused === undefined;
      },
    });
    if (outcome.kind !== "answered") {
      return { kind: refused ?? outcome.kind };
    }
    const { exchange } = outcome;
    await this.#noteEnd(profile, id, act, token, exchange);
    return { kind: "answered", exchange };
  }

  async #noteEnd(
    profile: Profile,
    id: bigint,
    act: Act,
    token: string,
    exchange: Exchange,
  ): Promise<void> {
    await this.parts.engagements.append(profile.id, id, {
      kind: "callEnded",
      act,
      token,
      outcome: outcomeOf(id, exchange),
      exchangeId: exchange.id,
    });
  }

  /** Notes that a request is about to leave; says why it must not, if so. */
  async #note(
    profile: Profile,
    id: bigint,
    { act, text, token, limitMs }: Note,
  ): Promise<"underWay" | "noSession" | undefined> {
    const { engagements, now } = this.parts;
    const until = now() + limitMs + graceMs;
    const sent = {
      kind: "callSent",
      act,
      token,
      until,
      ...(text !== undefined && { text }),
    } as const;
    if (act === "post") {
      return (await engagements.append(profile.id, id, sent)) ? undefined : "noSession";
    }
    if (await engagements.claim(profile.id, id, sent)) {
      return undefined;
    }
    const isUnderWay = engagements.find(profile.id, id)?.state.kind === "sending";
    return isUnderWay ? "underWay" : "noSession";
  }
}

interface Request<N extends AgentOperation> {
  readonly act: Act;
  readonly operation: N;
  readonly body: AgentBody<N>;
  /** The line that is posted. */
  readonly text?: string;
}

interface Note {
  readonly act: Act;
  readonly text?: string;
  readonly token: string;
  readonly limitMs: number;
}

/** The engagement that a success is about, as written by the server, where it is not the one asked for. */
export function otherEngagementOf(result: CallResult, asked: bigint): string | undefined {
  const answered = result.ok
    ? result.envelope.result.find(([name]) => name === "engagementId")?.[1]
    : undefined;
  return answered === asked.toString() ? undefined : answered;
}

/** What an exchange tells about the engagement it was made for. */
function outcomeOf(id: bigint, { result }: Exchange): CallOutcome {
  if (result.ok) {
    return otherEngagementOf(result, id) === undefined
      ? { kind: "done" }
      : { kind: "lost", reason: "otherEngagement" };
  }
  const { failure } = result.error;
  if (effectOf(failure) === "unknown") {
    return { kind: "lost", reason: lostReasonOf(failure) };
  }
  return failure.kind === "cancelled"
    ? { kind: "notSent" }
    : { kind: "refused", refusal: refusalOf(failure) };
}

function lostReasonOf({ kind }: Failure): LostReason {
  switch (kind) {
    case "timeout":
    case "cancelled":
      return kind;
    case "unreadable":
    case "tooLarge":
      return "unreadable";
    case "refused":
      return "gateway";
    case "network":
    case "unsendable":
    case "unauthorized":
    case "systemError":
    case "redirected":
      return "connectionLost";
  }
}

function refusalOf(failure: Failure): Refusal {
  return {
    kind: failure.kind,
    ...("status" in failure && { status: failure.status }),
    ...("exceptionCode" in failure && { exceptionCode: failure.exceptionCode }),
  };
}
