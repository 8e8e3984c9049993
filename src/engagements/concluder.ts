import type { ChatClient } from "../chat/client";
import type { CallResult, Exchange } from "../chat/exchange";
import { effectOf, type Failure } from "../chat/failure";
import type { Profile } from "../profiles/profile";
import type { SequenceNumbers } from "../session/sequenceNumbers";
import type { SessionStore } from "../session/sessionStore";
import type { EngagementEvent, LostReason, Refusal } from "./engagement";
import type { EngagementStore } from "./engagementStore";

/** What came of asking to conclude one engagement. */
export type ConcludeOutcome =
  | { readonly kind: "answered"; readonly exchange: Exchange }
  /** Nothing was sent: the profile has no session for its present address, or was just removed. */
  | { readonly kind: "noSession" }
  /** Nothing was sent: the same engagement is being concluded already, here or in another window. */
  | { readonly kind: "underWay" }
  /** Nothing was sent: the user cancelled before its turn. */
  | { readonly kind: "notStarted" };

/** What concluding needs. */
export interface ConcluderParts {
  readonly client: ChatClient;
  readonly sessions: Pick<SessionStore, "get">;
  readonly sequenceNumbers: Pick<SequenceNumbers, "next">;
  readonly engagements: EngagementStore;
  /** The longest wait for an answer, in ms; read at each call. */
  readonly timeoutMs: () => number;
  readonly now: () => number;
}

/** The largest answer that is read, in bytes. */
const maxAnswerBytes = 32 * 1024 * 1024;

/** How long after the limit of a request its outcome is stored at the latest, in ms. */
const graceMs = 10_000;

/** Concludes engagements and keeps their state in step with what is known. */
export class Concluder {
  readonly #underWay = new Set<string>();

  constructor(private readonly parts: ConcluderParts) {}

  /**
   * Concludes one engagement with one request, which is never repeated.
   * @throws SecretStorageError when the session cannot be read; nothing is sent then.
   */
  async conclude(profile: Profile, id: bigint, signal?: AbortSignal): Promise<ConcludeOutcome> {
    const key = `${profile.id}/${id}`;
    if (this.#underWay.has(key)) {
      return { kind: "underWay" };
    }
    this.#underWay.add(key);
    try {
      return await this.#conclude(profile, id, signal);
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #conclude(
    profile: Profile,
    id: bigint,
    signal: AbortSignal | undefined,
  ): Promise<ConcludeOutcome> {
    const { client, engagements, sequenceNumbers, sessions, timeoutMs, now } = this.parts;
    const session = await sessions.get(profile);
    if (!session) {
      return { kind: "noSession" };
    }
    if (signal?.aborted) {
      return { kind: "notStarted" };
    }
    const sequenceNumber = await sequenceNumbers.next(session);
    const limitMs = timeoutMs();
    const until = now() + limitMs + graceMs;
    // Stored before the request leaves: if VS Code ends now, the outcome is known to be unknown.
    if (!(await engagements.apply(profile.id, id, { kind: "concludeSent", until }))) {
      const isUnderWay = engagements.find(profile.id, id)?.state.kind === "concluding";
      return { kind: isUnderWay ? "underWay" : "noSession" };
    }
    const { exchange } = await client.call(
      "concludeChat",
      { engagementId: id, sequenceNumber, timeCreated: BigInt(now()) },
      {
        server: profile,
        credentials: { accountId: profile.accountId, sessionId: session.sessionId },
        timeoutMs: limitMs,
        maxBytes: maxAnswerBytes,
        ...(signal && { signal }),
      },
    );
    await engagements.apply(profile.id, id, eventOf(id, exchange));
    return { kind: "answered", exchange };
  }
}

/** The engagement that a success is about, as written by the server, where it is not the one asked for. */
export function otherEngagementOf(result: CallResult, asked: bigint): string | undefined {
  const answered = result.ok
    ? result.envelope.result.find(([name]) => name === "engagementId")?.[1]
    : undefined;
  return answered === asked.toString() ? undefined : answered;
}

/** What an exchange of concludeChat tells about the engagement it asked for. */
function eventOf(id: bigint, { result }: Exchange): EngagementEvent {
  if (result.ok) {
    return otherEngagementOf(result, id) === undefined
      ? { kind: "concluded" }
      : { kind: "concludeLost", reason: "otherEngagement" };
  }
  const { failure } = result.error;
  if (effectOf(failure) === "unknown") {
    return { kind: "concludeLost", reason: lostReasonOf(failure) };
  }
  return failure.kind === "cancelled"
    ? { kind: "concludeNotSent" }
    : { kind: "concludeRefused", refusal: refusalOf(failure) };
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
