import type { CustomField } from "../chat/fields";
import type { RequestBody } from "../chat/operations";
import type { PropertyOwner } from "../chat/settableProperties";
import type { ActivityStatus } from "./agentChannel";
import { assumptions } from "./assumptions";
import type { ChatRoom } from "./chatRoom";
import { previewStateOf, tellPost } from "./consumerSide";
import type { SimulatedEngagement, SimulatedState } from "./engagements";
import type { SimulatedSession } from "./sessions";

/**
 * What came of an act: `unknown` engagement, one of a `foreign` session, or the state in which the
 * act is not possible.
 */
export type ActOutcome = "done" | "unknown" | "foreign" | SimulatedState;

/** What an agent does at the moment in an engagement, and what it shows of that. */
type InteractionStatus = Omit<
  RequestBody<"setInteractionStatus">,
  "engagementId" | "clientId" | "sequenceNumber" | "timeCreated"
>;

/** What agents do with their session and with engagements. */
export class AgentSide {
  constructor(private readonly room: ChatRoom) {}

  /** Takes engagements from then on, or no more; offers that are out stand. */
  setStatus(session: SimulatedSession, status: ActivityStatus): void {
    const channel = this.room.agentOf(session);
    channel.status = status;
    channel.absence.contact();
    this.room.dispatch();
  }

  /** Asks for engagements until it is withdrawn; what was declined or missed may be offered again. */
  request(session: SimulatedSession, isRequesting: boolean, maxSessionCount: number): void {
    const channel = this.room.agentOf(session);
    channel.isRequesting = isRequesting;
    channel.maxSessionCount = maxSessionCount;
    if (isRequesting) {
      channel.passedBy.clear();
    }
    this.room.dispatch();
  }

  accept(session: SimulatedSession, id: bigint): ActOutcome {
    return this.#act(session, id, "offered", (offered) => {
      this.room.stopOffer(id);
      const consumer = this.room.consumerOf(offered);
      consumer.stopWaiting();
      const engagement = this.room.engagements.change(id, { state: "active" });
      const { clientId } = session;
      const name = this.nameOf(session);
      if (this.room.settings.tellsOwnActs) {
        const from = { clientId, senderType: "AGENT" } as const;
        this.room.tellAgent(engagement, "added", from, { name, role: "LEAD" });
      }
      for (const post of consumer.unread) {
        tellPost(this.room, engagement, post);
      }
      consumer.unread = [];
      this.room.tellConsumer(engagement, { kind: "joined", clientId, name });
      this.room.dispatch();
    });
  }

  /** The engagement goes back to its place in the queue. */
  decline(session: SimulatedSession, id: bigint): ActOutcome {
    return this.#act(session, id, "offered", () => {
      this.room.stopOffer(id);
      this.room.agentOf(session).passedBy.add(id);
      this.room.engagements.change(id, { state: "queued", sessionId: undefined });
      this.room.dispatch();
    });
  }

  /** A line to the customer. */
  post(session: SimulatedSession, id: bigint, text: string): ActOutcome {
    return this.#act(session, id, "active", (engagement) => {
      const { clientId } = session;
      this.room.tellConsumer(engagement, { kind: "posted", clientId, text });
    });
  }

  /** The customer is told whether the agent types, unless the status is not for customers. */
  interact(session: SimulatedSession, id: bigint, status: InteractionStatus): ActOutcome {
    return this.#act(session, id, "active", (engagement) => {
      const { visibility, ...told } = status;
      if (visibility !== "NOT_ENDUSER") {
        this.room.tellConsumer(engagement, {
          kind: "activity",
          clientId: session.clientId,
          engagementId: id,
          mode: told.mode,
          sneakPreviewState: told.sneakPreviewState ?? previewStateOf(told.sneakPreview),
          sneakPreviewInterval: told.sneakPreviewInterval ?? assumptions.sneakPreviewInterval.value,
          sneakPreview: told.sneakPreview ?? null,
          sneakPreviewFocus: told.sneakPreviewFocus ?? false,
        });
      }
    });
  }

  /** Keeps properties with the engagement; those of the same name are replaced. */
  setProperties(
    session: SimulatedSession,
    id: bigint,
    owner: PropertyOwner,
    properties: Readonly<Record<string, string>>,
    customFields: readonly CustomField[] = [],
  ): ActOutcome {
    return this.#act(session, id, "active", (engagement) => {
      const names = new Set(customFields.map(({ name }) => name));
      this.room.engagements.change(id, {
        properties: {
          ...engagement.properties,
          [owner]: { ...engagement.properties[owner], ...properties },
        },
        customFields: [
          ...engagement.customFields.filter(({ name }) => !names.has(name)),
          ...customFields,
        ],
      });
    });
  }

  conclude(session: SimulatedSession, id: bigint): ActOutcome {
    return this.#act(session, id, "active", () => {
      this.room.finish(id, "AGENT_CONCLUDED");
    });
  }

  /** Gives up what was concluded: the slot is free for the next offer. */
  release(session: SimulatedSession, id: bigint): ActOutcome {
    return this.#act(session, id, "wrapUp", () => {
      this.room.engagements.change(id, { state: "released" });
      this.room.dispatch();
    });
  }

  /** Sends the customer to the escalation queue; nothing is left to release. */
  reroute(session: SimulatedSession, id: bigint): ActOutcome {
    return this.#act(session, id, "active", (engagement) => {
      const { escalationQueue } = this.room.settings;
      this.room.sendBack(engagement, this.room.agentOf(session), escalationQueue);
      this.room.dispatch();
    });
  }

  /** Who would find a rerouted engagement: agents other than this who are ready for one. */
  rerouteTargets(session: SimulatedSession): number {
    return this.room.agents.filter(
      (channel) =>
        channel.isOpen &&
        channel.session.id !== session.id &&
        channel.status === "AVAILABLE" &&
        channel.isRequesting,
    ).length;
  }

  /** The engagement, when it is one of this session. */
  held(session: SimulatedSession, id: bigint): SimulatedEngagement | "unknown" | "foreign" {
    const engagement = this.room.engagements.find(id);
    if (engagement === undefined) {
      return "unknown";
    }
    return engagement.isAnyones || engagement.sessionId === session.id ? engagement : "foreign";
  }

  /** What customers see as the name of the agent. */
  nameOf({ accountId }: SimulatedSession): string {
    const account = this.room.settings.accounts.find((known) => known.accountId === accountId);
    return account?.userName ?? accountId;
  }

  #act(
    session: SimulatedSession,
    id: bigint,
    needed: SimulatedState,
    act: (engagement: SimulatedEngagement) => void,
  ): ActOutcome {
    const held = this.held(session, id);
    if (typeof held === "string") {
      return held;
    }
    if (held.state !== needed) {
      return held.state;
    }
    // What belongs to anyone is told to whoever acted on it last.
    act(held.isAnyones ? this.room.engagements.change(id, { sessionId: session.id }) : held);
    return "done";
  }
}
