import type { SimulatedAccount, TokenList } from "./accounts";
import type { AgentSide } from "./agentSide";
import type { ChatRoom } from "./chatRoom";
import type { ConsumerSide } from "./consumerSide";
import type { EngagementList } from "./engagements";
import type { Pool } from "./pool";
import type { SessionList } from "./sessions";

/** Everything the simulated site and chat server know; the operation handlers work on it. */
export interface ServerState {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly port: number;
  /** The fully qualified site name of the path. */
  readonly site: string;
  /** The pool that counts at the moment. */
  readonly pool: string;
  readonly pools: Pool;
  /** Where the site says that its chat server is. */
  readonly settings: { readonly domain: string; readonly port: number };
  readonly accounts: readonly SimulatedAccount[];
  readonly tokens: TokenList;
  readonly sessions: SessionList;
  readonly engagements: EngagementList;
  readonly room: ChatRoom;
  /** What agents do. */
  readonly agents: AgentSide;
  /** What customers do. */
  readonly consumers: ConsumerSide;
  /** How many engagements there may be before a customer's request for one is refused. */
  readonly maxEngagements: number;
  /** What an unknown or already concluded engagement gets. */
  readonly unknownEngagement: { readonly status: number; readonly exceptionCode?: string };
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
}
