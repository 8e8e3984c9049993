import { describe, it } from "mocha";
import assert from "node:assert/strict";
import {
  clientCertificateProblem,
  type ClientCertificateProblem,
} from "../../../src/chat/clientCertificate";
import type { TlsMaterial } from "../../../src/chat/connections";
import { remedyOf } from "../../../src/ui/exchangeView";
import { pfxOf } from "../../fixtures/tls/pfx";
import { rootAuthority, type Authority } from "../../fixtures/tls/selfSigned";
import { assertFails, concludeAt, recordOf, verdictOf } from "./setup";
import { withTlsServer, type TlsServer } from "./tlsServers";

type Material = NonNullable<TlsMaterial["clientCertificate"]>;

/** Runs a test against a server that answers those only who show a certificate of an authority. */
function withDemandingServer(
  test: (server: TlsServer, root: Authority) => Promise<void>,
): Promise<void> {
  const root = rootAuthority();
  const options = { ...root.issue(), ca: root.cert, requestCert: true };
  return withTlsServer(options, (server) => test(server, root));
}

describe("a client certificate", () => {
  const passphrase = "Correct horse";
  const forms: Readonly<Record<string, (root: Authority) => Material>> = {
    "PEM files": (root) => root.issue({ name: "Agent desk" }),
    "a PKCS #12 file with its passphrase": (root) => ({
      pfx: pfxOf(root.issue({ name: "Agent desk" }), passphrase),
      passphrase,
    }),
  };
  for (const [form, make] of Object.entries(forms)) {
    it(`is shown from ${form}`, () =>
      withDemandingServer(async ({ origin, requests, clients }, root) => {
        const tls = { authorities: [root.cert], clientCertificate: make(root) };
        assert.equal(clientCertificateProblem(tls.clientCertificate), undefined);
        const { result } = await concludeAt(origin, { tls });
        assert.ok(result.ok);
        assert.equal(requests(), 1);
        assert.deepEqual(clients, ["Agent desk"]);
      }));
  }

  it("is asked for when the server wants one and none is shown", () =>
    withDemandingServer(async ({ origin, requests }, root) => {
      const exchange = await concludeAt(origin, { tls: { authorities: [root.cert] } });
      const code = "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED";
      assertFails(
        { exchange, requests: requests() },
        {
          failure: { kind: "network", reason: "tls", code, maybeSent: false },
          effect: "notDone",
          headline: "Could not conclude engagement 1000: the server wants a certificate of yours",
          explanation: `ORIGIN refused the connection, since it was shown no client certificate that it accepts (${code}). Nothing was sent.`,
          advice: "Set the certificate that its administrator gave you for this profile.",
          requests: 0,
        },
      );
      assert.equal(remedyOf(recordOf(exchange)), "setClientCertificate");
    }));

  it("of somebody unknown is refused by the server, which gets no request", () =>
    withDemandingServer(async ({ origin, requests }, root) => {
      const clientCertificate = rootAuthority("Somebody else").issue();
      const { result } = await concludeAt(origin, {
        tls: { authorities: [root.cert], clientCertificate },
      });
      assert.ok(!result.ok);
      assert.equal(requests(), 0);
    }));

  const problems: Readonly<
    Record<ClientCertificateProblem, readonly [why: string, advice: RegExp]>
  > = {
    missingFile: ["the file of the client certificate is not there", /^Put it back/],
    unreadableFile: ["the file of the client certificate cannot be read", /^See to it/],
    passphrase: [
      "the passphrase of the client certificate is wrong or missing",
      /type its passphrase/,
    ],
    otherKey: ["certificate and key do not belong together", /^Choose the key/],
    format: ["the client certificate cannot be read", /^A PKCS #12 file/],
  };
  for (const [problem, [why, advice]] of Object.entries(problems)) {
    it(`that cannot be used (${problem}) keeps the call from being sent, and says why`, () =>
      withDemandingServer(async ({ origin, requests, bytes }) => {
        const exchange = await concludeAt(origin, {
          tls: { problem: problem as ClientCertificateProblem },
        });
        assert.ok(!exchange.result.ok);
        const { failure } = exchange.result.error;
        assert.deepEqual(failure, {
          ...{ kind: "network", reason: "clientCertificate", code: problem, maybeSent: false },
        });
        assert.deepEqual([requests(), bytes()], [0, 0]);
        const record = recordOf(exchange);
        assert.equal(remedyOf(record), "setClientCertificate");
        const { headline, advice: told } = verdictOf(exchange);
        assert.equal(headline, `Could not conclude engagement 1000: ${why}`);
        assert.match(told, advice);
      }));
  }

  it("is found to be unusable without any connection", () => {
    const root = rootAuthority();
    const pair = root.issue();
    const encrypted = pfxOf(pair, "right");
    const found = [
      { pfx: encrypted, passphrase: "wrong" },
      { pfx: encrypted },
      { cert: pair.cert, key: root.key },
      { cert: pair.cert, key: "no key" },
      { pfx: Buffer.from("no file of that kind") },
      { pfx: encrypted, passphrase: "right" },
    ].map(clientCertificateProblem);
    assert.deepEqual(found, [
      ...["passphrase", "passphrase", "otherKey", "format", "format"],
      undefined,
    ]);
  });
});
