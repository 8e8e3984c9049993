import type { Profile } from "../profiles/profile";

/**
 * The chat servers that the user let the tokens of a site go to, while the window is open. What was
 * accepted for one site says nothing of another one that names the same server, nor of another server
 * that the site names later.
 */
export class AcceptedServers {
  readonly #accepted = new Set<string>();

  /**
   * Whether the tokens of a site may go to an address without a question. An address that a profile
   * has was typed, or accepted for the site that the profile signs in at.
   */
  isAccepted(
    profile: Pick<Profile, "origin" | "signIn">,
    siteOrigin: string,
    origin: string,
  ): boolean {
    const isOfSite = profile.signIn === undefined || profile.signIn.siteOrigin === siteOrigin;
    return (isOfSite && profile.origin === origin) || this.#accepted.has(key(siteOrigin, origin));
  }

  /** Notes that the user said yes. */
  accept(siteOrigin: string, origin: string): void {
    this.#accepted.add(key(siteOrigin, origin));
  }
}

/** Two origins: neither has a blank in it. */
function key(siteOrigin: string, origin: string): string {
  return `${siteOrigin} ${origin}`;
}
