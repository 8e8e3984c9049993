import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Simulator } from "../../../src/simulator/simulator";
import { conclude, withSimulator } from "./setup";

const page = {
  site: "day001_221100_sql_001h",
  pool: "297:1",
  accountId: "12",
  sessionId: "node01h8m13tljpm7ns8nayp0pid91",
  engagements: [1000n],
};
const pageServer = "https://chat_rest_server_domain.com";

function fixture(name: string): string {
  return readFileSync(join("test", "fixtures", "documentation", name), "utf8");
}

/** Runs a line in bash with a curl that no proxy setting of the machine reaches. */
function runInBash(line: string): Promise<{ stdout: string; stderr: string }> {
  const env = { PATH: process.env["PATH"] };
  return new Promise((resolve) => {
    execFile("bash", ["-c", line], { env, timeout: 20_000 }, (_failed, stdout, stderr) => {
      resolve({ stdout, stderr });
    });
  });
}

/** The page's cURL example, at the simulator instead of the page's server. */
function documentedLine({ url }: Simulator): string {
  const line = fixture("curl.txt");
  assert.equal(line.split(pageServer).length, 2);
  return line.replace(pageServer, url);
}

describe("the documentation's examples", function () {
  // Generous, for a machine that is busy with other things.
  this.timeout(30_000);

  it("have their request example accepted byte for byte", () =>
    withSimulator(page, async (simulator) => {
      const body = fixture("request.json");
      const answer = await conclude(simulator, {
        body,
        headers: { "Content-Type": "application/json; charset=UTF-8" },
      });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(simulator.requests[0]?.body, body);
      assert.match(answer.text, /"engagementIdString": "1000"/);
      assert.match(answer.text, /"clientSendTime": 1618317020415,/);
      assert.match(answer.text, /"sessionId": "node01h8m13tljpm7ns8nayp0pid91"/);
      assert.match(answer.text, /"sequenceNumberString": "2"/);
    }));

  it("have their broken response example sent byte for byte", () =>
    withSimulator(page, async (simulator) => {
      simulator.next("concludeChat", { kind: "brokenJson" });
      const answer = await conclude(simulator);
      assert.equal(answer.text, fixture("response-broken.json"));
      assert.throws(() => JSON.parse(answer.text) as unknown, SyntaxError);
    }));

  it("have the members of their response example, in that order, in the healthy answer", () =>
    withSimulator(page, async (simulator) => {
      const answer = await conclude(simulator);
      const names = (text: string): readonly string[] =>
        [...text.matchAll(/"(\w+)":/g)].map(([, name = ""]) => name);
      assert.deepEqual(names(answer.text), names(fixture("response-broken.json")));
    }));

  it("have their broken cURL example refused and its stray quote explained", () =>
    withSimulator(page, async (simulator) => {
      const { stdout } = await runInBash(`${documentedLine(simulator)} --silent`);
      const [request] = simulator.requests;
      assert.equal(request?.body, " -H X-AID:");
      assert.equal(request.status, 403);
      assert.ok(!request.headers.some(([name]) => name.toLowerCase() === "x-aid"));
      assert.deepEqual(JSON.parse(stdout), {
        exceptionCode: "ACCESS_DENIED",
        message:
          "The request came without the header X-AID, and its body is ' -H X-AID:'. X-AID must be 12, the account of the session. The body must be the JSON object. This is the cURL example of the documentation, which has a stray quote: in -d ' -H 'X-AID: …' {…}' the shell ends the data before the account, so the header's name became the data, and the account with the JSON became a second URL. Write -H 'X-AID: 12' -d '{\"engagementId\": …}' instead, and quote the URL.",
      });
    }));

  it("have their cURL example work when the quote is moved as the explanation says", () =>
    withSimulator(page, async (simulator) => {
      const corrected = documentedLine(simulator).replace(
        /-d ' -H 'X-AID: 12' (\{.*\})'$/,
        "-H 'X-AID: 12' -d '$1'",
      );
      const { stdout } = await runInBash(`${corrected} --silent --write-out '\\n%{http_code}'`);
      assert.match(stdout, /\n200$/);
    }));
});
