import {
  checkAccountId,
  checkPool,
  checkSiteName,
  parseServer,
  type ChatServer,
  type PartProblem,
} from "../chat/server";

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

/** Reads a stored profile; undefined when it is not one that the user could have typed. */
export function parseProfile(value: unknown): Profile | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { id, name, origin, fqSiteName, pool, accountId, protection } = value as Record<
    string,
    unknown
  >;
  if (
    !isFilled(id) ||
    !isFilled(name) ||
    !isOrigin(origin) ||
    !isPart(fqSiteName, checkSiteName) ||
    !isPart(pool, checkPool) ||
    !isPart(accountId, checkAccountId) ||
    (protection !== "production" && protection !== "test")
  ) {
    return undefined;
  }
  return { id, name, origin, fqSiteName, pool, accountId, protection, isSimulator: false };
}

function isFilled(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** An origin as {@link parseServer} gives it: credentials are sent there, so nothing else will do. */
function isOrigin(value: unknown): value is string {
  const reading = typeof value === "string" ? parseServer(value) : undefined;
  return reading?.ok === true && reading.origin === value;
}

function isPart(value: unknown, check: (text: string) => PartProblem | undefined): value is string {
  return typeof value === "string" && value === value.trim() && check(value) === undefined;
}
