import { X509Certificate } from "node:crypto";

/** What a certificate says of itself. All but `pem` may be shown; nothing in it is a secret. */
export interface CertificateFacts {
  /** Whose it is: its parts in their order, as `CN=chat.example.com, O=Acme`. */
  readonly subject: string;
  /** Who signed it. */
  readonly issuer: string;
  /** ms since 1970. */
  readonly validFrom: number;
  /** ms since 1970. */
  readonly validTo: number;
  /** SHA-256 of the whole certificate, as pairs of hexadecimal digits with colons. */
  readonly fingerprint: string;
  /** Whether it says that it may sign others. */
  readonly isAuthority: boolean;
  /** Whether it signed itself: nobody else vouches for it. */
  readonly isSelfSigned: boolean;
  /** The certificate alone, in PEM. */
  readonly pem: string;
}

/** The longest name that is shown, in characters. */
const longestName = 300;

/** Reads one certificate, PEM or DER; undefined when it is none. */
export function readCertificate(data: string | Uint8Array): CertificateFacts | undefined {
  try {
    return factsOf(new X509Certificate(data));
  } catch {
    return undefined;
  }
}

/**
 * The certificates that a server showed, its own first, each signed by the one after it. What does
 * not vouch for the one before is left out: it could be anybody's.
 */
export function chainOf(ders: readonly Uint8Array[]): readonly CertificateFacts[] {
  const chain: X509Certificate[] = [];
  for (const der of ders) {
    const next = new X509Certificate(der);
    const last = chain.at(-1);
    if (last && !isSignedBy(last, next)) {
      break;
    }
    chain.push(next);
  }
  return chain.map(factsOf);
}

function factsOf(certificate: X509Certificate): CertificateFacts {
  return {
    subject: onOneLine(certificate.subject),
    issuer: onOneLine(certificate.issuer),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    fingerprint: certificate.fingerprint256,
    isAuthority: certificate.ca,
    isSelfSigned: isSignedBy(certificate, certificate),
    pem: certificate.toString(),
  };
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/** A name as a line of its own: whoever made the certificate wrote it. */
function onOneLine(name: string): string {
  const line = name
    .trim()
    .replace(/\n/g, ", ")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd");
  return line.length > longestName ? `${line.slice(0, longestName - 1)}…` : line;
}
