import type { Disposable } from "../util/disposable";
import { Emitter, type Event } from "../util/event";

/** Which request documents are being sent: each at most once at a time. */
export class DocumentRuns implements Disposable {
  readonly #running = new Map<string, AbortController>();
  readonly #onDidChange = new Emitter<undefined>();

  /** Fires when a run began or ended. */
  get onDidChange(): Event<undefined> {
    return this.#onDidChange.event;
  }

  /** Whether the document of an address is being sent. */
  isRunning(uri: string): boolean {
    return this.#running.has(uri);
  }

  /** Runs a task for a document; undefined, without running it, while another one runs. */
  async run<T>(
    uri: string,
    task: (controller: AbortController) => Promise<T>,
  ): Promise<T | undefined> {
    if (this.#running.has(uri)) {
      return undefined;
    }
    const controller = new AbortController();
    this.#running.set(uri, controller);
    try {
      this.#onDidChange.fire(undefined);
      return await task(controller);
    } finally {
      this.#running.delete(uri);
      this.#onDidChange.fire(undefined);
    }
  }

  /** Cancels the run of a document, if there is one. */
  cancel(uri: string): void {
    this.#running.get(uri)?.abort();
  }

  dispose(): void {
    for (const controller of this.#running.values()) {
      controller.abort();
    }
    this.#onDidChange.dispose();
  }
}
