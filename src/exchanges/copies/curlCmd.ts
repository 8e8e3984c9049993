import { globOption, headerArgument } from "./curlArguments";
import { variablesOf, type CopiedHeader, type CopyParts } from "./parts";

/**
 * The request as a cURL command for the command prompt of Windows, typed or pasted: in a batch file
 * percent signs mean something else. Every argument is escaped twice, for the prompt and for curl's
 * own reading of its command line. The prompt drops carriage returns, whatever is done.
 */
export function curlForCmd(parts: CopyParts): string {
  const { method, url, headers, body } = parts;
  const checks = variablesOf(parts).map(
    ({ variable, hint }) =>
      `if not defined ${variable} (echo ${variable}: set it to ${hint}) else `,
  );
  return [
    `${checks.join("")}curl --request ${argument(method)} ${globOption(url)}${argument(url)}`,
    ...headers.map((header) => `--header ${headerWord(header)}`),
    ...(body === undefined ? [] : [`--data-raw ${argument(body)}`]),
  ].join(" ^\n  ");
}

/** The variable is put in before anything else is read; quotes keep the prompt from reading it. */
function headerWord(header: CopiedHeader): string {
  return "value" in header
    ? argument(headerArgument(header.name, header.value))
    : `${escapeAll(header.name)}": %${header.variable}%"`;
}

/** One argument: quoted as Microsoft's C runtime reads it, and that hidden from the prompt. */
function argument(text: string): string {
  if (/^[A-Za-z]+$/.test(text)) {
    return text;
  }
  const quoted = `"${text.replace(/(\\*)("|$)/g, (_, slashes: string, end: string) =>
    end === "" ? slashes + slashes : `${slashes}${slashes}\\"`,
  )}"`;
  return escapeAll(quoted);
}

function escapeAll(text: string): string {
  let escaped = "";
  let isAfterPercent = false;
  for (const character of text) {
    escaped += escapeForPrompt(character, isAfterPercent);
    isAfterPercent = character === "%";
  }
  return escaped;
}

/**
 * A caret before a character makes it ordinary. Behind a percent sign every character gets one, so
 * that what stands there names no variable. A line feed must be doubled behind its caret.
 */
function escapeForPrompt(character: string, isAfterPercent: boolean): string {
  if (character === "\n") {
    return "^\n\n";
  }
  return isAfterPercent || /["^&|<>()%!]/.test(character) ? `^${character}` : character;
}
