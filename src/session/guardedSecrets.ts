import type { SecretStorage } from "vscode";

/** What secrets are kept of: the first part of their keys. */
export type SecretKind = "session" | "password" | "explored" | "passphrase";

/** SecretStorage refused; `cause` says why. Nothing was kept elsewhere. */
export class SecretStorageError extends Error {
  override readonly name = "SecretStorageError";

  constructor(
    readonly action: "read" | "store" | "remove",
    readonly what: SecretKind,
    options: ErrorOptions,
  ) {
    super(`SecretStorage could not ${action} a ${what}`, options);
  }
}

/**
 * Secrets of one kind, one a profile, in SecretStorage and nowhere else: each use reads it anew. A
 * stored value that `parse` does not know counts as none.
 */
export class GuardedSecrets<T> {
  constructor(
    private readonly secrets: Pick<SecretStorage, "get" | "store" | "delete">,
    private readonly kind: SecretKind,
    private readonly parse: (value: Readonly<Record<string, unknown>>) => T | undefined,
  ) {}

  /**
   * The secret of a profile.
   * @throws SecretStorageError
   */
  async get(profileId: string): Promise<T | undefined> {
    const stored = await this.#guard("read", () => this.secrets.get(this.#keyOf(profileId)));
    const value = stored === undefined ? undefined : readRecord(stored);
    return value && this.parse(value);
  }

  /**
   * Keeps the secret of a profile in place of an earlier one.
   * @throws SecretStorageError
   */
  async set(profileId: string, value: T): Promise<void> {
    const text = JSON.stringify(value);
    await this.#guard("store", () => this.secrets.store(this.#keyOf(profileId), text));
  }

  /**
   * Forgets the secret of a profile.
   * @throws SecretStorageError
   */
  async remove(profileId: string): Promise<void> {
    await this.#guard("remove", () => this.secrets.delete(this.#keyOf(profileId)));
  }

  /** Whose secret a key of SecretStorage holds; undefined for keys of anything else. */
  profileOf(key: string): string | undefined {
    const prefix = this.#keyOf("");
    return key.startsWith(prefix) && key !== prefix ? key.slice(prefix.length) : undefined;
  }

  #keyOf(profileId: string): string {
    return `${this.kind}/${profileId}`;
  }

  async #guard<R>(action: SecretStorageError["action"], use: () => Thenable<R>): Promise<R> {
    try {
      return await use();
    } catch (cause) {
      throw new SecretStorageError(action, this.kind, { cause });
    }
  }
}

function readRecord(stored: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === "object" && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
