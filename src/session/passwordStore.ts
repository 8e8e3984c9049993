import type { SecretStorage } from "vscode";
import type { SignInAccount } from "../profiles/profile";
import { GuardedSecrets } from "./guardedSecrets";

/** A password with the account that it was typed for. A secret: not to be kept or shown. */
interface KeptPassword extends SignInAccount {
  readonly password: string;
}

/**
 * The passwords that users chose to keep, one a profile, in SecretStorage and nowhere else: each use
 * reads it anew.
 */
export class PasswordStore {
  readonly #kept: GuardedSecrets<KeptPassword>;

  constructor(secrets: Pick<SecretStorage, "get" | "store" | "delete">) {
    this.#kept = new GuardedSecrets(secrets, "password", parsePassword);
  }

  /**
   * The password kept for a profile, for the very site and user that it was typed for.
   * @throws SecretStorageError
   */
  async get(profileId: string, account: SignInAccount): Promise<string | undefined> {
    const kept = await this.#kept.get(profileId);
    return kept?.siteOrigin === account.siteOrigin && kept.userName === account.userName
      ? kept.password
      : undefined;
  }

  /**
   * Keeps the password of an account for a profile. Only to be called when the user said so.
   * @throws SecretStorageError
   */
  set(profileId: string, { siteOrigin, userName }: SignInAccount, password: string): Promise<void> {
    return this.#kept.set(profileId, { siteOrigin, userName, password });
  }

  /**
   * Forgets the password of a profile.
   * @throws SecretStorageError
   */
  remove(profileId: string): Promise<void> {
    return this.#kept.remove(profileId);
  }
}

function parsePassword({
  siteOrigin,
  userName,
  password,
}: Readonly<Record<string, unknown>>): KeptPassword | undefined {
  return typeof siteOrigin === "string" &&
    typeof userName === "string" &&
    typeof password === "string"
    ? { siteOrigin, userName, password }
    : undefined;
}
