import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import type { Failure } from "../../../src/chat/failure";
import type { Engagement, EngagementState } from "../../../src/engagements/engagement";
import { afterTest, cleanUpAll, temporaryFolder, until } from "./setup";
import { numbersIn, setupSoak, type Poll } from "./soakSetup";

type Soak = Awaited<ReturnType<typeof setupSoak>>;

/** How far time goes on between what customers and the agent do, in ms. */
const stepMs = 3_000;
const stepsAMinute = 60_000 / stepMs;

/** How much more memory may be in use ten minutes later; what the simulator notes and this test counts is in it. */
const boundBytes = 5 * 1024 * 1024;

describe("a session of half an hour with more than 200 engagements and faults", function () {
  this.timeout(240_000);
  afterEach(cleanUpAll);

  it("has one poll outstanding, loses and repeats no message, and leaves nothing behind", async () => {
    const before = resources();
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on("warning", onWarning);
    afterTest(() => process.off("warning", onWarning));
    const soak = await setupSoak(temporaryFolder());
    let close: (() => Promise<void>) | undefined = soak.close;
    afterTest(() => close?.());
    const { simulator, live, time, rest, faults, polls, states } = soak;
    await begin(soak);

    const journal = new Map<number, number>();
    const heap: number[] = [];
    for (let minute = 1; minute <= 30; minute += 1) {
      for (let step = 0; step < stepsAMinute; step += 1) {
        customersAct(soak);
        await agentActs(soak);
        await time.pass(stepMs, rest);
      }
      if (minute % 5 === 0) {
        await clearEnded(soak, journal);
      }
      if (minute === 15) {
        simulator.changePool("998:1");
      }
      if (minute % 10 === 0) {
        heap.push(usedHeap());
      }
    }
    faults.share = 0;
    const last = simulator.consumers.requestEngagement({ customer: "the last" });
    await time.pass(120_000, rest);
    assert.ok(soak.engagements.find(soak.profile.id, last.id), "the last message has come");
    usedHeap();
    for (const stream of [
      ...soak.engagements.list(soak.profile.id).map(({ id }) => id),
      "session",
    ]) {
      count(soak, stream as bigint | "session", journal);
    }

    const told = toldOf(polls);
    const most = Math.max(...told.readable);
    assert.ok(simulator.engagements.length > 200 && most > 1_000, `${most} messages`);
    assert.equal(simulator.sessions[0]?.mostParallelPolls, 1);

    // Every message that could be read is in the journals, once; every other is one of a reported failure.
    assert.deepEqual(
      [...journal].sort(([one], [other]) => one - other),
      told.readable.map((number) => [number, 1]),
    );
    assert.deepEqual(told.unexplained, []);
    assert.equal(told.readable.length + told.lost.length, most);
    assert.ok(told.lost.length > 0, "some answers were lost");
    // A call that hung is given up and made anew at once; after each other failure the loop says why it waits.
    const failures = polls.flatMap(({ failure }) => failure ?? []);
    assert.deepEqual(
      states.flatMap((state) => (state.kind === "waiting" ? state.why : [])),
      failures.filter(({ kind }) => kind !== "cancelled"),
    );
    assert.ok(faults.count.size > 8 && failures.some(({ kind }) => kind === "cancelled"));
    assert.deepEqual([soak.errors, live.state.kind], [[], "polling"]);

    for (const [index, bytes] of heap.slice(1).entries()) {
      assert.ok(bytes - (heap[index] ?? 0) < boundBytes, `used: ${heap.join(", ")}`);
    }
    const kept = soak.exchanges.filter((exchange) => exchange.deref() !== undefined);
    assert.ok(kept.length < 20, `${kept.length} of ${soak.exchanges.length} exchanges are kept`);

    close = undefined;
    await soak.close();
    assert.deepEqual(time.clientWaits, []);
    assert.deepEqual(warnings, []);
    await until(() => resources() <= before, "nothing is left behind");
  });
});

/** The agent is there and asks for engagements. */
async function begin(soak: Soak): Promise<void> {
  const { agentCalls, engagements, live, profile, sessions, simulator } = soak;
  await sessions.set(profile, simulator.sessionId);
  await engagements.open(profile.id);
  const share = soak.faults.share;
  soak.faults.share = 0;
  await agentCalls.call(profile, "setActivityStatus", { status: "AVAILABLE", subTypeId: 1 });
  await agentCalls.call(profile, "requestAssignment", {
    assignmentRequested: true,
    idleSessionCount: 0,
    maxSessionCount: 200,
  });
  soak.faults.share = share;
  await live.show(profile);
  await soak.rest();
}

