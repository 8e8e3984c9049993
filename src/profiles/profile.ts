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

/** Where and as whom a profile signs in. Without the password, which is a secret. */
export interface SignInAccount {
  /** The site's scheme, host and port, as {@link parseServer} gives them. */
  readonly siteOrigin: string;
  /** The agent's user name at the site. */
  readonly userName: string;
}

/** Where and as whom calls are made: the public part, without any secret. */
export interface Profile extends ChatServer {
  /** Never shown; survives renaming. */
  readonly id: string;
  readonly name: string;
  /** The agent's account id, sent as X-AID. */
  readonly accountId: string;
  readonly protection: Protection;
  /** Absent when the profile's session ids are pasted only. */
  readonly signIn?: SignInAccount;
  /** True for the profile of this window's own simulator. */
  readonly isSimulator: boolean;
}

/** Reads a stored profile; undefined when it is not one that the user could have typed. */
export function parseProfile(value: unknown): Profile | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { id, name, origin, fqSiteName, pool, accountId, protection, signIn } = value as Record<
    string,
    unknown
  >;
  const account = signIn === undefined ? undefined : parseAccount(signIn);
  if (
    !isFilled(id) ||
    !isFilled(name) ||
    !isOrigin(origin) ||
    !isPart(fqSiteName, checkSiteName) ||
    !isPart(pool, checkPool) ||
    !isPart(accountId, checkAccountId) ||
    (protection !== "production" && protection !== "test") ||
    (signIn !== undefined && !account)
  ) {
    return undefined;
  }
  return {
    ...{ id, name, origin, fqSiteName, pool, accountId, protection, isSimulator: false },
    ...(account && { signIn: account }),
  };
}

/** The addresses of a profile: its chat server's and, where it signs in, its site's. */
export function originsOf({
  origin,
  signIn,
}: Pick<Profile, "origin" | "signIn">): readonly string[] {
  return signIn && signIn.siteOrigin !== origin ? [origin, signIn.siteOrigin] : [origin];
}

/** Checks a list of at least one origin that was stored. */
export function areOrigins(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isOrigin);
}

/** Checks a user name: it goes into an Authorization header, where a colon ends it. */
export function checkUserName(text: string): PartProblem | undefined {
  const name = text.trim();
  if (name === "") {
    return "empty";
  }
  return /[:\p{Cc}]/u.test(name) ? "characters" : undefined;
}

function parseAccount(value: unknown): SignInAccount | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { siteOrigin, userName } = value as Record<string, unknown>;
  return isOrigin(siteOrigin) && isPart(userName, checkUserName)
    ? { siteOrigin, userName }
    : undefined;
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
