import { minSessionIdLength, type PartProblem, type ServerProblem } from "../chat/server";
import type { Int64Problem } from "../util/int64";

/** What to say in the box when an engagement id cannot be used. */
export function engagementIdText(problem: Int64Problem): string {
  switch (problem) {
    case "empty":
      return "Enter the engagement's id: digits only, for example 1000.";
    case "negative":
      return "An engagement id is never negative. Enter it without the minus sign.";
    case "notDigits":
      return "An engagement id is written in digits only: no letters, signs, commas or exponents.";
    case "tooLarge":
      return "No engagement id is that large: the largest is 9223372036854775807 (2^63 − 1).";
  }
}

/** What to say in the box when a chat server's address cannot be used. */
export function serverText(problem: ServerProblem): string {
  switch (problem.kind) {
    case "empty":
      return "Enter the host of the chat server, for example chat.example.com, or paste a URL of its API.";
    case "blanks":
      return "A host has no blanks or control characters in it. Remove them.";
    case "unreadable":
      return "This is neither a host nor a URL. Enter something like chat.example.com:8084.";
    case "scheme":
      return `The API is not served over ${problem.scheme}. Leave the scheme out or use https.`;
    case "plainHttp":
      return `Plain http would send the session in clear to ${problem.host}. Use https; http is for this machine (127.0.0.1, localhost) only.`;
    case "userInfo":
      return "User and password do not belong in the address. Remove what stands before the @.";
    case "path":
      return `“${problem.path}” is not a path of the Agent API. Enter the host alone, or paste a whole URL with /engagement/api/agent/….`;
    case "query":
      return "A host has no ? or # behind it. Enter the host alone, or paste a whole URL of the API.";
  }
}

/** What to say in the box when a part of a profile or a session id cannot be used. */
export function partText(what: string, example: string, problem: PartProblem): string {
  switch (problem) {
    case "empty":
      return `Enter the ${what}, for example ${example}.`;
    case "blanks":
      return `The ${what} has no blanks in it. Remove them.`;
    case "characters":
      return `The ${what} has a character that it cannot have. It looks like ${example}.`;
    case "tooShort":
      return `The ${what} has at least ${minSessionIdLength} characters. Paste it whole.`;
  }
}
