import { writeFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Disposable } from "../util/disposable";
import { Emitter, type Event } from "../util/event";
import { highest, numbersIn, removeNumbers, tryCreate } from "./numberedFiles";
import { isRunning, markOfThisProcess, type ProcessMark } from "./processes";

/** The times of a lease, in ms. */
export interface LeaseTimes {
  /** How often the holder renews. */
  readonly renewMs: number;
  /** How often those who wait look. */
  readonly lookMs: number;
  /** Without a renewal for so long, a holder whose process is gone is succeeded. */
  readonly goneMs: number;
  /** The same for a holder of whom nobody here can tell whether it runs. */
  readonly silentMs: number;
  /**
   * The same for a holder that runs but does nothing: longer than a call that it had sent can be
   * outstanding at the server.
   */
  readonly stalledMs: number;
}

const usualTimes: LeaseTimes = {
  renewMs: 2000,
  lookMs: 500,
  goneMs: 3000,
  silentMs: 6000,
  stalledMs: 40_000,
};

/** What a lease is made of. */
export interface LeaseParts {
  /** The folder that all windows share for what is leased; asked for at each look. */
  readonly folder: () => Promise<string>;
  /** Told of what the file system refuses, once for each time in a row; the lease tries on. */
  readonly onError: (error: unknown) => void;
  readonly times?: LeaseTimes;
  /** Time that only grows, in ms. */
  readonly monotonic?: () => number;
  readonly isRunning?: (mark: ProcessMark) => Promise<boolean | undefined>;
}

/** What this window sees of the present holder, and since when it did not change. */
interface Observation {
  readonly generation: number;
  readonly content: string;
  readonly since: number;
  readonly lookedAt: number;
}

const released = JSON.stringify({ released: true });

/** How often it is looked for whether another window took over, in ms. */
const passOnLookMs = 50;

/**
 * Held by one window at most among all that share a folder. Who holds it is said by files that are
 * numbered by generation and created with O_EXCL: the highest generation is the holder, and each
 * takeover is the next. The holder changes the content of its file again and again; whoever waits
 * takes over when it has itself seen no change for a while, by its own clock, so that neither clocks
 * that differ nor a machine that slept mislead it.
 */
export class Lease implements Disposable {
  readonly #onDidChange = new Emitter<boolean>();
  readonly #times: LeaseTimes;
  readonly #monotonic: () => number;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<unknown> = Promise.resolve();
  #held: { readonly file: string; readonly generation: number } | undefined;
  #seen: Observation | undefined;
  #beats = 0;
  #problem: string | undefined;
  #isDisposed = false;

  constructor(private readonly parts: LeaseParts) {
    this.#times = parts.times ?? usualTimes;
    this.#monotonic = parts.monotonic ?? (() => performance.now());
    this.#tick(0);
  }

  /** Whether this window held it when it last looked. */
  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  /** What the file system refuses, in its words: as long as it does, this window cannot get it. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Fires, with whether this window holds it, when it got or lost it and when a problem came or went. */
  get onDidChange(): Event<boolean> {
    return this.#onDidChange.event;
  }

