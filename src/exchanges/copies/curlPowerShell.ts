import { globOption, headerArgument } from "./curlArguments";
import { variablesOf, type CopiedHeader, type CopyParts } from "./parts";

/**
 * The request as a cURL command for PowerShell on Windows, 5.1 and later. Releases before 7.3 lose
 * quotation marks in arguments, and all of them may recode what is piped, so the body goes through a
 * file, which is removed. `curl.exe` is said in full: `curl` is another command in 5.1. Where a
 * header holds a quotation mark, releases that would lose it are refused.
 */
export function curlForPowerShell(parts: CopyParts): string {
  const { method, url, headers, body } = parts;
  const words = [
    `curl.exe --request ${literal(method)} ${globOption(url)}${literal(url)}`,
    ...headers.map((header) => `--header ${headerWord(header)}`),
    ...(body === undefined ? [] : ['--data-binary "@$body"']),
  ];
  return [
    ...(needsExactArguments(parts) ? [versionCheck] : []),
    ...variablesOf(parts).map(
      ({ variable, hint }) =>
        `if (-not $env:${variable}) { throw '${variable}: set it to ${hint}' }`,
    ),
    ...(body === undefined
      ? [words.join(" `\n  ")]
      : [
          "$body = [IO.Path]::GetTempFileName()",
          "try {",
          `  [IO.File]::WriteAllText($body, ${literal(body)})`,
          `  ${words.join(" `\n    ")}`,
          "} finally { Remove-Item -LiteralPath $body }",
        ]),
  ].join("\n");
}

const versionCheck =
  "if ($PSVersionTable.PSVersion -lt [version]'7.3') { throw 'Use PowerShell 7.3 or later: before it, quotation marks in headers are lost' }";

function needsExactArguments({ url, headers }: CopyParts): boolean {
  return [url, ...headers.map((header) => ("value" in header ? header.value : ""))].some(
    (text) => text.includes('"') || text.endsWith("\\"),
  );
}

function headerWord(header: CopiedHeader): string {
  return "value" in header
    ? literal(headerArgument(header.name, header.value))
    : `(${literal(`${header.name}: `)} + $env:${header.variable})`;
}

/**
 * One PowerShell value. A single quote, straight or curly, ends the text unless it stands twice.
 * Control characters are named, since pasting may change them.
 */
function literal(text: string): string {
  const parts = text
    .split(/([\p{Cc}\u2028\u2029])/u)
    .map((part, index) =>
      index % 2 === 1
        ? `[char]${part.charCodeAt(0)}`
        : `'${part.replace(/['\u2018-\u201b]/g, "$&$&")}'`,
    )
    .filter((part, index) => part !== "''" || index === 0);
  return parts.length === 1 ? parts.join("") : `(${parts.join(" + ")})`;
}
