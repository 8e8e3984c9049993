import { allOperations } from "../../chat/operations";
import { readRequestDocument, type RequestDocument } from "../../documents/requestDocument";
import { memberOf, parseDocument, unlessTooDeep } from "../../documents/tree";
import type { Profile } from "../../profiles/profile";
import { escapeIcons } from "../inertText";

/** A command over the line in which a document names its operation. */
export interface DocumentLens {
  /** Where its line is, in UTF-16 units. */
  readonly offset: number;
  readonly title: string;
  readonly tooltip: string;
  /** A command for the document, by its name in `commandIds`, or the list of problems; `none` only tells. */
  readonly command:
    | "none"
    | "sendDocument"
    | "sendDocumentAnyway"
    | "sendDocumentAndCompare"
    | "copyDocumentAs"
    | "cancelDocument"
    | "problems";
}

/**
 * What can be done with a document, from left to right; nothing where no operation is named. Before
 * what sends stands what is sent where: a document may come from anybody, and the click is the user's
 * only word on it. `profile` is the window's.
 */
export function lensesOf(
  text: string,
  isRunning: boolean,
  profile: Profile | undefined,
): readonly DocumentLens[] {
  const named = unlessTooDeep(() => memberOf(parseDocument(text).root, "operation"), undefined);
  if (!named) {
    return [];
  }
  const { offset } = named.key;
  const { document, problems } = readRequestDocument(text);
  if (isRunning) {
    return [
      {
        ...{ offset, title: "$(loading~spin) Sending… — Cancel", command: "cancelDocument" },
        tooltip: "Stop waiting for the answer",
      },
    ];
  }
  if (!document) {
    return [
      {
        ...{ offset, title: "$(error) Show Problems", command: "problems" },
        tooltip: "The document cannot be read, so it cannot be sent",
      },
    ];
  }
  const send: DocumentLens = problems.some(({ severity }) => severity === "error")
    ? {
        ...{ offset, title: "Send Anyway", command: "sendDocumentAnyway" },
        tooltip: "Send the request although the document has errors, to see what the server says",
      }
    : {
        ...{ offset, title: "Send", command: "sendDocument" },
        tooltip: "Send the request through the active profile and show the answer",
      };
  return [
    { offset, ...destination(document, profile), command: "none" },
    send,
    {
      ...{ offset, title: "Send and Compare", command: "sendDocumentAndCompare" },
      tooltip: "Send the request and compare the answer with the one before",
    },
    {
      ...{ offset, title: "Copy as…", command: "copyDocumentAs" },
      tooltip: "Copy the request as cURL, .http or fetch",
    },
  ];
}

/** The operation, the host that gets it and as whom; nothing of it is taken from the document's own words. */
function destination(
  { operation, pool }: RequestDocument,
  profile: Profile | undefined,
): Pick<DocumentLens, "title" | "tooltip"> {
  if (!profile) {
    return {
      title: `${operation}, by no profile yet`,
      tooltip:
        "Whoever sends this request is asked which profile to use, and nothing is sent before",
    };
  }
  const { method, place } = allOperations[operation];
  const { name, origin, signIn, fqSiteName } = profile;
  const server = place === "site" ? signIn?.siteOrigin : origin;
  const host = server === undefined ? "a site that is not known yet" : new URL(server).host;
  return {
    title: escapeIcons(`${operation} to ${host}, as ${name}`),
    tooltip: [
      `What is sent: ${method} ${operation}, with the credentials of “${name}”`,
      `Where: ${server ?? "the site, which signing in once tells"}`,
      ...(place === "site" ? [] : [`Site ${fqSiteName}, pool ${pool ?? profile.pool}`]),
      ...(profile.isSimulator ? ["The built-in simulator"] : [`A ${profile.protection} site`]),
    ].join("\n"),
  };
}
