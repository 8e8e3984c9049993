import type { MemberFact } from "./members";

/** A text as it stands in a snippet of VS Code. */
export function inSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

/** A value to begin with for a member, as a snippet: with the places where one goes on typing. */
export function valueSnippet({ field }: MemberFact): string {
  const { token, sample } = field ?? {};
  if (token !== undefined) {
    return placeholder(JSON.stringify(token));
  }
  switch (field?.type) {
    case "enum":
      return `"${choice(startingWith(field.values, sample))}"`;
    case "boolean":
      return choice(startingWith(["true", "false"], String(sample)));
    case "int64":
    case "int32":
      return placeholder(typeof sample === "number" ? String(sample) : "0");
    case "string":
      return `"${placeholder(typeof sample === "string" ? innerJson(sample) : "")}"`;
    case "clientTime":
      return `"${placeholder("2026-01-31T12:00:00+00:00")}"`;
    case "stringMap":
      return `{ "${placeholder("name")}": "\${2:value}" }`;
    case "customFields":
      return `[${customFieldSnippet}]`;
    case "sessionInformation":
      return "{ $1 }";
    case undefined:
      return "$1";
  }
}

/** One element of custom fields. */
export const customFieldSnippet =
  '{ "name": "${1:name}", "type": "${2|STRING,INTEGER,LONG,DECIMAL,BOOLEAN,DATE,DATETIME|}", "value": "${3:value}" }';

function placeholder(text: string): string {
  return text === "" ? "$1" : `\${1:${inSnippet(text)}}`;
}

function choice(values: readonly string[]): string {
  return `\${1|${values.map((value) => value.replace(/[\\,|$}]/g, "\\$&")).join(",")}|}`;
}

function startingWith(values: readonly string[], first: unknown): readonly string[] {
  return [...values].sort((a, b) => Number(b === first) - Number(a === first));
}

function innerJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
