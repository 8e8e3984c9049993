import { basename } from "node:path";
import type { CertificateFacts } from "../chat/certificate";
import type { CertificateFault } from "../chat/certificateLook";
import type { ClientCertificateProblem } from "../chat/clientCertificate";
import type { ClientCertificateReference } from "../profiles/clientCertificateReferences";
import type { TrustedAuthority } from "../profiles/trustedAuthorities";
import { addressRemedy, isSigningIn, type FailureScene, type FailureText } from "./failureScene";

const notSent = "Nothing was sent.";

/** Says why a server's certificate did not pass the check, and mends only what trust can mend. */
export function describeCertificate(code: string, what: string, scene: FailureScene): FailureText {
  const { origin } = scene;
  const fault = faultOfCode(code);
  if (fault !== undefined) {
    const { headline, advice } = faultWords[fault];
    return {
      headline: `${what}: ${headline}`,
      explanation: `The certificate of ${origin} did not pass the check (${code}). ${notSent}`,
      advice: `${advice} Trusting an authority does not mend this, and the check is never switched off.`,
      ...(fault === "wrongHost" && { remedy: addressRemedy(scene) }),
    };
  }
  if (!isUnknownAuthority(code)) {
    return {
      headline: `${what}: the server's certificate is not trusted`,
      explanation: `The certificate of ${origin} did not pass the check (${code}). ${notSent}`,
      advice: "Whoever runs the server has to mend it. The check is never switched off.",
    };
  }
  return {
    headline: `${what}: the server's certificate is not trusted`,
    explanation: `Nobody who is trusted here vouches for the certificate of ${origin} (${code}). ${notSent}`,
    advice:
      "If it is your company's, or a test system's, trust its certificate authority for this profile; a company proxy's belongs into the system's trust store. The check is never switched off.",
    remedy: "trustAuthority",
  };
}

/** Says why no secure connection came about. */
export function describeTls(code: string, what: string, scene: FailureScene): FailureText {
  const { origin } = scene;
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|UNKNOWN_CA/.test(code)) {
    return {
      headline: `${what}: the server wants a certificate of yours`,
      explanation: `${origin} refused the connection, since it was shown no client certificate that it accepts (${code}). ${notSent}`,
      advice: "Set the certificate that its administrator gave you for this profile.",
      remedy: "setClientCertificate",
    };
  }
  const port = isSigningIn(scene) ? "the port" : "the port of the profile";
  return {
    headline: `${what}: no secure connection could be made`,
    explanation: `What answers at ${origin} does not speak TLS as expected (${code}). ${notSent}`,
    advice: `Check ${port}: it may be a plain HTTP port. A server that wants a certificate of yours may end the connection like this too: Set Client Certificate… shows it one.`,
    remedy: addressRemedy(scene),
  };
}

/** Says why the profile's client certificate cannot be used. */
export function describeClientCertificate(
  code: string,
  what: string,
  { origin }: FailureScene,
): FailureText {
  const { why, advice } = Object.hasOwn(problemWords, code)
    ? problemWords[code as ClientCertificateProblem]
    : problemWords.format;
  return {
    headline: `${what}: ${why}`,
    explanation: `The client certificate that this profile shows to ${origin} cannot be used. ${notSent}`,
    advice,
    remedy: "setClientCertificate",
  };
}

/** Why a client certificate cannot be used, and what to do, as one text. */
export function clientCertificateText(problem: ClientCertificateProblem): string {
  const { why, advice } = problemWords[problem];
  return `${why.charAt(0).toUpperCase()}${why.slice(1)}. ${advice}`;
}

const problemWords: Readonly<
  Record<ClientCertificateProblem, { readonly why: string; readonly advice: string }>
