// The simulated chat server alone in a terminal: npm run simulator -- --help
import { parseArgs } from "node:util";
import { operations } from "../src/chat/operations";
import { namedFaults } from "../src/simulator/namedFaults";
import { canBefall } from "../src/simulator/faults";
import { type Simulator, startSimulator } from "../src/simulator/simulator";

const defaultPort = 8085;

const places = { site: "site", chatServer: "chat server" } as const;

const help = `The simulated site and chat server of Oracle B2C Service Chat's Agent REST API, on 127.0.0.1.

Usage: npm run simulator -- [options]

  --port PORT    the port to listen on, ${defaultPort} unless told; 0 takes a free one
  --fault NAME   answer every request with this fault; those that need the chat server's envelope
                 spare the calls of the site
  --help         print this and leave

Once it runs it prints the account to sign in with, a session that is ready without signing in, the
active engagements, and a cURL line each for signing in and for concluding.

Calls it answers:
${Object.values(operations)
  .map(({ name, title, place }) => `  ${name.padEnd(28)} ${title}, at the ${places[place]}`)
  .join("\n")}

Faults:
${[...namedFaults].map(([name, { description }]) => `  ${name.padEnd(20)} ${description}`).join("\n")}
`;

/** A mistake on the command line, in words for whoever made it. */
class UsageError extends Error {}

function readArguments(): { port: number; fault: string | undefined } | "help" {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: defaultPort.toString() },
      fault: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    return "help";
  }
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_535)) {
    throw new UsageError(`'${values.port}' is not a port: give a number from 0 to 65535.`);
  }
  if (values.fault !== undefined && !namedFaults.has(values.fault)) {
    throw new UsageError(
      `'${values.fault}' is not a fault. The faults are ${[...namedFaults.keys()].join(", ")}.`,
    );
  }
  return { port, fault: values.fault };
}

/** One line for a POSIX shell: the token is got within it. */
function signInLine({ url, site, pool, accounts: [account] }: Simulator): string {
  return [
    `curl -X POST '${url}/engagement/api/agent/${site}/v1/createAutomatedAgentSession?pool=${pool}'`,
    "-H 'Content-Type: application/json; charset=utf-8'",
    `-H "Authorization: Bearer $(curl --silent -X POST '${url}${operations.agentTokens.path}'`,
    `-u '${account?.userName ?? ""}:${account?.password ?? ""}'`,
    "-H 'OSvC-CREST-Application-Context: curl' | grep -o 'eyJ[^\"]*')\"",
    `-d '{"logonOverride": true, "sequenceNumber": 1, "timeCreated": ${Date.now()}}'`,
  ].join(" ");
}

function concludeLine({ url, site, pool, accountId, sessionId, engagements }: Simulator): string {
  const id = engagements[0]?.id.toString() ?? "1000";
  return [
    `curl -X POST '${url}/engagement/api/agent/${site}/v1/concludeChat?pool=${pool}'`,
    "-H 'Content-Type: application/json; charset=utf-8'",
    `-H 'X-JSESSIONID: ${sessionId}'`,
    `-H 'X-AID: ${accountId}'`,
    `-d '{"engagementId": ${id}, "sequenceNumber": 1, "timeCreated": ${Date.now()}}'`,
  ].join(" ");
}

function introduction(simulator: Simulator, fault: string | undefined): string {
  return [
    `Simulator   ${simulator.url}`,
    `Site        ${simulator.site}`,
    `Pool        ${simulator.pool}`,
    ...simulator.accounts.flatMap(({ userName, password, accountId }) => [
      `User name   ${userName}`,
      `Password    ${password}`,
      `Account     ${accountId} (X-AID)`,
    ]),
    `Session     ${simulator.sessionId} (X-JSESSIONID), ready without signing in`,
    `Fault       ${fault ?? "none: it is healthy"}`,
    "Engagements",
    ...simulator.engagements.map(
      ({ id, customer, question }) => `  ${id.toString()}  ${customer}: ${question}`,
    ),
    "",
    "Conclude the first one:",
    "",
    concludeLine(simulator),
    "",
    "Sign in, and get a session of your own:",
    "",
    signInLine(simulator),
    "",
    "Ctrl-C stops the simulator.",
  ].join("\n");
}

async function start(port: number, fault: string | undefined): Promise<void> {
  const simulator = await startSimulator({ port });
  const named = fault === undefined ? undefined : namedFaults.get(fault);
  if (named !== undefined) {
    for (const { name } of Object.values(operations)) {
      if (canBefall(name, named.fault)) {
        simulator.always(name, named.fault);
      }
    }
  }
  simulator.onDidAnswer(({ method, url, status }) => {
    console.log(`${method} ${url} → ${status ?? "no answer"}`);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void simulator.close();
    });
  }
  console.log(introduction(simulator, fault));
}

function sentenceFor(error: unknown, port: number | undefined): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof UsageError) {
    return message;
  }
  if (code === "EADDRINUSE") {
    return `Port ${port ?? defaultPort} is taken by another program. Choose another with --port, or --port 0 for a free one.`;
  }
  if (code === "EACCES") {
    return `Port ${port ?? defaultPort} may not be used by this account. Choose one above 1023 with --port.`;
  }
  return `${message.replace(/\.?$/, ".")} Run with --help to see the options.`;
}

let port: number | undefined;
try {
  const read = readArguments();
  if (read === "help") {
    process.stdout.write(help);
  } else {
    port = read.port;
    await start(read.port, read.fault);
  }
} catch (error) {
  console.error(sentenceFor(error, port));
  process.exitCode = 1;
}
