import { describe, it } from "mocha";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { request as plainRequest } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env as environment, execPath } from "node:process";
import { promisify } from "node:util";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import assert from "node:assert/strict";
import { Connections, type TlsMaterial } from "../../../src/chat/connections";
import { createHttpFetch } from "../../../src/chat/httpFetch";
import { startProxy } from "../../fixtures/tls/proxy";
import { rootAuthority, selfSigned, type SelfSigned } from "../../fixtures/tls/selfSigned";
import { withTlsServer } from "./tlsServers";
import { assertFails, concludeAt, withServer, type ExpectedFailure } from "./setup";

function trusting(...authorities: readonly SelfSigned[]): { readonly tls: TlsMaterial } {
  return { tls: { authorities: authorities.map(({ cert }) => cert) } };
}

const neverOff = "The check is never switched off.";

function untrusted(code: string): ExpectedFailure {
  return {
    failure: { kind: "network", reason: "certificate", code, maybeSent: false },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the server's certificate is not trusted",
    explanation: `Nobody who is trusted here vouches for the certificate of ORIGIN (${code}). Nothing was sent.`,
    advice: `If it is your company's, or a test system's, trust its certificate authority for this profile; a company proxy's belongs into the system's trust store. ${neverOff}`,
    requests: 0,
  };
}

function faulty(code: string, headline: string, advice: string): ExpectedFailure {
  return {
    failure: { kind: "network", reason: "certificate", code, maybeSent: false },
    effect: "notDone",
    headline: `Could not conclude engagement 1000: ${headline}`,
    explanation: `The certificate of ORIGIN did not pass the check (${code}). Nothing was sent.`,
    advice: `${advice} Trusting an authority does not mend this, and the check is never switched off.`,
    requests: 0,
  };
}

const expired = faulty(
  "CERT_HAS_EXPIRED",
  "the server's certificate has expired",
  "Whoever runs the server has to renew it; check this machine's clock, too.",
);
const anotherHosts = faulty(
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "the server's certificate is another host's",
  "Check the host: the certificate has to name it.",
);

function noTls(code: string): ExpectedFailure {
  return {
    failure: { kind: "network", reason: "tls", code, maybeSent: false },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: no secure connection could be made",
    explanation: `What answers at ORIGIN does not speak TLS as expected (${code}). Nothing was sent.`,
    advice:
      "Check the port of the profile: it may be a plain HTTP port. A server that wants a certificate of yours may end the connection like this too: Set Client Certificate… shows it one.",
    requests: 0,
  };
}

const past = () => new Date(Date.now() - 60_000);
const elsewhere = [192, 0, 2, 1] as const;

describe("a secure connection", () => {
  it("is not made when the certificate is self-signed", () =>
    withTlsServer(selfSigned(), async ({ origin, requests }) => {
      const exchange = await concludeAt(origin);
      assertFails({ exchange, requests: requests() }, untrusted("DEPTH_ZERO_SELF_SIGNED_CERT"));
    }));

  it("is made when the self-signed certificate is trusted", () => {
    const pair = selfSigned();
    return withTlsServer(pair, async ({ origin, requests }) => {
      const { result } = await concludeAt(origin, trusting(pair));
      assert.ok(result.ok);
      assert.equal(requests(), 1);
    });
  });

  it("is made under an authority of one's own, once that is trusted", () => {
    const root = rootAuthority();
    return withTlsServer(root.issue(), async ({ origin, requests }) => {
      const code = "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
      const exchange = await concludeAt(origin);
      assertFails({ exchange, requests: requests() }, untrusted(code));
      assert.ok((await concludeAt(origin, trusting(root))).result.ok);
      assert.equal(requests(), 1);
    });
  });

  it("is made under an intermediate that is trusted, though its root is never shown", () => {
    const intermediate = rootAuthority().authority("Intermediate");
    const { cert, key } = intermediate.issue();
    return withTlsServer({ key, cert: cert + intermediate.cert }, async ({ origin, requests }) => {
      assert.ok((await concludeAt(origin, trusting(intermediate))).result.ok);
      assert.equal(requests(), 1);
    });
  });

  it("is not made under another authority than the trusted one, not even of the same name", () =>
    withTlsServer(rootAuthority("Acme").issue(), async ({ origin, requests }) => {
      const exchange = await concludeAt(origin, trusting(rootAuthority("Acme")));
      assert.ok(!exchange.result.ok);
      const { failure } = exchange.result.error;
      assert.equal(failure.kind === "network" && failure.reason, "certificate");
      assert.equal(requests(), 0);
    }));

  it("is not made for a call without the trust while one with it is kept open", () => {
    const root = rootAuthority();
    return withTlsServer(root.issue(), async ({ origin, requests }) => {
      assert.ok((await concludeAt(origin, trusting(root))).result.ok);
      const exchange = await concludeAt(origin);
      assert.ok(!exchange.result.ok);
      assert.ok((await concludeAt(origin, trusting(root))).result.ok);
      assert.equal(requests(), 2);
    });
  });

  it("is not made when the certificate has expired, though its authority is trusted", () => {
    const root = rootAuthority();
    return withTlsServer(root.issue({ validTo: past() }), async ({ origin, requests }) => {
      const exchange = await concludeAt(origin, trusting(root));
      assertFails({ exchange, requests: requests() }, expired);
    });
  });

  it("is not made when an expired certificate is trusted itself", () => {
    const pair = selfSigned({ validTo: past() });
    return withTlsServer(pair, async ({ origin, requests }) => {
      const exchange = await concludeAt(origin, trusting(pair));
      assertFails({ exchange, requests: requests() }, expired);
    });
  });

  it("is not made when the certificate is another host's, though its authority is trusted", () => {
    const root = rootAuthority();
    return withTlsServer(root.issue({ ip: elsewhere }), async ({ origin, requests }) => {
      const exchange = await concludeAt(origin, trusting(root));
      assertFails({ exchange, requests: requests() }, anotherHosts);
    });
  });

  it("is not made when another host's certificate is trusted itself", () => {
    const pair = selfSigned({ ip: elsewhere });
    return withTlsServer(pair, async ({ origin, requests }) => {
      const exchange = await concludeAt(origin, trusting(pair));
      assertFails({ exchange, requests: requests() }, anotherHosts);
    });
  });

  it("is not made to a plain HTTP port", () =>
    withServer(async (simulator) => {
      const exchange = await concludeAt(simulator.url.replace("http:", "https:"));
      await simulator.close();
      assertFails({ exchange, requests: simulator.requests.length }, noTls("EPROTO"));
    }));

  it("is not made to a server that wants a certificate of ours, which is no fault of its own", () => {
    const pair = selfSigned();
    const options = { ...pair, requestCert: true, maxVersion: "TLSv1.2" } as const;
    return withTlsServer(options, async ({ origin, requests }) => {
      const exchange = await concludeAt(origin, trusting(pair));
      assertFails({ exchange, requests: requests() }, noTls("EPROTO"));
    });
  });
});

