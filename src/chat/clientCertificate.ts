import { createSecureContext } from "node:tls";

/** A certificate that shows a server who we are, with its key: in PEM, or both as PKCS #12. */
export interface ClientCertificate {
  readonly cert?: string;
  readonly key?: string;
  readonly pfx?: Uint8Array;
  readonly passphrase?: string;
}

/** Why a client certificate cannot be used. */
export type ClientCertificateProblem =
  /** A file is not there. */
  | "missingFile"
  /** A file cannot be read. */
  | "unreadableFile"
  /** The passphrase is wrong, or one is needed and none is kept. */
  | "passphrase"
  /** Certificate and key are not each other's. */
  | "otherKey"
  /** The file is nothing that can be read as a certificate with its key. */
  | "format";

/** Why a client certificate cannot be used, found out without any connection; undefined when it can. */
export function clientCertificateProblem({
  pfx,
  ...texts
}: ClientCertificate): ClientCertificateProblem | undefined {
  try {
    createSecureContext({ ...texts, ...(pfx && { pfx: Buffer.from(pfx) }) });
    return undefined;
  } catch (error) {
    // OpenSSL and BoringSSL name it differently, and give codes for some only.
    const text = error instanceof Error ? `${codeOf(error)} ${error.message}` : "";
    if (/mac.verify|decrypt|passphrase|password|interrupted or cancelled/i.test(text)) {
      return "passphrase";
    }
    return /key.values.mismatch/i.test(text) ? "otherKey" : "format";
  }
}

function codeOf({ code = "" }: NodeJS.ErrnoException): string {
  return code;
}
