import { randomBytes } from "node:crypto";
import { request } from "node:https";
import type { Socket } from "node:net";
import { checkServerIdentity, TLSSocket, type PeerCertificate } from "node:tls";
import { chainOf, type CertificateFacts } from "./certificate";
import { secureOptions, type TlsMaterial } from "./connections";

/** Why trusting whoever signed a certificate does not make it right. */
export type CertificateFault = "expired" | "notYetValid" | "wrongHost";

/** What a handshake with a server came to. */
export type HandshakeLook =
  /** The certificate passes the check as it is. */
  | { readonly kind: "trusted" }
  | {
      readonly kind: "untrusted";
      /** Why, as the system names it, for example SELF_SIGNED_CERT_IN_CHAIN. */
      readonly code: string;
      /** What the server showed, its own first. Never empty. */
      readonly chain: readonly CertificateFacts[];
      /** What is wrong beside, or instead of, the authority being unknown. */
      readonly fault?: CertificateFault;
    }
  /** No certificate was shown. */
  | { readonly kind: "failed"; readonly code: string };

/** The limits of one look. */
export interface LookLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** What is trusted at that address already, and what shows who we are. */
  readonly tls?: TlsMaterial;
}

/** How a look ends that was stopped. */
export const lookStopped = "ABORT_ERR";

/**
 * Has a server show its certificates, by a handshake of its own that sends no byte of HTTP. The check
 * of the certificate is on as in every call: the chain is read while the check is about to refuse it,
 * and the connection ends with that refusal, or at once where there is none. It goes through
 * `https.request`, and so through whatever proxy VS Code has been told to use.
 */
export function lookAtCertificates(
  origin: string,
  { timeoutMs, signal, tls }: LookLimits,
): Promise<HandshakeLook> {
  const { hostname } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const seen: { certificate?: PeerCertificate; ders: Uint8Array[] } = { ders: [] };
    const limit = AbortSignal.timeout(timeoutMs);
    const outgoing = request(origin, {
      ...secureOptions(tls ?? {}),
      // A name of its own: what another connection left behind would be taken up without a chain.
      sessionIdContext: randomBytes(12).toString("hex"),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const end = (look: HandshakeLook): void => {
      resolve(look);
      outgoing.destroy();
    };
    outgoing.once("socket", (socket: Socket) => {
      if (!(socket instanceof TLSSocket)) {
        // A proxy that refuses stands in for the server: what it says comes as an answer.
        return;
      }
      // Ahead of Node's own listener, which checks the certificate and ends the connection.
      socket.prependOnceListener("secure", () => {
        seen.certificate = socket.getPeerCertificate(true);
        seen.ders = dersOf(socket.getPeerCertificate(true));
      });
      socket.once("secureConnect", () => {
        end({ kind: "trusted" });
      });
    });
    outgoing.once("response", ({ statusCode = 0 }) => {
      end({ kind: "failed", code: `HTTP ${statusCode}` });
    });
    outgoing.on("error", (error) => {
      const code = limit.aborted ? "ETIMEDOUT" : codeOf(error);
      const chain = code === lookStopped ? [] : chainOf(seen.ders);
      if (!seen.certificate || chain.length === 0) {
        end({ kind: "failed", code });
        return;
      }
      const fault = faultOf(host, seen.certificate, chain);
      end({ kind: "untrusted", code, chain, ...(fault && { fault }) });
    });
  });
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.name;
}

function faultOf(
  host: string,
  certificate: PeerCertificate,
  chain: readonly CertificateFacts[],
): CertificateFault | undefined {
  const now = Date.now();
  if (chain.some(({ validTo }) => validTo < now)) {
    return "expired";
  }
  if (chain.some(({ validFrom }) => validFrom > now)) {
    return "notYetValid";
  }
  return checkServerIdentity(host, certificate) ? "wrongHost" : undefined;
}

/** The chain from the server's own certificate upwards; a self-signed one names itself as its issuer. */
function dersOf(own: PeerCertificate): Uint8Array[] {
  const ders: Uint8Array[] = [];
  const known = new Set<string>();
  let next: (PeerCertificate & { issuerCertificate?: PeerCertificate }) | undefined = own;
  // A server without a certificate shows an object without members.
  while (next && "raw" in next && !known.has(next.fingerprint256)) {
    known.add(next.fingerprint256);
    ders.push(next.raw);
    next = next.issuerCertificate;
  }
  return ders;
}
