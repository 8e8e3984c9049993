// The simulated chat server alone in a terminal: npm run simulator -- --help
import { parseArgs } from "node:util";
import { consumerOperations, operations } from "../src/chat/operations";
import { namedFaults } from "../src/simulator/namedFaults";
import { canBefall } from "../src/simulator/faults";
import { type Simulator, startSimulator } from "../src/simulator/simulator";

const defaultPort = 8085;
const maxCustomers = 1000;

const places = { site: "site", chatServer: "chat server" } as const;

const help = `The simulated site and chat server of Oracle B2C Service Chat's Agent REST API, on 127.0.0.1.

Usage: npm run simulator -- [options]

  --port PORT    the port to listen on, ${defaultPort} unless told; 0 takes a free one
  --fault NAME   answer every request of agents with this fault; those that need the chat server's
                 envelope spare the calls of the site
  --customers N  begin with so many simulated customers in the queue, who answer the agent
  --help         print this and leave

Once it runs it prints the account to sign in with, a session that is ready without signing in, the
active engagements and who waits, and a cURL line each for signing in and for concluding.

Calls of agents it answers:
${callLines(Object.values(operations))}

Calls of customers it answers:
${callLines(Object.values(consumerOperations))}

Faults:
${[...namedFaults].map(([name, { description }]) => `  ${name.padEnd(20)} ${description}`).join("\n")}
`;

function callLines(
  calls: readonly {
    readonly name: string;
    readonly title: string;
    readonly place: keyof typeof places;
  }[],
): string {
  return calls
    .map(({ name, title, place }) => `  ${name.padEnd(28)} ${title}, at the ${places[place]}`)
    .join("\n");
}

/** A mistake on the command line, in words for whoever made it. */
class UsageError extends Error {}

interface Arguments {
  readonly port: number;
  readonly fault: string | undefined;
  readonly customers: number;
}

function readArguments(): Arguments | "help" {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: defaultPort.toString() },
      fault: { type: "string" },
      customers: { type: "string", default: "0" },
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
  const customers = /^\d{1,4}$/.test(values.customers) ? Number(values.customers) : Number.NaN;
  if (!(customers <= maxCustomers)) {
    throw new UsageError(
      `'${values.customers}' is not a number of customers: give one from 0 to ${maxCustomers}.`,
    );
  }
  return { port, fault: values.fault, customers };
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

function engagementLines({ engagements }: Simulator, isWaiting: boolean): readonly string[] {
  return engagements
    .filter(({ state }) => (state === "queued") === isWaiting)
    .map(({ id, customer, question }) => `  ${id.toString()}  ${customer}: ${question}`);
}

function introduction(simulator: Simulator, fault: string | undefined): string {
  const waiting = engagementLines(simulator, true);
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
    ...engagementLines(simulator, false),
    ...(waiting.length === 0 ? [] : ["Waiting", ...waiting]),
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

async function start({ port, fault, customers }: Arguments): Promise<void> {
  const simulator = await startSimulator({ port });
  simulator.customers.add({ count: customers });
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
    await start(read);
  }
} catch (error) {
  console.error(sentenceFor(error, port));
  process.exitCode = 1;
}
