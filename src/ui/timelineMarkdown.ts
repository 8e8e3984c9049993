import { oneLine, plain } from "../exchanges/evidence/markdown";
import type { TimelineHeader, TimelineRow } from "../panel/timelineView";

/**
 * A timeline as Markdown, with times in UTC. The server's words are escaped, so that they stay text,
 * and what looks like a credential is masked.
 */
export function timelineMarkdown(rows: readonly TimelineRow[], header: TimelineHeader): string {
  const { title, customer, question, queue, state, profile } = header;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Customer", customer],
    ["Question", question],
    ["State", state && `${state.text}, since ${new Date(state.since).toISOString()}`],
    ["Queue", queue],
    ["Profile", profile && [profile.name, profile.site, profile.pool].join(", ")],
  ];
  return [
    `# ${plain(title)}`,
    "",
    ...facts.flatMap(([name, value]) =>
      value === undefined ? [] : [`- ${name}: ${plain(oneLine(value))}`],
    ),
    "",
    "## Timeline",
    "",
    ...rows.map(rowLines),
    "",
  ].join("\n");
}

function rowLines({
  at,
  serverAt,
  kind,
  title,
  text,
  detail,
  run,
  isUnknown,
}: TimelineRow): string {
  const notes = [
    isUnknown === true ? "unknown type" : "",
    run === undefined ? "" : `${run.count} times until ${new Date(run.until).toISOString()}`,
    detail ?? "",
    serverAt === undefined ? "" : `server time ${new Date(serverAt).toISOString()}`,
  ].filter((note) => note !== "");
  const said = kind === "line" ? `**${plain(oneLine(title))}**` : plain(oneLine(title));
  const about = notes.length === 0 ? "" : ` (${plain(oneLine(notes.join("; ")))})`;
  const quoted =
    text === undefined || text === "" ? [] : ["", ...text.split(/\r?\n/).map(quote), ""];
  return [`- \`${new Date(at).toISOString()}\` ${said}${about}`, ...quoted].join("\n");
}

function quote(line: string, index: number, lines: readonly string[]): string {
  // A backslash at its end keeps a line from running into the next.
  return `  > ${plain(line)}${index < lines.length - 1 && line !== "" ? "\\" : ""}`;
}
