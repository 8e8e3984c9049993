import type { ConfirmConclude } from "../ids";
import type { Profile } from "../profiles/profile";
import type { SettlingAct } from "./actText";

/** How many ids a question names before it only counts the rest. */
const namedIds = 12;

/** How much of the answer about reroute availability a question shows, in characters. */
const longestAvailability = 600;

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

/** The button that says yes. */
export type ActVerb = "Conclude" | "Conclude All" | "Reroute" | "Send Again";

/** The question before an act: names profile, site and every id as far as there is room. */
export function actQuestion(
  act: SettlingAct,
  profile: Profile,
  ids: readonly bigint[],
  verb: ActVerb,
): Question {
  const [first] = ids;
  const { consequence, name } = questionWords[act];
  const what = ids.length === 1 ? `engagement ${first}` : `${ids.length} engagements`;
  const all = `all ${ids.length} engagements of ${profile.name}`;
  return {
    question:
      verb === "Send Again"
        ? `Send the request to ${name.toLowerCase()} ${what} again?`
        : `${name} ${verb === "Conclude All" && ids.length > 1 ? all : what}?`,
    detail: [...whereLines(profile), idsLine(ids), "", consequence].join("\n"),
  };
}

/** What the server answered when it was asked whether somebody could take over. */
export type Availability =
  | { readonly kind: "answered"; readonly body: string }
  /** Nothing is known; why, as a whole sentence. */
  | { readonly kind: "notKnown"; readonly why: string };

/** The question before rerouting, with what the server says of its chances. */
export function rerouteQuestion(
  profile: Profile,
  id: bigint,
  availability: Availability,
): Question {
  return {
    question: `Reroute engagement ${id}?`,
    detail: [
      ...whereLines(profile),
      "",
      availability.kind === "answered"
        ? `The server's guess whether somebody would take over: ${shortened(availability.body)}`
        : `Whether somebody would take over is not known. ${availability.why}`,
      "",
      questionWords.reroute.consequence,
    ].join("\n"),
  };
}

const questionWords: Readonly<
  Record<SettlingAct, { readonly name: string; readonly consequence: string }>
> = {
  accept: {
    name: "Accept",
    consequence: "The customer is connected with this agent.",
  },
  decline: {
    name: "Decline",
    consequence: "The customer keeps waiting for another agent.",
  },
  reroute: {
    name: "Reroute",
    consequence:
      "It goes to the escalation queue that the site's rules choose, and this agent holds it no more. This cannot be undone.",
  },
  conclude: {
    name: "Conclude",
    consequence: "The customer's chat ends. This cannot be undone.",
  },
  release: {
    name: "Release",
    consequence: "The wrap-up ends, and its slot is free for another engagement.",
  },
};

function whereLines(profile: Profile): readonly string[] {
  return [
    `Profile: ${profile.name}${profile.isSimulator ? "" : ` (${profile.protection})`}`,
    `Site: ${profile.fqSiteName} at ${profile.origin}`,
  ];
}

function idsLine(ids: readonly bigint[]): string {
  const rest = ids.length - namedIds;
  return `${ids.length === 1 ? "Engagement" : "Engagements"}: ${ids.slice(0, namedIds).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function shortened(body: string): string {
  const text = body.replace(/\s+/g, " ").trim();
  return text === ""
    ? "an empty answer"
    : text.length > longestAvailability
      ? `${text.slice(0, longestAvailability - 1)}…`
      : text;
}
