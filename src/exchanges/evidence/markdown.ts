import { masked } from "./masked";

/** Text of others within Markdown: masked, and with every sign escaped that Markdown or HTML would act on. */
export function plain(text: string): string {
  return masked(text)
    .replace(/[\\`*_[\]<>#|~&]/g, "\\$&")
    .replace(/^(\s*)([-+=])/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/, "$1\\$2");
}

/** A text without its line breaks, as a heading or a list item needs it. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** A table of {@link plain} cells. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [
    head,
    head.map(() => "---"),
    ...rows.map((row) => row.map((cell) => plain(oneLine(cell)))),
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/** A text as it is, between fences that are longer than any run of backticks in it. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}${text.endsWith("\n") ? "" : "\n"}${fence}`;
}
