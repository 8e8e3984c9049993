import type { SetAside } from "../profiles/storage";
import type { SecretKind, SecretStorageError } from "../session/guardedSecrets";

const secretWords: Readonly<Record<SecretKind, string>> = {
  session: "the session",
  password: "the password",
  explored: "the tokens that requests by hand brought",
  passphrase: "the passphrase of the client certificate",
};

/** Says that the secret storage refused, and that nothing was kept elsewhere. */
export function secretStorageText({ action, cause, what }: SecretStorageError): string {
  const why = cause instanceof Error && cause.message !== "" ? ` (${cause.message})` : "";
  return `Could not ${action} ${secretWords[what]}: VS Code's secret storage refused${why}. Nothing was kept elsewhere. Check the system's keyring, then try again.`;
}

/** Where it is told that a stored value was set aside. */
export interface SetAsideListeners {
  /** Gets a line each time. */
  readonly log: (line: string) => void;
  /** Gets the sentence for the user once. */
  readonly tellUser: (sentence: string) => void;
}

/** Makes the function that reports stored values that could not be read. */
export function createSetAsideReporter({
  log,
  tellUser,
}: SetAsideListeners): (what: SetAside) => void {
  let isTold = false;
  return ({ key, asideKey }) => {
    log(`stored value "${key}" could not be read and was set aside as "${asideKey}"`);
    if (!isTold) {
      isTold = true;
      tellUser(
        "Some of what Engagement Desk had stored could not be read. It was set aside, not deleted, and everything else works. The log names it.",
      );
    }
  };
}