  /**
   * Looks at this moment whether this window holds it. Rejects when the file system refuses: then it
   * is not known, and what needs the lease must not be done.
   */
  confirm(): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.#held) {
        await this.#checkHeld(this.#held);
      }
      return this.isHeld;
    });
  }

  /** Gives it up, for whoever waits to have it at once, and waits no more. */
  dispose(): void {
    if (this.#isDisposed) {
      return;
    }
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    const held = this.#held;
    this.#lose();
    if (held) {
      release(held.file);
    }
    this.#onDidChange.dispose();
  }

  /** Gives it up as {@link dispose} does; resolves with whether another window has it soon after. */
  async passOn(withinMs: number): Promise<boolean> {
    const held = this.#held;
    this.dispose();
    if (!held) {
      return false;
    }
    const folder = await this.#folder();
    for (const end = this.#monotonic() + withinMs; this.#monotonic() < end;) {
      if (highest(numbersIn(folder)) > held.generation) {
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, passOnLookMs));
    }
    return false;
  }

  #tick(delayMs: number): void {
    this.#timer = setTimeout(() => {
      void this.#inTurn(() => this.#look()).then(
        () => {
          this.#setProblem(undefined);
          this.#next();
        },
        (error: unknown) => {
          this.#setProblem(error);
          this.#next();
        },
      );
    }, delayMs);
  }

  #setProblem(error: unknown): void {
    const was = this.#problem;
    this.#problem = error instanceof Error ? error.message : (error as string | undefined);
    if (error !== undefined && was === undefined) {
      this.parts.onError(error);
    }
    if ((was === undefined) !== (error === undefined)) {
      this.#fire(this.isHeld);
    }
  }

  #next(): void {
    if (!this.#isDisposed) {
      this.#tick(this.isHeld ? this.#times.renewMs : this.#times.lookMs);
    }
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#work.then(task);
    this.#work = turn.catch(() => undefined);
    return turn;
  }

  async #look(): Promise<void> {
    if (this.#isDisposed) {
      return;
    }
    if (this.#held) {
      await this.#checkHeld(this.#held);
    } else {
      await this.#tryToGet();
    }
  }

  /** Renews what this window holds, or drops out when another has taken over. */
  async #checkHeld(held: { readonly file: string; readonly generation: number }): Promise<void> {
    const folder = await this.#folder();
    const top = highest(numbersIn(folder));
    // A file that is no more was deleted with its folder: everything begins anew there.
    if (top !== held.generation || !(await this.#renew(held.file))) {
      this.#lose();
    }
  }

  async #renew(file: string): Promise<boolean> {
    if (this.#isDisposed) {
      return false;
    }
    try {
      await writeFile(file, await this.#beat(), { flag: "r+" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") {
        return false;
      }
      throw error;
    }
    // Disposed meanwhile: the renewal may have come after the release, and undone it.
    if (this.#isOver()) {
      release(file);
    }
    return true;
  }

  async #tryToGet(): Promise<void> {
    const folder = await this.#folder();
    const generation = highest(numbersIn(folder));
    if (generation !== 0 && !(await this.#isFree(folder, generation))) {
      return;
    }
    // The next after the one that was judged, not after whatever may be there by then.
    const mine = generation + 1;
    const file = join(folder, String(mine));
    if (this.#isDisposed || !tryCreate(folder, mine, await this.#beat())) {
      return;
    }
    const all = numbersIn(folder);
    if (highest(all) !== mine) {
      // Others took over and gave up while this window hesitated.
      removeNumbers(folder, [mine]);
      return;
    }
    if (this.#isOver()) {
      release(file);
      return;
    }
    this.#seen = undefined;
    this.#held = { file, generation: mine };
    this.#fire(true);
    try {
      removeNumbers(
        folder,
        all.filter((number) => number < mine),
      );
    } catch (error) {
      this.parts.onError(error);
    }
  }

  /** Whether a generation is over: given up, or silent for too long. */
  async #isFree(folder: string, generation: number): Promise<boolean> {
    const content = await readFile(join(folder, String(generation)), "utf8").catch(nothingThere);
    if (content === undefined) {
      return false;
    }
    const now = this.#monotonic();
    const { goneMs, silentMs, stalledMs, lookMs } = this.#times;
    const before = this.#seen;
    const isSame =
      before?.generation === generation &&
      before.content === content &&
      // Who did not look for so long slept or stalled, and the holder may have, too.
      now - before.lookedAt < lookMs + goneMs;
    this.#seen = { generation, content, since: isSame ? before.since : now, lookedAt: now };
    const { isReleased, mark } = read(content);
    if (isReleased) {
      return true;
    }
    const silence = now - this.#seen.since;
    if (silence < goneMs) {
      return false;
    }
    const isThere = mark && (await (this.parts.isRunning ?? isRunning)(mark));
    return silence >= (isThere === undefined ? silentMs : isThere ? stalledMs : goneMs);
  }

  /** Whether it was disposed of, also while something was waited for. */
  #isOver(): boolean {
    return this.#isDisposed;
  }

  async #folder(): Promise<string> {
    const folder = join(await this.parts.folder(), "lease");
    await mkdir(folder, { recursive: true });
    return folder;
  }

  async #beat(): Promise<string> {
    this.#beats += 1;
    return JSON.stringify({ ...(await markOfThisProcess()), beat: this.#beats });
  }

  #lose(): void {
    if (this.#held) {
      this.#held = undefined;
      this.#fire(false);
    }
  }

  #fire(isHeld: boolean): void {
    try {
      this.#onDidChange.fire(isHeld);
    } catch (error) {
      this.parts.onError(error);
    }
  }
}

/** A file that is no more: another window went on meanwhile. */
function nothingThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") {
    throw error;
  }
}

/** Says that a generation is given up; at once, because the window may end at this moment. */
function release(file: string): void {
  try {
    // Padded, so that nothing remains of the longer text that it is written over.
    writeFileSync(file, released.padEnd(300), { flag: "r+" });
  } catch {
    // It cannot be said: those who wait notice the silence.
  }
}

function read(content: string): { isReleased: boolean; mark?: ProcessMark } {
  try {
    const value = JSON.parse(content) as Readonly<Record<string, unknown>>;
    const { host, pid, started } = value;
    const mark =
      typeof host === "string" && typeof pid === "number"
        ? { host, pid, ...(typeof started === "string" && { started }) }
        : undefined;
    return { isReleased: value["released"] === true, ...(mark && { mark }) };
  } catch {
    // A file that was just created, or is just being written.
    return { isReleased: false };
  }
}
