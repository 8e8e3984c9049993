import { parseServer, type ServerProblem, type ServerReading } from "../chat/server";
import { checkUserName } from "../profiles/profile";
import { serverText } from "./inputText";

/** Reads the address of a site: a host, or the address of any of its pages. */
export function parseSite(text: string): ServerReading {
  // Where a page was pasted, only what stands before its path counts.
  const [place = ""] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*/i.exec(text.trim()) ?? [];
  return parseServer(place);
}

/** What to say in the box when a site's address cannot be used. */
export function siteText(problem: ServerProblem): string {
  switch (problem.kind) {
    case "empty":
      return "Enter the host of the site, for example acme.custhelp.com, or paste the address of any of its pages.";
    case "unreadable":
      return "This is neither a host nor an address. Enter something like acme.custhelp.com.";
    case "scheme":
      return `A site is not served over ${problem.scheme}. Leave the scheme out or use https.`;
    case "plainHttp":
      return `Plain http would send the password in clear to ${problem.host}. Use https; http is for this machine (127.0.0.1, localhost) only.`;
    case "blanks":
    case "userInfo":
    case "path":
    case "query":
      return serverText(problem);
  }
}

/** What to say in the box when a user name cannot be used. */
export function userNameText(text: string): string | undefined {
  const problem = checkUserName(text);
  if (problem === undefined) {
    return undefined;
  }
  return problem === "empty"
    ? "Enter the user name of the agent's account."
    : "A user name has no colon and no control character in it.";
}
