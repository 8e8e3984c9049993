import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { SecretStorage } from "vscode";
import {
  clientCertificateProblem,
  type ClientCertificate,
  type ClientCertificateProblem,
} from "../chat/clientCertificate";
import type { TlsMaterial } from "../chat/connections";
import {
  ClientCertificateReferences,
  type ClientCertificateReference,
} from "../profiles/clientCertificateReferences";
import { originsOf, type Profile } from "../profiles/profile";
import type { EntryStorage } from "../profiles/profileEntries";
import { TrustedAuthorities } from "../profiles/trustedAuthorities";
import { GuardedSecrets } from "./guardedSecrets";

/** Finds what a profile's secure connections to an address are made with; undefined for the usual. */
export type TlsFor = (profileId: string, origin: string) => Promise<TlsMaterial | undefined>;

/** Where what belongs to certificates is kept. */
export interface ProfileCertificatesParts extends EntryStorage {
  readonly secrets: Pick<SecretStorage, "get" | "store" | "delete">;
}

/** A passphrase with the file that it was typed for. A secret: not to be kept or shown. */
interface KeptPassphrase {
  readonly file: string;
  readonly passphrase: string;
}

/**
 * The certificates of profiles: whom the user trusts for each, and what it shows of itself. Both are
 * bound to addresses, as a session is. Files are read and the passphrase is taken from SecretStorage
 * for each connection anew.
 */
export class ProfileCertificates {
  readonly authorities: TrustedAuthorities;
  readonly references: ClientCertificateReferences;
  readonly #passphrases: GuardedSecrets<KeptPassphrase>;
  /** What was found of each client certificate, by a digest of it: deriving its key takes long. */
  readonly #checked = new Map<string, ClientCertificateProblem | undefined>();

  constructor({ secrets, ...storage }: ProfileCertificatesParts) {
    this.authorities = new TrustedAuthorities(storage);
    this.references = new ClientCertificateReferences(storage);
    this.#passphrases = new GuardedSecrets(secrets, "passphrase", parsePassphrase);
  }

  /**
   * What connections to an address are made with for a profile.
   * @throws SecretStorageError
   */
  readonly tlsFor: TlsFor = async (profileId, origin) => {
    const authorities = (this.authorities.get(profileId) ?? [])
      .filter(({ origins }) => origins.includes(origin))
      .map(({ certificate }) => certificate.pem);
    const reference = this.references.get(profileId);
    const own = reference?.origins.includes(origin)
      ? await this.#clientCertificate(profileId, reference)
      : undefined;
    if (authorities.length === 0 && own === undefined) {
      return undefined;
    }
    return { ...(authorities.length > 0 && { authorities }), ...own };
  };

  /**
   * Shows a client certificate to the addresses that its reference names. The passphrase is kept in
   * SecretStorage.
   * @throws SecretStorageError
   */
  async setClientCertificate(
    profileId: string,
    reference: ClientCertificateReference,
    passphrase: string | undefined,
  ): Promise<void> {
    const file = keyFileOf(reference);
    await (passphrase === undefined
      ? this.#passphrases.remove(profileId)
      : this.#passphrases.set(profileId, { file, passphrase }));
    await this.references.change(profileId, () => reference);
  }

  /**
   * Shows no client certificate any more.
   * @throws SecretStorageError
   */
  async removeClientCertificate(profileId: string): Promise<void> {
    await this.#passphrases.remove(profileId);
    await this.references.remove(profileId);
  }

  /**
   * Forgets what was for other addresses than the profile has at present. True when something was.
   * @throws SecretStorageError
   */
  async keepOnlyFor(profile: Profile): Promise<boolean> {
    const { id } = profile;
    const origins = originsOf(profile);
    const isForOthers = ({ origins: own }: { readonly origins: readonly string[] }): boolean =>
      own.some((origin) => !origins.includes(origin));
    const areAuthorities = (this.authorities.get(id) ?? []).some(isForOthers);
    if (areAuthorities) {
      await this.authorities.keepOnly(id, origins);
    }
    const reference = this.references.get(id);
    const isReference = reference !== undefined && isForOthers(reference);
    if (isReference) {
      await this.references.keepOnly(id, origins);
      if (!this.references.get(id)) {
        await this.#passphrases.remove(id);
      }
    }
    return areAuthorities || isReference;
  }

  /**
   * Forgets everything of a profile.
   * @throws SecretStorageError
   */
  async remove(profileId: string): Promise<void> {
    await this.removeClientCertificate(profileId);
    await this.authorities.remove(profileId);
  }

  /** Sets aside what cannot be read, and forgets what belongs to no profile. */
  async tidy(isKnown: (profileId: string) => boolean): Promise<void> {
    await this.authorities.tidy(isKnown);
    await this.references.tidy(isKnown);
  }

  async #clientCertificate(
    profileId: string,
    reference: ClientCertificateReference,
  ): Promise<Pick<TlsMaterial, "clientCertificate" | "problem">> {
    const kept = await this.#passphrases.get(profileId);
    const passphrase = kept?.file === keyFileOf(reference) ? kept.passphrase : undefined;
    const reading = await readClientCertificate(reference.files, passphrase);
    if (typeof reading === "string") {
      return { problem: reading };
    }
    const digest = digestOf(reading);
    if (!this.#checked.has(digest)) {
      this.#checked.clear();
      this.#checked.set(digest, clientCertificateProblem(reading));
    }
    const problem = this.#checked.get(digest);
    return problem === undefined ? { clientCertificate: reading } : { problem };
  }
}

/**
 * Reads a client certificate from its files, or says why it cannot be read. Whether it can be used is
 * another question.
 */
export async function readClientCertificate(
  files: ClientCertificateReference["files"],
  passphrase: string | undefined,
): Promise<ClientCertificate | ClientCertificateProblem> {
  const secret = passphrase === undefined ? {} : { passphrase };
  try {
    if ("pfx" in files) {
      return { pfx: await readFile(files.pfx), ...secret };
    }
    const [cert, key] = await Promise.all([
      readFile(files.cert, "latin1"),
      readFile(files.key, "latin1"),
    ]);
    return { cert, key, ...secret };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? "missingFile" : "unreadableFile";
  }
}

/** The file that a passphrase opens. */
function keyFileOf({ files }: ClientCertificateReference): string {
  return "pfx" in files ? files.pfx : files.key;
}

function digestOf({ cert, key, pfx, passphrase }: ClientCertificate): string {
  const file = pfx && Buffer.from(pfx).toString("base64");
  const text = JSON.stringify([cert, key, file, passphrase].map((part) => part ?? null));
  return createHash("sha256").update(text).digest("hex");
}

function parsePassphrase({
  file,
  passphrase,
}: Readonly<Record<string, unknown>>): KeptPassphrase | undefined {
  return typeof file === "string" && typeof passphrase === "string"
    ? { file, passphrase }
    : undefined;
}
