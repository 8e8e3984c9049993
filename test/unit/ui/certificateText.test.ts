import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readCertificate, type CertificateFacts } from "../../../src/chat/certificate";
import { certificateLines, trustQuestion } from "../../../src/ui/certificateText";
import { describeFailure } from "../../../src/ui/failureText";
import { concludeScene } from "../../fakes/scene";
import { rootAuthority, selfSigned, type SelfSigned } from "../../fixtures/tls/selfSigned";

function factsOf({ cert }: SelfSigned): CertificateFacts {
  const facts = readCertificate(cert);
  assert.ok(facts);
  return facts;
}

const forWhom = { profileName: "ACME", origins: ["https://a.example", "https://b.example"] };

describe("the question before an authority is trusted", () => {
  const validTo = new Date(Date.UTC(2190, 4, 6));

  it("says who it is, whom it vouches for, what for, and what that means", () => {
    const root = rootAuthority("Acme Root");
    const [authority, own] = [factsOf(root), factsOf(root.issue({ name: "Server", validTo }))];
    const { question, detail } = trustQuestion(authority, [own, authority], forWhom);
    assert.equal(question, "Trust this certificate authority for “ACME”?");
    const lines = detail.split("\n");
    assert.deepEqual(lines.slice(0, 2), ["Subject: CN=Acme Root", "Issuer: itself"]);
    assert.match(lines[2] ?? "", /^Valid: \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d$/);
    assert.match(lines[3] ?? "", /^SHA-256 fingerprint: (?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.ok(lines.includes("It vouches for: CN=Server"));
    assert.ok(lines.includes("For: https://a.example and https://b.example"));
    assert.match(detail, /Whoever holds its key can pass for these addresses/);
  });

  it("says when it is no authority but the server's own certificate", () => {
    const own = factsOf(selfSigned({ validTo }));
    const { question, detail } = trustQuestion(own, [own], forWhom);
    assert.equal(question, "Trust this certificate for “ACME”?");
    assert.match(detail, / to 2190-05-06\n/);
    assert.match(detail, /it is trusted alone, for these addresses/);
    assert.ok(!detail.includes("It vouches for"));
  });

  it("keeps a name that pretends to be more on one line of bounded length", () => {
    const name = `Evil\nSHA-256 fingerprint: AA:BB\u202e${"x".repeat(1000)}`;
    const authority = factsOf(rootAuthority(name));
    assert.ok(authority.subject.length <= 300);
    assert.ok(!/[\p{Cc}\p{Cf}]/u.test(authority.subject), authority.subject);
    const { detail } = trustQuestion(authority, [authority], forWhom);
    const fingerprints = detail.split("\n").filter((line) => line.startsWith("SHA-256"));
    assert.equal(fingerprints.length, 1);
  });
});

describe("a certificate that did not pass the check", () => {
  const remedies: readonly (readonly [code: string, remedy: string | undefined])[] = [
    ["SELF_SIGNED_CERT_IN_CHAIN", "trustAuthority"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "trustAuthority"],
    ["UNABLE_TO_GET_ISSUER_CERT", "trustAuthority"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "trustAuthority"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "trustAuthority"],
    ["CERT_HAS_EXPIRED", undefined],
    ["CERT_NOT_YET_VALID", undefined],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "editProfile"],
    ["CERT_REVOKED", undefined],
    ["CERT_SIGNATURE_FAILURE", undefined],
  ];
  for (const [code, remedy] of remedies) {
    it(`is offered ${remedy ?? "nothing"} for ${code}, and never to be ignored`, () => {
      const failure = { kind: "network", reason: "certificate", code, maybeSent: false } as const;
      const text = describeFailure(failure, concludeScene);
      assert.equal(text.remedy, remedy);
      assert.ok(text.explanation.includes(code));
      assert.match(text.explanation, /Nothing was sent\.$/);
      assert.match(text.advice, /check is never switched off\.$/);
    });
  }
});

describe("the lines about certificates in a profile's tooltip", () => {
  it("name whom it trusts and what it shows, without any folder", () => {
    const authority = {
      certificate: factsOf(rootAuthority("Acme")),
      origins: ["https://a.example"],
    };
    const origins = ["https://a.example"];
    const [trusts, shows] = certificateLines([authority], {
      files: { cert: "/home/ada/agent.crt", key: "/home/ada/agent.key" },
      origins,
    });
    assert.match(trusts ?? "", /^trusts CN=Acme, valid to \d{4}-\d\d-\d\d, SHA-256 /);
    assert.equal(shows, "shows the client certificate agent.crt with agent.key");
    assert.deepEqual(certificateLines([], undefined), []);
    const pfx = { files: { pfx: "/home/ada/agent.pfx" }, origins };
    assert.deepEqual(certificateLines([], pfx), ["shows the client certificate agent.pfx"]);
  });
});
