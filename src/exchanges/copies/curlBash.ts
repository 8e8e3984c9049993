import { globOption, headerArgument } from "./curlArguments";
import type { CopiedHeader, CopyParts } from "./parts";

/**
 * The request as a cURL command for bash and its kin. Variables are such that bash insists on them
 * and runs nothing without.
 */
export function curlForBash({ method, url, headers, body }: CopyParts): string {
  return [
    `curl --request ${bashWord(method)} ${globOption(url)}${quote(url)}`,
    ...headers.map((header) => `--header ${headerWord(header)}`),
    ...(body === undefined ? [] : [`--data-raw ${quote(body)}`]),
  ].join(" \\\n  ");
}

function headerWord(header: CopiedHeader): string {
  return "value" in header
    ? quote(headerArgument(header.name, header.value))
    : `${quote(`${header.name}: `)}"\${${header.variable}:?set it to ${header.hint}}"`;
}

function bashWord(text: string): string {
  return /^[A-Za-z]+$/.test(text) ? text : quote(text);
}

/** One bash word; inside single quotes nothing but the quote itself is special. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
