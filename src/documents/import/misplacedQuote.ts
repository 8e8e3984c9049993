import type { ImportNote } from "./imported";

/**
 * Data that begins with a header option instead of a value. Between the quote and the one after
 * `-H` stands nothing but the option, so that the header and all that follows fall out of the data:
 * `-d ' -H 'X-AID: 12' {"engagementId": 1000}'`, as Oracle's reference shows it for concludeChat,
 * logoff and rerouteEngagement.
 */
const opening =
  /(?<=\s)(?<option>-d|--data(?:-raw|-binary|-ascii)?|--json)[ \t]+(?<quote>['"\u2018-\u201f])\s*(?=(?:-H|--header)[ \t]*['"\u2018-\u201f])/g;

const header =
  /\s*(?:-H|--header)[ \t]*['"\u2018-\u201f](?<value>[^'"\u2018-\u201f\r\n]*)['"\u2018-\u201f]/y;

/** Puts such headers before the data, where they were meant to be. */
export function withoutMisplacedQuotes(text: string): {
  readonly text: string;
  readonly notes: readonly ImportNote[];
} {
  const notes: ImportNote[] = [];
  let mended = "";
  let done = 0;
  for (const found of text.matchAll(opening)) {
    if (found.index < done) {
      continue;
    }
    const { option = "-d", quote = "'" } = found.groups ?? {};
    const values: string[] = [];
    let end = found.index + found[0].length;
    header.lastIndex = end;
    for (let at = header.exec(text); at; at = header.exec(text)) {
      values.push(at.groups?.["value"] ?? "");
      end = header.lastIndex;
    }
    if (values.length > 0) {
      const headers = values.map((value) => `-H ${quote}${value}${quote} `).join("");
      mended += `${text.slice(done, found.index)}${headers}${option} ${quote}`;
      done = end + (/^\s*/.exec(text.slice(end, end + 100))?.[0].length ?? 0);
      notes.push({
        kind: "misplacedQuote",
        option,
        headers: values.map((value) => value.split(":", 1)[0]?.trim() ?? ""),
      });
    }
  }
  return { text: mended + text.slice(done), notes };
}
