import type { Memento } from "vscode";

type State = Record<string, unknown>;

/**
 * The state that the windows of a VS Code share, as VS Code 1.100 to 1.139 keep it: each extension
 * host has a copy, writes it whole a moment after a change, and has it replaced whole by what any
 * window wrote, itself included. `delayMs` is how long a message is on its way.
 */
export class SharedState {
  readonly #windows = new Set<WindowMemento>();
  #stored = "{}";

  constructor(readonly delayMs: number) {}

  /** What a window that opens at this moment is given. */
  open(): Memento {
    const window = new WindowMemento(this, this.#stored);
    this.#windows.add(window);
    return window;
  }

  /** Resolves when the writing window may know that it is written. */
  async write(text: string): Promise<void> {
    await delay(this.delayMs);
    this.#stored = text;
    await delay(this.delayMs);
    for (const window of this.#windows) {
      window.accept(text);
    }
  }
}

class WindowMemento implements Memento {
  #values: State;
  #pending: Promise<void> | undefined;

  constructor(
    private readonly shared: SharedState,
    stored: string,
  ) {
    this.#values = JSON.parse(stored) as State;
  }

  keys(): readonly string[] {
    return Object.keys(this.#values).filter((key) => this.#values[key] !== undefined);
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- VS Code's signature
  get<T>(key: string): T | undefined;
  get<T>(key: string, defaultValue: T): T;
  get<T>(key: string, defaultValue?: T): T | undefined {
    return (this.#values[key] as T | undefined) ?? defaultValue;
  }

  update(key: string, value: unknown): Promise<void> {
    this.#values[key] = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
    this.#pending ??= delay(0).then(() => {
      this.#pending = undefined;
      return this.shared.write(JSON.stringify(this.#values));
    });
    return this.#pending;
  }

  accept(text: string): void {
    this.#values = JSON.parse(text) as State;
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
