import { readCertificate, type CertificateFacts } from "../chat/certificate";
import { areOrigins } from "./profile";
import { ProfileEntries, type EntryStorage } from "./profileEntries";

/** A certificate authority that the user trusts for one profile. */
export interface TrustedAuthority {
  readonly certificate: CertificateFacts;
  /** The addresses that it is trusted for; never empty. */
  readonly origins: readonly string[];
}

/** Whom the user trusts beside those whom VS Code and the system do, one list a profile. No secrets. */
export class TrustedAuthorities extends ProfileEntries<readonly TrustedAuthority[]> {
  constructor(storage: EntryStorage) {
    super(storage, "authorities", parseAuthorities, storedForm);
  }

  /** Trusts an authority for addresses of a profile, beside those it is trusted for already. */
  trust(
    profileId: string,
    certificate: CertificateFacts,
    origins: readonly string[],
  ): Promise<void> {
    return this.change(profileId, (present = []) => {
      const isIt = (other: TrustedAuthority): boolean =>
        other.certificate.fingerprint === certificate.fingerprint;
      const before = present.find(isIt)?.origins ?? [];
      const all = [...new Set([...before, ...origins])];
      return [...present.filter((other) => !isIt(other)), { certificate, origins: all }];
    });
  }

  /** Forgets what is trusted for other addresses than these. */
  keepOnly(profileId: string, origins: readonly string[]): Promise<void> {
    return this.change(profileId, (present = []) => {
      const kept = present
        .map((authority) => ({
          ...authority,
          origins: authority.origins.filter((origin) => origins.includes(origin)),
        }))
        .filter((authority) => authority.origins.length > 0);
      return kept.length > 0 ? kept : undefined;
    });
  }
}

function storedForm(authorities: readonly TrustedAuthority[]): unknown {
  return authorities.map(({ certificate: { pem }, origins }) => ({ pem, origins }));
}

function parseAuthorities(value: unknown): readonly TrustedAuthority[] | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    return undefined;
  }
  const authorities = value.map(parseAuthority);
  return authorities.every((authority) => authority !== undefined) ? authorities : undefined;
}

function parseAuthority(value: unknown): TrustedAuthority | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { pem, origins } = value as Record<string, unknown>;
  const certificate = typeof pem === "string" ? readCertificate(pem) : undefined;
  return certificate && areOrigins(origins) ? { certificate, origins } : undefined;
}
