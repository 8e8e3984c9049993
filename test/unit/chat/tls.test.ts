import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { Agent, createServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import fetch from "node-fetch";
import type { FetchLike } from "../../../src/chat/transport";
import { selfSigned, type SelfSigned } from "../../fixtures/tls/selfSigned";
import { assertFails, concludeAt, withServer, type ExpectedFailure } from "./setup";

const answer = '{"chatConcludeEngagementResult":{"engagementId":1000},"chatSystemError":null}';

/** Runs a test against a TLS server on loopback that answers every request with a success. */
async function withTlsServer(
  options: ServerOptions,
  test: (origin: string, requests: () => number) => Promise<void>,
): Promise<void> {
  let requests = 0;
  const server = createServer(options, (_, response) => {
    requests += 1;
    response.writeHead(200, { "Content-Type": "application/json" }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    await test(`https://127.0.0.1:${port}`, () => requests);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The real fetch, which trusts one certificate more, as a system's trust store would make it. */
function trusting({ cert }: SelfSigned): FetchLike {
  const agent = new Agent({ ca: cert });
  return (url, init) => fetch(url, { ...init, agent });
}

function untrusted(code: string): ExpectedFailure {
  return {
    failure: { kind: "network", reason: "certificate", code, maybeSent: false },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: the server's certificate is not trusted",
    explanation: `The certificate of ORIGIN did not pass the check (${code}). Nothing was sent.`,
    advice:
      "If a company proxy re-signs traffic, add its certificate authority to the system's trust store. The check is never switched off.",
    requests: 0,
  };
}

function noTls(code: string): ExpectedFailure {
  return {
    failure: { kind: "network", reason: "tls", code, maybeSent: false },
    effect: "notDone",
    headline: "Could not conclude engagement 1000: no secure connection could be made",
    explanation: `What answers at ORIGIN does not speak TLS as expected (${code}). Nothing was sent.`,
    advice: "Check the port of the profile: it may be a plain HTTP port.",
    requests: 0,
  };
}

describe("a secure connection", () => {
  it("is made to a server whose certificate is trusted", () => {
    const pair = selfSigned();
    return withTlsServer(pair, async (origin, requests) => {
      const { result } = await concludeAt(origin, { fetch: trusting(pair) });
      assert.ok(result.ok);
      assert.equal(requests(), 1);
    });
  });

  it("is not made when the certificate is self-signed", () =>
    withTlsServer(selfSigned(), async (origin, requests) => {
      const exchange = await concludeAt(origin);
      assertFails({ exchange, requests: requests() }, untrusted("DEPTH_ZERO_SELF_SIGNED_CERT"));
    }));

  it("is not made when the certificate has expired", () => {
    const validTo = new Date(Date.now() - 60_000);
    const pair = selfSigned({ validTo });
    return withTlsServer(pair, async (origin, requests) => {
      const exchange = await concludeAt(origin, { fetch: trusting(pair) });
      assertFails({ exchange, requests: requests() }, untrusted("CERT_HAS_EXPIRED"));
    });
  });

  it("is not made when the certificate is another host's", () => {
    const pair = selfSigned({ ip: [192, 0, 2, 1] });
    return withTlsServer(pair, async (origin, requests) => {
      const exchange = await concludeAt(origin, { fetch: trusting(pair) });
      assertFails({ exchange, requests: requests() }, untrusted("ERR_TLS_CERT_ALTNAME_INVALID"));
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
    return withTlsServer(options, async (origin, requests) => {
      const exchange = await concludeAt(origin, { fetch: trusting(pair) });
      assertFails({ exchange, requests: requests() }, noTls("EPROTO"));
    });
  });
});
