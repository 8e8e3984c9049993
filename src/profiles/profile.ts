import type { ChatServer } from "../chat/server";

/** How careful to be: calls on a production site are confirmed by default. */
export type Protection = "production" | "test";

/** Where and as whom calls are made: the public part, without any secret. */
export interface Profile extends ChatServer {
  /** Never shown; survives renaming. */
  readonly id: string;
  readonly name: string;
  /** The agent's account id, sent as X-AID. */
  readonly accountId: string;
  readonly protection: Protection;
  /** True for the profile of this window's own simulator. */
  readonly isSimulator: boolean;
}

/** Reads a stored profile; undefined when it is not one. */
export function parseProfile(value: unknown): Profile | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { id, name, origin, fqSiteName, pool, accountId, protection } = value as Record<
    string,
    unknown
  >;
  if (
    typeof id !== "string" ||
    typeof name !== "string" ||
    typeof origin !== "string" ||
    !URL.canParse(origin) ||
    typeof fqSiteName !== "string" ||
    typeof pool !== "string" ||
    typeof accountId !== "string" ||
    (protection !== "production" && protection !== "test")
  ) {
    return undefined;
  }
  return { id, name, origin, fqSiteName, pool, accountId, protection, isSimulator: false };
}
