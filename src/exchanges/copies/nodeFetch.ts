import { variablesOf, type CopiedHeader, type CopyParts } from "./parts";

/** The request as a module for Node 18 and later, which needs nothing but Node's own fetch. */
export function nodeFetch(parts: CopyParts): string {
  const { method, url, headers, body } = parts;
  return [
    ...(variablesOf(parts).length === 0 ? [] : [environmentReader, ""]),
    `const response = await fetch(${JSON.stringify(url)}, {`,
    `  method: ${JSON.stringify(method)},`,
    "  headers: [",
    ...headers.map((header) => `    [${JSON.stringify(header.name)}, ${valueOf(header)}],`),
    "  ],",
    ...(body === undefined ? [] : [`  body: ${JSON.stringify(body)},`]),
    '  redirect: "manual",',
    "});",
    "console.log(response.status, response.statusText);",
    "console.log(await response.text());",
    "",
  ].join("\n");
}

const environmentReader = `function fromEnvironment(name, hint) {
  const value = process.env[name];
  if (!value) {
    console.error(\`\${name}: set it to \${hint}\`);
    process.exit(1);
  }
  return value;
}`;

function valueOf(header: CopiedHeader): string {
  return "value" in header
    ? JSON.stringify(header.value)
    : `fromEnvironment(${JSON.stringify(header.variable)}, ${JSON.stringify(header.hint)})`;
}
