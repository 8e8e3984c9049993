import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { promisify } from "node:util";
import { consumerOperations, operations } from "../../../src/chat/operations";
import { namedFaults } from "../../../src/simulator/namedFaults";

const script = ["--import=tsx", "scripts/simulator.ts"];

/** The environment of the shell: no proxy setting of the machine reaches its curl. */
const shell = { PATH: process.env["PATH"] };

/**
 * For what a POSIX shell is part of. Windows has neither one that is sure to be there, nor signals: a program there is
 * ended from outside without being asked.
 */
const itOnUnix = process.platform === "win32" ? it.skip : it;

interface Running {
  readonly child: ChildProcess;
  readonly introduction: string;
  /** The cURL line it printed to conclude. */
  readonly curl: string;
  /** The cURL line it printed to sign in. */
  readonly curlSignIn: string;
}

/** Runs a test while the script runs, and ends the script whatever happens. */
async function withScript(
  args: readonly string[],
  test: (running: Running) => Promise<void>,
): Promise<void> {
  const child = spawn(process.execPath, [...script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    const introduction = await readUntil(child, "Ctrl-C stops");
    const [curl, curlSignIn, ...others] = introduction.match(/^curl .*$/gm) ?? [];
    assert.ok(curl !== undefined && curlSignIn !== undefined, introduction);
    assert.deepEqual(others, []);
    await test({ child, introduction, curl, curlSignIn });
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

async function readUntil(child: ChildProcess, end: string): Promise<string> {
  let text = "";
  assert.ok(child.stdout);
  child.stdout.setEncoding("utf8");
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    text += chunk as string;
    if (text.includes(end)) {
      return text;
    }
  }
  throw new Error(`The script ended and said only: ${text}`);
}

async function runInBash(line: string): Promise<string> {
  const { stdout } = await promisify(execFile)("bash", ["-c", line], { env: shell });
  return stdout;
}

/** Runs the script to its end. */
function runScript(
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...script, ...args], (_failed, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

describe("npm run simulator", function () {
  // Each test starts a process that compiles TypeScript, on a machine that may be busy.
  this.timeout(30_000);

  itOnUnix("prints what a profile needs, the engagements, and a cURL line that works", () =>
    withScript(["--port", "0"], async ({ introduction, curl }) => {
      for (const line of [
        /^Simulator {3}http:\/\/127\.0\.0\.1:\d+$/m,
        /^Site {8}simulator_250100_sql_001h$/m,
        /^Pool {8}297:1$/m,
        /^User name {3}agent$/m,
        /^Password {4}simulator$/m,
        /^Account {5}12 /m,
        /^Session {5}node0simulator00000000000001 /m,
        /^Fault {7}none/m,
        /^ {2}1000 {2}\S.*: \S/m,
        /^ {2}1004 {2}\S.*: \S/m,
      ]) {
        assert.match(introduction, line);
      }
      const answer = await runInBash(`${curl} --silent --write-out '\\n%{http_code}'`);
      assert.match(answer, /"engagementIdString": "1000"/);
      assert.match(answer, /\n200$/);
    }),
  );

  itOnUnix("prints a cURL line that signs in, as often as it is run", () =>
    withScript(["--port", "0"], async ({ curlSignIn }) => {
      for (const count of [2, 3]) {
        const answer = await runInBash(`${curlSignIn} --silent --write-out '\\n%{http_code}'`);
        assert.match(answer, new RegExp(`"sessionId": "node0simulator0000000000000${count}"`));
        assert.match(answer, /\n200$/);
      }
    }),
  );

  itOnUnix("spares the site's calls a fault that they cannot have", () =>
    withScript(["--port", "0", "--fault", "system-error"], async ({ curl, curlSignIn }) => {
      for (const line of [curl, curlSignIn]) {
        assert.match(await runInBash(`${line} --silent`), /"simCode": "SIM_SYSTEM_ERROR"/);
      }
    }),
  );

  itOnUnix("answers with the fault it is told", () =>
    withScript(["--port", "0", "--fault", "redirect"], async ({ introduction, curl }) => {
      assert.match(introduction, /^Fault {7}redirect$/m);
      const code = await runInBash(`${curl} --silent --write-out '%{http_code}'`);
      assert.equal(code, "302");
    }),
  );

  itOnUnix("says what came and what it answered", () =>
    withScript(["--port", "0"], async ({ child, curl }) => {
      const said = readUntil(child, "\n");
      await runInBash(`${curl} --silent`);
      assert.equal(
        await said,
        "POST /engagement/api/agent/simulator_250100_sql_001h/v1/concludeChat?pool=297:1 → 200\n",
      );
    }),
  );

  it("begins with as many waiting customers as it is told", () =>
    withScript(["--port", "0", "--customers", "2"], ({ introduction }) => {
      assert.deepEqual(
        /^Waiting\n(?<lines>(?: {2}.*\n)+)/m.exec(introduction)?.groups?.["lines"],
        [
          "  1005  Ada Lindgren: My order arrived without the charger. What can I do?\n",
          "  1006  Bashir Okafor: Can I move my delivery to Friday?\n",
        ].join(""),
      );
      return Promise.resolve();
    }));

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    itOnUnix(`ends on ${signal}, even while a request hangs`, () =>
      withScript(["--port", "0", "--fault", "hang-in-body"], async ({ child, curl }) => {
        const client = spawn("bash", ["-c", `${curl} --silent --no-buffer`], { env: shell });
        const cut = once(client, "exit");
        await once(client.stdout, "data");
        const ended = once(child, "exit");
        child.kill(signal);
        assert.deepEqual(await ended, [0, null]);
        const [code] = (await cut) as [number];
        assert.notEqual(code, 0);
      }),
    );
  }

  it("lists its options and every fault", async () => {
    const { code, stdout } = await runScript(["--help"]);
    assert.equal(code, 0);
    assert.match(stdout, /--port PORT .*8085/);
    assert.match(stdout, /--customers N .*queue/);
    for (const { name, title } of [operations, consumerOperations].flatMap(Object.values)) {
      assert.match(stdout, new RegExp(`^  ${name} +${title}, at the (?:site|chat server)$`, "m"));
    }
    for (const [name, { description }] of namedFaults) {
      assert.match(stdout, new RegExp(`^  ${name} +${description}$`, "m"));
    }
  });

  it("says so when the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await runScript(["--port", port.toString()]);
    other.close();
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `Port ${port} is taken by another program. Choose another with --port, or --port 0 for a free one.\n`,
    );
  });

  for (const [args, sentence] of [
    [["--port", "65536"], "'65536' is not a port: give a number from 0 to 65535."],
    [["--port", "web"], "'web' is not a port: give a number from 0 to 65535."],
    [["--fault", "flood"], "'flood' is not a fault. The faults are bad-request, "],
    [["--customers", "many"], "'many' is not a number of customers: give one from 0 to 1000."],
    [["--customers", "1001"], "'1001' is not a number of customers: give one from 0 to 1000."],
    [["--prot", "1"], "Unknown option '--prot'. Run with --help to see the options."],
  ] as const) {
    it(`explains ${args.join(" ")}`, async () => {
      const { code, stderr } = await runScript(args);
      assert.equal(code, 1);
      assert.ok(stderr.startsWith(sentence), stderr);
    });
  }
});
