import assert from "node:assert/strict";
import { headerValue, type RecordedRequest } from "../../../src/simulator/recording";
import type { Simulator } from "../../../src/simulator/simulator";
import type { ShownRow } from "./driver/tasks";

/** What was told to be concluded, and what came to the server: what a window may show follows from both. */
export class Ledger {
  readonly #told = new Set<string>();
  readonly #read = new WeakSet<RecordedRequest>();
  readonly #numbers = new Set<string>();
  readonly #concludes = new Set<string>();

  constructor(private readonly simulator: Simulator) {}

  /** How many requests with a sequence number came. */
  get numberedRequests(): number {
    return this.#numbers.size;
  }

  /** How many concludes came. */
  get concludes(): number {
    return this.#concludes.size;
  }

  /** Notes that the window was told to conclude engagements. */
  tell(ids: readonly string[]): void {
    for (const id of ids) {
      this.#told.add(id);
    }
  }

  /** Reads what came since the last time; fails on a number, or a conclude, that came twice. */
  read(): void {
    for (const request of this.simulator.requests) {
      if (!this.#read.has(request)) {
        this.#read.add(request);
        this.#note(request);
      }
    }
  }

  /** Fails when a row says what nobody can know. */
  assertKnown(rows: readonly ShownRow[]): void {
    this.read();
    for (const { id, state } of rows) {
      const allowed = this.#statesOf(id);
      assert.ok(allowed.includes(state), `${id} is ${state}, and not ${allowed.join(" or ")}`);
    }
  }

  #statesOf(id: string): readonly string[] {
    const underWay = ["sending", "unknownOutcome"];
    if (!this.#concludes.has(id)) {
      return this.#told.has(id) ? ["active", ...underWay] : ["active"];
    }
    const there = this.simulator.engagements.find((engagement) => String(engagement.id) === id);
    return there?.state === "active" ? underWay : ["wrapUp", ...underWay];
  }

  #note(request: RecordedRequest): void {
    const number = /"sequenceNumber":\s*(\d+)/.exec(request.body)?.[1];
    if (number !== undefined) {
      const place = `${headerValue(request, "X-JSESSIONID") ?? ""} ${number}`;
      assert.ok(!this.#numbers.has(place), `the number ${number} came twice`);
      this.#numbers.add(place);
    }
    if (request.operation === "concludeChat") {
      const id = /"engagementId":\s*(\d+)/.exec(request.body)?.[1] ?? "";
      assert.ok(this.#told.has(id), `nobody was to conclude ${id}`);
      assert.ok(!this.#concludes.has(id), `${id} was concluded twice`);
      this.#concludes.add(id);
    }
  }
}
