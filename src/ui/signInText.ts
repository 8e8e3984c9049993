import type { ChatServer } from "../chat/server";
import type { Profile } from "../profiles/profile";
import type { SignInStep, UnusableMember } from "../session/signIn";
import type { Question } from "./confirmation";
import type { FailureText } from "./failureScene";

/** What the progress of a sign-in says at a step. */
export function stepText(step: SignInStep, siteOrigin: string): string {
  switch (step) {
    case 1:
      return `1 of 3: asking ${new URL(siteOrigin).host} for its chat server`;
    case 2:
      return "2 of 3: getting a token from the site";
    case 3:
      return "3 of 3: beginning an agent session at the chat server";
  }
}

/** Whether the token of an agent may go to another host than the site: with the names of both. */
export function serverQuestion(
  siteOrigin: string,
  { origin }: Pick<ChatServer, "origin">,
): Question {
  return {
    question: `Sign in at the chat server ${origin}?`,
    detail: `The site ${siteOrigin} names it as its chat server. The agent's token and session go there; the password does not. You are asked once for this site and this chat server.`,
  };
}

/** Says that an answer has what a sign-in needs, but not in a form that could be used. */
export function unusableText(what: UnusableMember, siteOrigin: string): FailureText {
  const site = new URL(siteOrigin).host;
  const checkSite = "Check the host of the site; if it is right, ask its administrator.";
  const told = (headline: string, explanation: string, advice = checkSite): FailureText => ({
    headline: `Could not sign in: ${headline}`,
    explanation,
    advice,
    remedy: "signIn",
  });
  switch (what.member) {
    case "domain":
      return told(
        "the site names no chat server that can be called",
        `The domain that ${site} tells is “${what.value}”, which is not a host.`,
      );
    case "port":
      return told(
        "the site names no chat server that can be called",
        `The port that ${site} tells is “${what.value}”, which is not a port.`,
      );
    case "pool":
    case "siteName":
      return told(
        "what the site tells of its chat server cannot be used",
        `The ${what.member} that ${site} tells is “${what.value}”, which has characters that cannot be sent.`,
      );
    case "sessionToken":
      return told(
        "the site gave no token that can be sent",
        "Something other than the site may have answered. No session was begun.",
      );
    case "sessionId":
      return told(
        "the chat server gave no session id that can be sent",
        "Something other than the chat server may have answered.",
        "The session may have begun all the same: sign in again, and take it over if the chat server refuses.",
      );
  }
}

/** The question before logging off with engagements at hand. */
export function logOffQuestion(profile: Profile, open: number): Question {
  const engagements = open === 1 ? "1 engagement" : `${open} engagements`;
  return {
    question: `Log off “${profile.name}” with ${engagements} open?`,
    detail: [
      `Profile: ${profile.name}${profile.isSimulator ? "" : ` (${profile.protection})`}`,
      `Site: ${profile.fqSiteName} at ${profile.origin}`,
      "",
      `${open === 1 ? "It is" : "They are"} active or in wrap-up. Customers who are still connected get no answer any more. What the site does with open engagements is not documented; conclude and release first if in doubt.`,
    ].join("\n"),
  };
}