describe("what is trusted anyway", () => {
  it("stays trusted beside an authority of one's own", () => {
    const usual = rootAuthority("Usual");
    return withTlsServer(usual.issue(), async ({ origin }) => {
      const folder = mkdtempSync(join(tmpdir(), "usual-trust-"));
      try {
        const file = join(folder, "usual.pem");
        const without = await outcomeElsewhere(origin, {});
        assert.match(without, /"reason":"certificate"/);
        writeFileSync(file, usual.cert);
        assert.equal(await outcomeElsewhere(origin, { NODE_EXTRA_CA_CERTS: file }), "answered");
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});

/** What comes of a call, under an authority that did not sign, in a process with other usual trust. */
async function outcomeElsewhere(origin: string, env: NodeJS.ProcessEnv): Promise<string> {
  const process = await promisify(execFile)(
    execPath,
    ["--import=tsx", "test/unit/chat/tlsUsualTrust.ts", origin, rootAuthority().cert],
    { env: { PATH: environment["PATH"], ...env } },
  );
  return process.stdout;
}

/** Takes the place of the agent, as VS Code's proxy support does; all else of a request is left. */
class ThroughProxy extends Connections {
  readonly #agent: Agent;

  constructor(proxyPort: number) {
    super();
    this.#agent = new TunnelAgent(proxyPort);
  }

  override optionsFor(url: string, tls?: TlsMaterial): ReturnType<Connections["optionsFor"]> {
    return { ...super.optionsFor(url, tls), agent: this.#agent };
  }

  override dispose(): void {
    this.#agent.destroy();
    super.dispose();
  }
}

/** Makes each connection through a tunnel that a proxy opens. */
class TunnelAgent extends Agent {
  constructor(private readonly proxyPort: number) {
    super({ keepAlive: false });
  }

  override createConnection(
    options: ConnectionOptions,
    callback?: (error: Error | null, socket: Socket) => void,
  ): undefined {
    const { host = "", port = 0 } = options;
    const tunnel = plainRequest({
      ...{ host: "127.0.0.1", port: this.proxyPort, agent: false },
      ...{ method: "CONNECT", path: `${host}:${port}` },
    });
    tunnel.once("connect", (_, socket) => {
      callback?.(null, connectTls({ ...options, socket }));
    });
    tunnel.end();
  }
}

describe("a secure connection through a proxy", () => {
  it("is checked all the same: refused, then made under the trusted authority", async () => {
    const root = rootAuthority();
    const proxy = await startProxy();
    const connections = new ThroughProxy(proxy.port);
    const fetch = createHttpFetch(connections);
    try {
      await withTlsServer(root.issue(), async ({ origin, requests }) => {
        const exchange = await concludeAt(origin, { fetch });
        const code = "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
        assertFails({ exchange, requests: requests() }, untrusted(code));
        assert.ok((await concludeAt(origin, { fetch, ...trusting(root) })).result.ok);
        assert.equal(requests(), 1);
        const { host } = new URL(origin);
        assert.deepEqual(proxy.targets, [host, host]);
      });
    } finally {
      connections.dispose();
      await proxy.close();
    }
  });

  it("shows the client certificate", async () => {
    const root = rootAuthority();
    const proxy = await startProxy();
    const connections = new ThroughProxy(proxy.port);
    const fetch = createHttpFetch(connections);
    const options = { ...root.issue(), ca: root.cert, requestCert: true };
    try {
      await withTlsServer(options, async ({ origin, requests, clients }) => {
        const clientCertificate = root.issue({ name: "Agent desk" });
        const tls = { authorities: [root.cert], clientCertificate };
        assert.ok((await concludeAt(origin, { fetch, tls })).result.ok);
        assert.equal(requests(), 1);
        assert.deepEqual(clients, ["Agent desk"]);
        assert.equal(proxy.targets.length, 1);
      });
    } finally {
      connections.dispose();
      await proxy.close();
    }
  });
});
