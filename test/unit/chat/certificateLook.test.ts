import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import {
  lookAtCertificates,
  lookStopped,
  type HandshakeLook,
} from "../../../src/chat/certificateLook";
import { rootAuthority, selfSigned, type SelfSigned } from "../../fixtures/tls/selfSigned";
import { withServer } from "./setup";
import { withTlsServer } from "./tlsServers";

const timeoutMs = 20_000;

/** Looks at a server with a certificate, and sees to it that not a byte came to it. */
async function lookAt(
  pair: SelfSigned,
  authorities: readonly string[] = [],
): Promise<HandshakeLook> {
  let look: HandshakeLook | undefined;
  await withTlsServer(pair, async ({ origin, requests, bytes }) => {
    look = await lookAtCertificates(origin, { timeoutMs, tls: { authorities } });
    assert.deepEqual([requests(), bytes()], [0, 0]);
  });
  assert.ok(look);
  return look;
}

function untrustedLook(look: HandshakeLook): HandshakeLook & { readonly kind: "untrusted" } {
  assert.equal(look.kind, "untrusted");
  return look;
}

describe("a look at a server's certificates", () => {
  it("shows them from the server's own up to the topmost, with nothing sent", async () => {
    const root = rootAuthority("Root");
    const intermediate = root.authority("Intermediate");
    const { cert, key } = intermediate.issue({ name: "Server" });
    const { chain, code, fault } = untrustedLook(
      await lookAt({ key, cert: cert + intermediate.cert + root.cert }),
    );
    assert.deepEqual(
      chain.map(({ subject, issuer, isAuthority, isSelfSigned }) => ({
        ...{ subject, issuer, isAuthority, isSelfSigned },
      })),
      [
        {
          subject: "CN=Server",
          issuer: "CN=Intermediate",
          isAuthority: false,
          isSelfSigned: false,
        },
        { subject: "CN=Intermediate", issuer: "CN=Root", isAuthority: true, isSelfSigned: false },
        { subject: "CN=Root", issuer: "CN=Root", isAuthority: true, isSelfSigned: true },
      ],
    );
    assert.equal(code, "SELF_SIGNED_CERT_IN_CHAIN");
    assert.equal(fault, undefined);
    assert.equal(chain[2]?.fingerprint, new X509Certificate(root.cert).fingerprint256);
    assert.equal(chain[2].pem, root.cert);
  });

  it("shows no certificate that does not vouch for the server's", async () => {
    const { cert, key } = rootAuthority("Acme").issue({ name: "Server" });
    // Of the same name, so that it looks like the issuer.
    const { chain } = untrustedLook(await lookAt({ key, cert: cert + rootAuthority("Acme").cert }));
    assert.deepEqual(
      chain.map(({ subject }) => subject),
      ["CN=Server"],
    );
  });

  it("tells when what the topmost vouches for is enough", async () => {
    const pair = selfSigned();
    const { chain } = untrustedLook(await lookAt(pair));
    assert.deepEqual(await lookAt(pair, [chain.at(-1)?.pem ?? ""]), { kind: "trusted" });
  });

  it("tells what trust does not mend, though the authority is unknown too", async () => {
    const root = rootAuthority();
    const now = Date.now();
    const found = [
      await lookAt(root.issue({ validTo: new Date(now - 60_000) })),
      await lookAt(root.issue({ validFrom: new Date(now + 60_000) })),
      await lookAt(root.issue({ ip: [192, 0, 2, 1] })),
    ].map((look) => untrustedLook(look).fault);
    assert.deepEqual(found, ["expired", "notYetValid", "wrongHost"]);
  });

  it("tells what trust does not mend under a trusted authority", async () => {
    const root = rootAuthority();
    const look = await lookAt(root.issue({ ip: [192, 0, 2, 1] }), [root.cert]);
    const { code, fault } = untrustedLook(look);
    assert.deepEqual([code, fault], ["ERR_TLS_CERT_ALTNAME_INVALID", "wrongHost"]);
  });

  it("fails where no certificate is shown, and where nobody listens", async () => {
    await withServer(async ({ url }) => {
      const look = await lookAtCertificates(url.replace("http:", "https:"), { timeoutMs });
      assert.deepEqual(look, { kind: "failed", code: "ERR_SSL_WRONG_VERSION_NUMBER" });
    });
    const look = await lookAtCertificates("https://127.0.0.1:9", { timeoutMs });
    assert.deepEqual(look, { kind: "failed", code: "ECONNREFUSED" });
  });

  it("ends when it is stopped", () =>
    withTlsServer(selfSigned(), async ({ origin }) => {
      const signal = AbortSignal.abort();
      const look = await lookAtCertificates(origin, { timeoutMs, signal });
      assert.deepEqual(look, { kind: "failed", code: lookStopped });
    }));
});
