import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { AcceptedServers } from "../../../src/session/acceptedServers";
import { serverFrom } from "../../../src/session/signIn";
import { serverQuestion } from "../../../src/ui/signInText";
import { readJson, type JsonObject } from "../../../src/util/json";
import { someProfile } from "../../fakes/profiles";
import { operationsAt, settingsOf, signInAt, withSite } from "./signInSetup";

const site = "https://acme.example.com";

/** The host that settings name, or undefined where they name none that could be called. */
function hostNamed(domain: unknown, siteOrigin = site): string | undefined {
  const reading = readJson(JSON.stringify({ pool: "297:1", siteName: "acme", domain, port: 8443 }));
  assert.ok(reading.ok);
  const server = serverFrom(reading.value as JsonObject, siteOrigin);
  return "member" in server ? undefined : server.origin;
}

describe("a domain that a site names", () => {
  for (const [domain, origin] of [
    // Written otherwise, the same host.
    ["ACME.example.COM", "https://acme.example.com:8443"],
    // Each another host than the site's, however alike: the user is asked.
    ["acme.example.com.", "https://acme.example.com.:8443"],
    ["chat.acme.example.com", "https://chat.acme.example.com:8443"],
    ["evilacme.example.com", "https://evilacme.example.com:8443"],
    ["acme.example.com.evil.example", "https://acme.example.com.evil.example:8443"],
    ["xn--cme-8cd.example.com", "https://xn--cme-8cd.example.com:8443"],
    ["203.0.113.7", "https://203.0.113.7:8443"],
    ["[2001:db8::1]", "https://[2001:db8::1]:8443"],
    // Numbers are addresses, and are told as such.
    ["3405803783", "https://203.0.113.7:8443"],
    ["0xcb.0.113.7", "https://203.0.113.7:8443"],
    ["127.0.0.1", "https://127.0.0.1:8443"],
    ["localhost", "https://localhost:8443"],
    // No host, and never called.
    ["\u0430cme.example.com", undefined],
    ["acme\u3002example.com", undefined],
    ["acme.example.com\u200b", undefined],
    ["acme.example.com@evil.example", undefined],
    ["https://acme.example.com@evil.example", undefined],
    ["https://evil.example", undefined],
    ["http://evil.example", undefined],
    ["//evil.example", undefined],
    ["evil.example:443", undefined],
    ["evil.example/acme.example.com", undefined],
    ["evil.example\\acme.example.com", undefined],
    ["evil.example?acme.example.com", undefined],
    ["evil.example#acme.example.com", undefined],
    ["evil.example;acme.example.com", undefined],
    ["evil.example%2facme.example.com", undefined],
    ["evil .example", undefined],
    ["evil\r\n.example", undefined],
    ["", undefined],
    [".", undefined],
    ["..", undefined],
    [null, undefined],
    [["evil.example"], undefined],
  ] as const) {
    it(`${JSON.stringify(domain)} is ${origin ?? "refused"}`, () => {
      assert.equal(hostNamed(domain), origin);
    });
  }

  it("is never reached without TLS when its site is not on this machine", () => {
    for (const domain of ["localhost", "127.0.0.1", "127.1", "2130706433", "[::1]", "a.example"]) {
      assert.match(hostNamed(domain) ?? "", /^https:\/\//, domain);
    }
    assert.match(hostNamed("a.example", "http://127.0.0.1:1") ?? "", /^https:\/\//);
  });
});

describe("another host than the site's", () => {
  for (const [domain, origin] of [
    ["localhost", "http://localhost:PORT"],
    ["LOCALHOST", "http://localhost:PORT"],
    ["[::1]", "http://[::1]:PORT"],
    ["127.0.0.2", "http://127.0.0.2:PORT"],
    ["127.0.0.1.evil.example", "https://127.0.0.1.evil.example:PORT"],
    ["evil.example", "https://evil.example:PORT"],
    ["0.0.0.0", "https://0.0.0.0:PORT"],
  ] as const) {
    it(`is asked about once, and gets nothing when the answer is no: ${domain}`, () =>
      withSite({}, async (simulator) => {
        simulator.always("serviceSettings", settingsOf(simulator, { domain }));
        const asked: string[] = [];
        const { outcome } = await signInAt(simulator.url, {
          acceptServer: (server) => {
            asked.push(server.origin);
            return Promise.resolve(false);
          },
        });
        const named = origin.replace("PORT", simulator.port.toString());
        assert.deepEqual(asked, [named]);
        assert.ok(outcome.kind === "declined");
        assert.equal(outcome.server.origin, named);
        assert.deepEqual(operationsAt(simulator), ["serviceSettings"], "no token was made");
      }));
  }

  it("is told with both names", () => {
    const { question, detail } = serverQuestion(site, { origin: "https://evilacme.example.com" });
    assert.equal(question, "Sign in at the chat server https://evilacme.example.com?");
    assert.ok(detail.startsWith("The site https://acme.example.com names it as its chat server."));
  });
});

describe("AcceptedServers", () => {
  const chat = "https://chat.example.com";
  const other = { ...someProfile, origin: "https://other.example.com" };

  it("knows what was accepted for a site, and for that site and server only", () => {
    const servers = new AcceptedServers();
    assert.equal(servers.isAccepted(other, site, chat), false);
    servers.accept(site, chat);
    assert.equal(servers.isAccepted(other, site, chat), true);
    assert.equal(servers.isAccepted(other, "https://b.example.com", chat), false);
    assert.equal(servers.isAccepted(other, site, `${chat}:8443`), false);
    assert.equal(servers.isAccepted(other, site, "https://evilchat.example.com"), false);
  });

  it("takes the address that a profile has as accepted for the site that it signs in at", () => {
    const servers = new AcceptedServers();
    const typed = { ...someProfile, origin: chat };
    assert.equal(servers.isAccepted(typed, site, chat), true, "typed by the user");
    const signedIn = { ...typed, signIn: { siteOrigin: site, userName: "ada" } };
    assert.equal(servers.isAccepted(signedIn, site, chat), true);
    assert.equal(servers.isAccepted(signedIn, site, "https://chat.evil.example"), false);
    assert.equal(
      servers.isAccepted(signedIn, "https://b.example.com", chat),
      false,
      "it was accepted for another site",
    );
  });
});
