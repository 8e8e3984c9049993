import type { SecretStorage, SecretStorageChangeEvent } from "vscode";
import { Emitter } from "../../src/util/event";

/** A SecretStorage in memory that can be told to refuse, as a locked keyring does. */
export class FakeSecretStorage implements SecretStorage {
  readonly values = new Map<string, string>();
  readonly #emitter = new Emitter<SecretStorageChangeEvent>();
  /** Thrown by every call while set. */
  refusal: Error | undefined;

  readonly onDidChange: SecretStorage["onDidChange"] = (listener) => {
    const subscription = this.#emitter.event((event) => {
      listener(event);
    });
    return {
      dispose: () => {
        subscription.dispose();
      },
    };
  };

  get(key: string): Promise<string | undefined> {
    return this.#use(() => this.values.get(key));
  }

  store(key: string, value: string): Promise<void> {
    return this.#use(() => {
      this.values.set(key, value);
      this.#emitter.fire({ key });
    });
  }

  delete(key: string): Promise<void> {
    return this.#use(() => {
      this.values.delete(key);
      this.#emitter.fire({ key });
    });
  }

  #use<T>(action: () => T): Promise<T> {
    return this.refusal ? Promise.reject(this.refusal) : Promise.resolve(action());
  }
}
