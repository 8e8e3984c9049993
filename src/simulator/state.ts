import type { SimulatedAccount, TokenList } from "./accounts";
import type { EngagementList } from "./engagements";
import type { SessionList } from "./sessions";

/** Everything the simulated site and chat server know; the operation handlers work on it. */
export interface ServerState {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly port: number;
  /** The fully qualified site name of the path. */
  readonly site: string;
  readonly pool: string;
  /** Where the site says that its chat server is. */
  readonly settings: { readonly domain: string; readonly port: number };
  readonly accounts: readonly SimulatedAccount[];
  readonly tokens: TokenList;
  readonly sessions: SessionList;
  readonly engagements: EngagementList;
  /** What an unknown or already concluded engagement gets. */
  readonly unknownEngagement: { readonly status: number; readonly exceptionCode?: string };
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
}
