import type { ConfirmConclude } from "../ids";
import type { Profile } from "../profiles/profile";

/** How many ids a question names before it only counts the rest. */
const namedIds = 12;

/** Whether the setting and the profile's protection ask for a confirmation. */
export function mustConfirm(
  setting: ConfirmConclude,
  { protection }: Pick<Profile, "protection">,
): boolean {
  switch (setting) {
    case "never":
      return false;
    case "production":
      return protection === "production";
    default:
      // Whatever else stands in the settings file gets the careful reading.
      return true;
  }
}

/** A question before something is sent, with what to know to answer it. */
export interface Question {
  readonly question: string;
  readonly detail: string;
}

/** The question before concluding: names profile, site and every id as far as there is room. */
export function concludeQuestion(
  profile: Profile,
  ids: readonly bigint[],
  verb: "Conclude" | "Send Again",
): Question {
  const [first] = ids;
  const what = ids.length === 1 ? `engagement ${first}` : `${ids.length} engagements`;
  const rest = ids.length - namedIds;
  return {
    question:
      verb === "Conclude" ? `Conclude ${what}?` : `Send the request to conclude ${what} again?`,
    detail: [
      `Profile: ${profile.name}${profile.isSimulator ? "" : ` (${profile.protection})`}`,
      `Site: ${profile.fqSiteName} at ${profile.origin}`,
      `${ids.length === 1 ? "Engagement" : "Engagements"}: ${ids.slice(0, namedIds).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`,
      "",
      "The customer's chat ends. This cannot be undone.",
    ].join("\n"),
  };
}