> = {
  missingFile: {
    why: "the file of the client certificate is not there",
    advice: "Put it back, or choose where it is.",
  },
  unreadableFile: {
    why: "the file of the client certificate cannot be read",
    advice: "See to it that you may read it, or choose another one.",
  },
  passphrase: {
    why: "the passphrase of the client certificate is wrong or missing",
    advice: "Set the certificate again, and type its passphrase.",
  },
  otherKey: {
    why: "certificate and key do not belong together",
    advice: "Choose the key that the certificate was made for.",
  },
  format: {
    why: "the client certificate cannot be read",
    advice:
      "A PKCS #12 file (.pfx, .p12) or PEM files with certificate and private key are wanted. Very old PKCS #12 files are encrypted in a way that is not supported any more: have it exported anew.",
  },
};

/** What is wrong with a certificate in itself: nobody's trust makes it right. */
export const faultWords: Readonly<
  Record<CertificateFault, { readonly headline: string; readonly advice: string }>
> = {
  expired: {
    headline: "the server's certificate has expired",
    advice: "Whoever runs the server has to renew it; check this machine's clock, too.",
  },
  notYetValid: {
    headline: "the server's certificate is not valid yet",
    advice: "Check this machine's clock.",
  },
  wrongHost: {
    headline: "the server's certificate is another host's",
    advice: "Check the host: the certificate has to name it.",
  },
};

function faultOfCode(code: string): CertificateFault | undefined {
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return "expired";
    case "CERT_NOT_YET_VALID":
      return "notYetValid";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
    case "HOSTNAME_MISMATCH":
      return "wrongHost";
    default:
      return undefined;
  }
}

/** Whether the check ended because nobody known vouches for the certificate. */
export function isUnknownAuthority(code: string): boolean {
  return unknownAuthority.has(code);
}

const unknownAuthority = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** The question before an authority is trusted: who it is, since when, and for whom. */
export function trustQuestion(
  authority: CertificateFacts,
  chain: readonly CertificateFacts[],
  { profileName, origins }: { readonly profileName: string; readonly origins: readonly string[] },
): { readonly question: string; readonly detail: string } {
  const isAuthority = authority.isAuthority;
  const [own] = chain;
  const lines = [
    `Subject: ${authority.subject}`,
    `Issuer: ${authority.isSelfSigned ? "itself" : authority.issuer}`,
    `Valid: ${dayOf(authority.validFrom)} to ${dayOf(authority.validTo)}`,
    `SHA-256 fingerprint: ${authority.fingerprint}`,
    "",
    ...(own && own !== authority ? [`It vouches for: ${own.subject}`] : []),
    `Profile: ${profileName}`,
    `For: ${origins.join(" and ")}`,
    "",
    isAuthority
      ? "Whoever holds its key can pass for these addresses, and read what you send there, the session included."
      : "It is no authority but the server's own certificate: it is trusted alone, for these addresses.",
    "Compare the fingerprint with what the administrator tells you, by another way than this connection. Nothing was sent yet.",
  ];
  return {
    question: isAuthority
      ? `Trust this certificate authority for “${profileName}”?`
      : `Trust this certificate for “${profileName}”?`,
    detail: lines.join("\n"),
  };
}

/** A certificate in a line, as lists and tooltips show it. */
export function certificateLine({ subject, validTo, fingerprint }: CertificateFacts): string {
  return `${subject}, valid to ${dayOf(validTo)}, SHA-256 ${fingerprint.slice(0, 23)}…`;
}

/** Whom a profile trusts, and what it shows, as lines of a tooltip. */
export function certificateLines(
  authorities: readonly TrustedAuthority[],
  reference: ClientCertificateReference | undefined,
): readonly string[] {
  return [
    ...authorities.map(({ certificate }) => `trusts ${certificateLine(certificate)}`),
    ...(reference ? [`shows the client certificate ${fileNames(reference.files)}`] : []),
  ];
}

/** The names of a client certificate's files, without their folders. */
export function fileNames(files: ClientCertificateReference["files"]): string {
  if ("pfx" in files) {
    return basename(files.pfx);
  }
  const [cert, key] = [basename(files.cert), basename(files.key)];
  return files.cert === files.key ? cert : `${cert} with ${key}`;
}

function dayOf(time: number): string {
  return Number.isNaN(time) ? "?" : new Date(time).toISOString().slice(0, 10);
}
