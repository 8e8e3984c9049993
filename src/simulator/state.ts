import type { EngagementList } from "./engagements";

/** Everything the simulated chat server knows; the operation handlers work on it. */
export interface ServerState {
  /** The fully qualified site name of the path. */
  readonly site: string;
  readonly pool: string;
  /** The account of the agent, sent as X-AID. */
  readonly accountId: string;
  /** The session of the agent, sent as X-JSESSIONID. */
  readonly sessionId: string;
  /** Whether the session was ended; every call is refused from then on. */
  isSessionEnded: boolean;
  readonly engagements: EngagementList;
  /** What an unknown or already concluded engagement gets. */
  readonly unknownEngagement: { readonly status: number; readonly exceptionCode: string };
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
}
