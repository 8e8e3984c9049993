// How long the process that shows answers is blocked by a large one, from the request to the message for the page:
//   npx tsx test/bench/largeAnswers.ts
// A benchmark, not a test: it prints figures and judges none. The simulator runs in a process of its own.
import * as esbuild from "esbuild";
import fetch from "node-fetch";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createChatClient } from "../../src/chat/client";
import type { ReadAside } from "../../src/chat/reading";
import { readInThread } from "../../src/chat/readingThread";
import type { ToPanel } from "../../src/panel/protocol";
import type { Profile } from "../../src/profiles/profile";
import { startSimulator } from "../../src/simulator/simulator";
import { LargeTextSender } from "../../src/ui/largeText";
import { panelContent } from "../../src/ui/panelContent";
import { storedForm } from "../../src/ui/storedPanel";
import { writeJson } from "../../src/util/json";

const site = "acme_sql_001h";
const sessionId = "node01h8m13tljpm7ns8nayp0pid91";
const profile: Profile = {
  ...{ id: "p1", name: "Bench", origin: "", fqSiteName: site, pool: "297:1", accountId: "12" },
  ...{ protection: "test", isSimulator: true },
};
const rounds = 7;

/** An answer of so many million bytes, with members of every kind. */
function bodyOf(megabytes: number): string {
  const messages: string[] = [];
  for (let size = 0, index = 0; size < megabytes * 1_000_000; index += 1) {
    const message =
      `{"messageType":"Chat","sequenceNumber":${index},"sequenceNumberString":"${index}",` +
      `"engagementId":9007199254740993,"createdTime":${1618317020415 + index},` +
      `"from":{"name":"Customer ${index}","role":"CONSUMER"},"text":"Grüße, line \\"${index}\\"\\nand another",` +
      `"tags":["a",{"note":null,"ok":true,"ratio":0.25}]}`;
    messages.push(message);
    size += Buffer.byteLength(message) + 1;
  }
  return `{"chatConcludeEngagementResult":{"engagementId":1000,"engagementIdString":"1000"},"chatSystemError":null,"clientSendTime":1,"serviceStartTime":5,"serviceFinishTime":5,"sessionId":"${sessionId}","clientId":939,"sequenceNumber":2,"messages":[${messages.join(",")}]}`;
}

/** The simulator, answering with so many million bytes; its address goes to the parent. */
async function serve(megabytes: number): Promise<void> {
  const simulator = await startSimulator({ site, sessionId, engagements: [1000n] });
  const headers = [["Content-Type", "application/json;charset=utf-8"]] as const;
  simulator.always("concludeChat", { kind: "raw", status: 200, headers, body: bodyOf(megabytes) });
  process.send?.(simulator.url);
}

/** The longest time in ms that nothing else could run while the work lasted, and how long it lasted. */
async function longestBlock(
  work: () => Promise<void>,
): Promise<{ blockedMs: number; lastedMs: number }> {
  let blockedMs = 0;
  let last = performance.now();
  const note = (): void => {
    const at = performance.now();
    blockedMs = Math.max(blockedMs, at - last);
    last = at;
  };
  let isOver = false;
  const tick = (): void => {
    note();
    if (!isOver) {
      setImmediate(tick);
    }
  };
  setImmediate(tick);
  const begun = performance.now();
  await work();
  note();
  isOver = true;
  return { blockedMs, lastedMs: performance.now() - begun };
}

/** One call, shown as the panel shows it; what VS Code does with memento and message is done too. */
async function callAndShow(
  origin: string,
  readAside: ReadAside | undefined,
  isApart: boolean,
): Promise<void> {
  const client = createChatClient({ fetch, userAgent: "bench", ...(readAside && { readAside }) });
  const { exchange } = await client.call(
    "concludeChat",
    { engagementId: 1000n, sequenceNumber: 2n, timeCreated: 1618317020415n },
    {
      server: { origin, fqSiteName: site, pool: "297:1" },
      credentials: { accountId: "12", sessionId },
      ...{ timeoutMs: 60_000, maxBytes: 64_000_000 },
    },
  );
  const content = panelContent({ exchange, profile: { ...profile, origin }, engagementId: 1000n });
  writeJson(storedForm(content));
  const message: ToPanel = {
    type: "render",
    canGoBack: false,
    ...(isApart ? new LargeTextSender().partOf(content.view) : { view: content.view }),
  };
  if (message.answerText instanceof ArrayBuffer) {
    Buffer.concat([Buffer.from(JSON.stringify(message)), Buffer.from(message.answerText)]);
  } else {
    Buffer.from(JSON.stringify([JSON.stringify(message)]));
  }
}

const middle = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN;

async function measure(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const outfile = join(folder, "reading.cjs");
  await esbuild.build({
    entryPoints: ["src/chat/readingMain.ts"],
    ...{ outfile, bundle: true, platform: "node", format: "cjs", target: "node20", minify: true },
  });
  const lines = [
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}; median (longest) of ${rounds}`,
    "| answer | blocked, read aside | blocked, read here | ratio | whole call, read aside |",
    "| --- | --- | --- | --- | --- |",
  ];
  for (const megabytes of [1, 5, 20]) {
    const server = fork(fileURLToPath(import.meta.url), [String(megabytes)]);
    const [origin] = (await once(server, "message")) as [string];
    const aside: number[] = [];
    const here: number[] = [];
    const lasted: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const one = await longestBlock(() => callAndShow(origin, readInThread(outfile), true));
      aside.push(one.blockedMs);
      lasted.push(one.lastedMs);
      here.push((await longestBlock(() => callAndShow(origin, undefined, false))).blockedMs);
    }
    server.kill();
    const said = (values: readonly number[]): string =>
      `${middle(values).toFixed(0)} ms (${Math.max(...values).toFixed(0)})`;
    const ratio = (middle(aside) / middle(here)).toFixed(2);
    lines.push(`| ${megabytes} MB | ${said(aside)} | ${said(here)} | ${ratio} | ${said(lasted)} |`);
  }
  await rm(folder, { recursive: true });
  process.stdout.write(`${lines.join("\n")}\n`);
}

const [megabytes] = process.argv.slice(2);
await (megabytes === undefined ? measure() : serve(Number(megabytes)));
