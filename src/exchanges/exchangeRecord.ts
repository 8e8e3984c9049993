import type { Exchange } from "../chat/exchange";
import type { Profile } from "../profiles/profile";
import type { SentBy } from "../session/agentCalls";

/** An exchange with what it was about. Holds no secret. */
export interface ExchangeRecord {
  readonly exchange: Exchange;
  /** The profile as it was when the request was sent. */
  readonly profile: Profile;
  /** Absent where the call was about no engagement. */
  readonly engagementId?: bigint;
  /** A command where it is absent. */
  readonly sentBy?: SentBy;
}