/** Customers come, write, type and go. */
function customersAct({ random, simulator }: Soak): void {
  const { consumers, engagements } = simulator;
  if (random() < 0.4) {
    consumers.requestEngagement();
  }
  const active = engagements.filter(({ state }) => state === "active");
  const any = () => active[Math.floor(random() * active.length)]?.id;
  for (let acts = Math.floor(random() * 4); acts > 0; acts -= 1) {
    const id = any();
    if (id !== undefined && random() < 0.8) {
      consumers.post(id, `A line of a customer, with words ${"and more words ".repeat(acts)}`);
    } else if (id !== undefined) {
      consumers.activity(id, "RESPONDING", { preview: "typing" });
    }
  }
  const going = any();
  if (going !== undefined && random() < 0.15) {
    consumers.conclude(going);
  }
}

/** The agent accepts, answers, concludes and releases, as far as it knows; what got lost is tried again later. */
async function agentActs(soak: Soak): Promise<void> {
  const { calls, engagements, random, riskFault, stored, time } = soak;
  const { profile } = stored;
  const acts = engagements.list(profile.id).flatMap(({ id, state }: Engagement) => {
    const sinceMs = time.now() - state.since;
    switch (actFor(state, sinceMs, random())) {
      case "accept":
        riskFault("assignmentAcknowledgement");
        return calls.accept(profile, id, { isAutomatic: true });
      case "post":
        riskFault("postMessage");
        return calls.post(profile, id, "A line of the agent");
      case "conclude":
        riskFault("concludeChat");
        return calls.conclude(profile, id);
      case "release":
        riskFault("releaseChat");
        return calls.release(profile, id);
      default:
        return [];
    }
  });
  await Promise.all(acts);
}

function actFor(
  state: EngagementState,
  sinceMs: number,
  luck: number,
): "accept" | "post" | "conclude" | "release" | undefined {
  switch (state.kind) {
    case "offered":
      return "accept";
    case "active":
      return luck < 0.02 ? "post" : luck > 0.99 ? "conclude" : undefined;
    case "wrapUp":
      return "release";
    case "unknownOutcome":
      return sinceMs > 15_000 && state.act !== "post" ? againFor(state.act) : undefined;
    default:
      return undefined;
  }
}

function againFor(act: string): "accept" | "conclude" | "release" | undefined {
  return act === "accept" || act === "conclude" || act === "release" ? act : undefined;
}

/** Counts the messages of what is over, and forgets it, here as in the simulator's own memory of what it told customers. */
async function clearEnded(soak: Soak, journal: Map<number, number>): Promise<void> {
  const { engagements, profile, simulator } = soak;
  for (const { id, state } of engagements.list(profile.id)) {
    if (state.kind === "ended") {
      count(soak, id, journal);
    }
  }
  await engagements.removeEnded(profile.id);
  for (const { id, state } of simulator.engagements) {
    if (state === "released" || state === "ended") {
      const controller = new AbortController();
      const taken = simulator.consumers.poll(id, controller.signal);
      controller.abort();
      await taken;
    }
  }
}

/** Counts each message of a stream by its number; the file must say what is shown. */
function count(
  { engagements, profile, root }: Soak,
  stream: bigint | "session",
  journal: Map<number, number>,
): void {
  const numbers = engagements
    .entries(profile.id, stream)
    .flatMap(({ event }) => (event.kind === "message" ? numbersIn(event.message.raw) : []));
  const [folder = ""] = readdirSync(root);
  const file = readFileSync(join(root, folder, `${stream}.jsonl`), "utf8");
  assert.deepEqual(numbersIn(file.replaceAll('\\"', '"')), numbers);
  for (const number of numbers) {
    journal.set(number, (journal.get(number) ?? 0) + 1);
  }
}

/** What the server told: what could be read, and what was lost in an answer that could not. */
function toldOf(polls: readonly Poll[]) {
  const [readable, lost, unexplained]: [number[], number[], number[]] = [[], [], []];
  let next = 1;
  let mayLack = false;
  for (const { failure, numbers } of polls) {
    if (isCutOff(failure)) {
      // The server noticed, and says it again.
      continue;
    }
    for (const number of numbers) {
      for (; next < number; next += 1) {
        (mayLack ? lost : unexplained).push(next);
      }
      (failure?.kind === "unreadable" && failure.fault.reason !== "encoding"
        ? lost
        : readable
      ).push(number);
      next = number + 1;
      mayLack = false;
    }
    mayLack ||= failure?.kind === "unreadable";
  }
  return { readable, lost, unexplained };
}

/** Whether an answer did not come whole. */
function isCutOff(failure: Failure | undefined): boolean {
  return (
    failure?.kind === "network" ||
    failure?.kind === "cancelled" ||
    (failure?.kind === "unreadable" && failure.fault.reason === "truncated")
  );
}

/** The heap in use after everything that nobody holds was collected, in bytes. */
function usedHeap(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** How many sockets, files and the like keep this process alive. */
function resources(): number {
  return process.getActiveResourcesInfo().filter((name) => !/Timeout|Immediate/.test(name)).length;
}
