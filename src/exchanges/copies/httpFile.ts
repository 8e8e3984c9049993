import { readJson } from "../../util/json";
import { variablesOf, type CopiedHeader, type CopyParts } from "./parts";

/**
 * The request as an entry of a `.http` file for REST Client, httpYac and JetBrains' HTTP Client. The
 * three have no way in common to read the environment of the process, but all take `{{NAME}}` from
 * an environment of their own: none holds the variable until the user gives it, so httpYac sends
 * nothing, and `# @prompt` makes REST Client ask. To the others that line is a comment.
 *
 * A file of lines cannot carry every body. Where the tools will change one, a comment says so.
 */
export function httpFile(parts: CopyParts): string {
  const { method, url, headers, body = "" } = parts;
  const { text, changes } = bodyFor(body);
  return [
    `### ${/\/(?<name>[A-Za-z]+)(?:\?|$)/.exec(url)?.groups?.["name"] ?? "request"}`,
    ...variablesOf(parts).flatMap(({ variable, hint }) => [
      `# ${variable}: define it in an environment as ${hint}`,
      `# @prompt ${variable} ${hint}`,
    ]),
    ...changes.map((change) => `# ${change}`),
    `${method} ${url.replaceAll("{", "%7B").replaceAll("}", "%7D")}`,
    ...headers.map(headerLine),
    ...(text === "" ? [] : ["", text]),
    "",
  ].join("\n");
}

/** httpYac runs what stands in `{{…}}` as JavaScript, so nothing of the request may look like it. */
function headerLine(header: CopiedHeader): string {
  const value = "value" in header ? header.value.replaceAll("{{", "{ {") : `{{${header.variable}}}`;
  return `${header.name}: ${value}`;
}

/** Lines that one of the tools takes for something else than a part of the body. */
const meaningfulLine = /^\s*(?:#|\/\/|\/\*|<|>|@|```|===|\?\?|HTTP\/)/m;

function bodyFor(body: string): { readonly text: string; readonly changes: readonly string[] } {
  const isJson = readJson(body).ok;
  // In JSON two braces in a row can only stand inside a string.
  const instead = isJson ? "{\\u007b" : "{ {";
  const changes = [
    ...(body.includes("{{") ? [`In the body two braces in a row are written as ${instead}`] : []),
    ...(meaningfulLine.test(body)
      ? ["Lines of the body that begin like a comment or a command will not be sent as they are"]
      : []),
    ...(/\r|^\s*\n|\n\s*$/.test(body)
      ? ["Line ends and blank lines around the body may be sent otherwise than they were"]
      : []),
  ];
  return { text: body.replaceAll("{{", instead), changes };
}
