import { areOrigins } from "./profile";
import { ProfileEntries, type EntryStorage } from "./profileEntries";

/** Where a client certificate lies, and for whom it is. The files stay where they are. */
export interface ClientCertificateReference {
  /** Paths of one PKCS #12 file, or of PEM files, which may be the same. */
  readonly files: { readonly pfx: string } | { readonly cert: string; readonly key: string };
  /** The addresses that it is shown to; never empty. */
  readonly origins: readonly string[];
}

/** Which client certificate each profile shows, by reference only. No secrets. */
export class ClientCertificateReferences extends ProfileEntries<ClientCertificateReference> {
  constructor(storage: EntryStorage) {
    super(storage, "clientCertificate", parseReference, (reference) => reference);
  }

  /** Shows the certificate to these addresses only, or to none any more. */
  keepOnly(profileId: string, origins: readonly string[]): Promise<void> {
    return this.change(profileId, (present) => {
      const kept = present?.origins.filter((origin) => origins.includes(origin)) ?? [];
      return present && kept.length > 0 ? { ...present, origins: kept } : undefined;
    });
  }
}

function parseReference(value: unknown): ClientCertificateReference | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { files, origins } = value as Record<string, unknown>;
  if (typeof files !== "object" || files === null || !areOrigins(origins)) {
    return undefined;
  }
  const { pfx, cert, key } = files as Record<string, unknown>;
  if (isPath(pfx) && cert === undefined && key === undefined) {
    return { files: { pfx }, origins };
  }
  return isPath(cert) && isPath(key) && pfx === undefined
    ? { files: { cert, key }, origins }
    : undefined;
}

function isPath(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
