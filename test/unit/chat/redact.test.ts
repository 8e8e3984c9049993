import { describe, it } from "mocha";
import assert from "node:assert/strict";
import fc from "fast-check";
import { createRedactor, mask } from "../../../src/chat/redact";

const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
/** Whatever may be a session id: six visible ASCII characters or more. */
const secrets = fc.string({ unit: visible, minLength: 6, maxLength: 40 });
/** Secrets that no digits and no text of another script can be a part of. */
const lettersOnly = fc.stringMatching(/^[A-Za-z][A-Za-z._~"\\/+&=<>'-]{5,40}$/);
const innocent = fc.string({ unit: fc.constantFrom(...Array.from("0123456789 \n\t.,:;éß中😀")) });

/** The forms in which a secret may come back, by name. */
const forms: Readonly<Record<string, (secret: string) => string>> = {
  itself: (secret) => secret,
  "JSON-escaped": (secret) => JSON.stringify(secret).slice(1, -1),
  "JSON-escaped to the last character": (secret) =>
    Array.from(secret, (c) => `\\u00${hex(c).toUpperCase()}`).join(""),
  "JSON-escaped with slashes": (secret) =>
    JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
  "URL-encoded": encodeURIComponent,
  "URL-encoded in lower case": (secret) =>
    encodeURIComponent(secret).replace(/%../g, (escape) => escape.toLowerCase()),
  "URL-encoded as a form": (secret) => new URLSearchParams({ s: secret }).toString().slice(2),
  "URL-encoded to the last character": (secret) => Array.from(secret, (c) => `%${hex(c)}`).join(""),
  base64: (secret) => Buffer.from(secret).toString("base64"),
  "base64 without padding": (secret) => Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  base64url: (secret) => Buffer.from(secret).toString("base64url"),
  "JSON in JSON": (secret) => JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
  "URL-encoded twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "HTML-escaped": (secret) =>
    secret.replace(
      /[&<>"']/g,
      (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? "&#39;",
    ),
  "HTML-escaped in decimal": (secret) =>
    Array.from(secret, (c) => `&#${c.charCodeAt(0)};`).join(""),
  "HTML-escaped in hexadecimal": (secret) =>
    Array.from(secret, (c) => `&#x${hex(c).toUpperCase()};`).join(""),
  hexadecimal: (secret) => Buffer.from(secret).toString("hex"),
  "UTF-16 read as UTF-8": (secret) => Array.from(secret).join("\0"),
};

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, "0");
}

/** None of the forms is in the text. */
function assertHidden(text: string, secret: string): void {
  for (const [name, formOf] of Object.entries(forms)) {
    assert.ok(!text.includes(formOf(secret)), `${name} of ${secret} is in ${text}`);
  }
}

describe("the text of a redactor", () => {
  it("has a secret masked that base64 holds together with others", () => {
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        const { text } = createRedactor([secret]);
        for (const encoding of ["base64", "base64url"] as const) {
          const whole = Buffer.from(`${before}${secret}${after}`).toString(encoding);
          const decoded = Buffer.from(text(whole).replaceAll(mask, ""), encoding).toString();
          assert.ok(text(whole).includes(mask), whole);
          assert.ok(!decoded.includes(secret) || `${before}${after}`.includes(secret), decoded);
        }
      }),
    );
  });

  it("has a secret masked that was read in a wrong charset", () => {
    const { text } = createRedactor(["Grüße-aus-Köln"]);
    const bytes = Buffer.from("Grüße-aus-Köln");
    assert.equal(text(new TextDecoder("windows-1252").decode(bytes)), mask);
    assert.equal(text(Buffer.from("Grüße-aus-Köln", "latin1").toString("utf8")), mask);
  });

  it("takes no longer for a text that consists of escapes", () => {
    const { text } = createRedactor([`"\\&%"abcdef`]);
    for (const escape of ["\\", "%25", "&amp;", "&#0", "\0"]) {
      const long = escape.repeat(200_000);
      assert.equal(text(long), long);
    }
  });

  for (const [name, formOf] of Object.entries(forms)) {
    it(`has a secret masked: ${name}`, () => {
      fc.assert(
        fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
          const form = formOf(secret);
          const { text } = createRedactor([secret]);
          assertHidden(text(`${before}${form}${after}${form}${form}`), secret);
          assertHidden(text(form), secret);
        }),
      );
    });

    it(`keeps all that stands around a secret: ${name}`, () => {
      fc.assert(
        fc.property(lettersOnly, fc.array(innocent, { minLength: 2 }), (secret, parts) => {
          const { text } = createRedactor([secret]);
          assert.equal(text(parts.join(formOf(secret))), parts.join(mask));
        }),
      );
    });
  }

  it("has a secret masked in any JSON, which stays JSON", () => {
    fc.assert(
      fc.property(secrets, fc.jsonValue(), (secret, value) => {
        const { text } = createRedactor([secret]);
        const body = JSON.stringify({ [secret]: value, list: [value, secret, `x${secret}y`] });
        const redacted = text(body);
        assertHidden(redacted, secret);
        const reading = JSON.parse(redacted) as { list: unknown[] };
        assert.equal(reading.list[1], mask);
      }),
    );
  });

  it("has each of several secrets masked", () => {
    const { text } = createRedactor(["first-secret", "second-secret"]);
    assert.equal(text("first-secret second-secret first-secret"), `${mask} ${mask} ${mask}`);
  });

  it("is the text itself where nothing is secret", () => {
    const { text } = createRedactor(["node01h8m13tljpm7ns8nayp0pid91"]);
    const { text: textWithoutSecrets } = createRedactor([]);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (innocentText) => {
        assert.equal(text(innocentText), innocentText);
        assert.equal(textWithoutSecrets(innocentText), innocentText);
      }),
    );
  });

  it("does not look for a secret that is too short to be one", () => {
    assert.equal(createRedactor(["abc", ""]).text("abc"), "abc");
  });
});

describe("members that hold credentials", () => {
  const { text } = createRedactor([]);

  for (const member of [
    ...["sessionId", "sessionToken", "channelToken", "password", "jwt", "access_token"],
    ...["X-JSESSIONID", "authorization", "cookie", "set-cookie", "SESSIONID", "jsessionid"],
    ...["token", "accessToken", "refresh_token", "refreshToken", "id_token", "idToken"],
    ...["authToken", "bearer_token", "csrfToken", "session_id", "client_secret", "secret"],
    ...["apiKey", "passphrase"],
  ]) {
    it(`are masked: ${member}`, () => {
      assert.equal(text(`{"${member}" : "any", "a": "any"}`), `{"${member}" : "•••", "a": "any"}`);
    });
  }

  it("are masked whatever their value, and all else stays", () => {
    const value = fc.jsonValue().filter((candidate) => candidate !== null);
    fc.assert(
      fc.property(value, fc.integer(), fc.boolean(), (secret, number, isPretty) => {
        const write = (sessionId: unknown): string =>
          JSON.stringify(
            { before: number, inner: [{ sessionId, after: "x" }] },
            undefined,
            isPretty ? 2 : 0,
          );
        assert.equal(text(write(secret)), write(mask));
      }),
      { numRuns: 500 },
    );
  });

  it("stay when they are null", () => {
    for (const body of ['{"jwt":null}', '{"jwt": null }', '{"jwt":null,"a":1}', '{"jwt":null']) {
      assert.equal(text(body), body);
    }
  });

  it("are masked in what is not JSON", () => {
    for (const [raw, redacted] of [
      ['{"sessionId":"abc', '{"sessionId":"•••"'],
      ['{"sessionId":"abc\n"a":1}', '{"sessionId":"•••"a":1}'],
      ['{"sessionId":"a\\"b","a":1,}', '{"sessionId":"•••","a":1,}'],
      ['{"sessionId":"ab\\', '{"sessionId":"•••"'],
      ['{"sessionId":abc,"a":1', '{"sessionId":"•••","a":1'],
      ['{"sessionId":abc def }', '{"sessionId":"•••" }'],
      ['{"sessionId":null-abc}', '{"sessionId":"•••"}'],
      ['{"sessionId":nullabc}', '{"sessionId":"•••"}'],
      ['{"sessionId":["abc", "def"', '{"sessionId":"•••"'],
      ['{"sessionId":{"a":"}","b":[1]},"a":1', '{"sessionId":"•••","a":1'],
      ['{"sessionId":{"sessionId":"abc"}}', '{"sessionId":"•••"}'],
      ['{"sessionId":}', '{"sessionId":}'],
      ['{"sessionId":', '{"sessionId":'],
      ['<p>{"sessionId":"abc"}</p>', '<p>{"sessionId":"•••"}</p>'],
    ] as const) {
      assert.equal(text(raw), redacted);
    }
  });

  it("are masked under any name where they are web tokens", () => {
    const token =
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P";
    assert.equal(
      text(`{"chatToken":"${token}","a":"with ${token}."}`),
      '{"chatToken":"•••","a":"with •••."}',
    );
    assert.equal(text("eyJust a.word.that begins so"), "eyJust a.word.that begins so");
  });

  it("masks a JSON Web Token in an URL, whatever escaped character stands before it", () => {
    const token =
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P";
    for (const before of ["=", "%22", "%3D", "%3a%20", "%C3%BC", encodeURIComponent('{"a":"')]) {
      assert.equal(text(`/x?a${before}${token}%22`), `/x?a${before}•••%22`);
    }
  });

  it("masks a JSON Web Token within a JSON string, whatever escape stands before it", () => {
    const token =
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P";
    for (const before of ["\\n", "\\t", "\\\\n", '\\"', "\\u000a", "\\u003D"]) {
      assert.equal(text(`{"a":"b${before}${token}\\n"}`), `{"a":"b${before}•••\\n"}`);
    }
  });

  it("are told from members that are named alike", () => {
    const body =
      '{"sessionIdString":"a","mySessionId":"b","sessionid2":"c","tokens":1,"tokenType":"d"}';
    assert.equal(text(body), body);
  });

  it("do not slow down a large text", () => {
    const large = `{"sessionId":"${'\\"'.repeat(2_000_000)}","list":[${"[".repeat(2_000_000)}`;
    assert.equal(text(large).slice(0, 25), '{"sessionId":"•••","list"');
  });
});

describe("the headers of a redactor", () => {
  const { headers } = createRedactor(["node0secret"]);

  it("show values of the harmless only, whatever the case of their names", () => {
    assert.deepEqual(
      headers([
        ["Content-Type", "application/json;charset=utf-8"],
        ["content-length", "1000"],
        ["X-AID", "12"],
        ["Retry-After", "5"],
        ["Set-Cookie", "JSESSIONID=abc; Path=/"],
        ["set-cookie", "b"],
        ["Cookie", "c"],
        ["Authorization", "Bearer d"],
        ["Proxy-Authorization", "Basic e"],
        ["WWW-Authenticate", "Negotiate f"],
        ["X-JSESSIONID", "g"],
        ["X-Invented-Tomorrow", "h"],
        ["", "i"],
      ]),
      [
        ["Content-Type", "application/json;charset=utf-8"],
        ["content-length", "1000"],
        ["X-AID", "12"],
        ["Retry-After", "5"],
        ["Set-Cookie", mask],
        ["set-cookie", mask],
        ["Cookie", mask],
        ["Authorization", mask],
        ["Proxy-Authorization", mask],
        ["WWW-Authenticate", mask],
        ["X-JSESSIONID", mask],
        ["X-Invented-Tomorrow", mask],
        ["", mask],
      ],
    );
  });

  for (const [target, shown] of [
    ["https://sso.example.com:8443/a/b", "https://sso.example.com:8443/a/b"],
    [
      "https://sso.example.com/in;jsessionid=ABCDEF?token=zzz",
      "https://sso.example.com/in;jsessionid=•••?token=•••",
    ],
    ["/in;ABCDEF;a=1;b/out;c=2", "/in;•••;a=•••;•••/out;c=•••"],
    ["/in%3Bjsessionid=ABC%3bDEF", "/in%3Bjsessionid=•••%3b•••"],
    ["/in%3Bjsessionid%3DABCDEF", "/in%3B•••"],
    ["?a=1&b=&c&&QUJD==&d=e=f;g=h", "?a=•••&•••&•••&&•••&d=•••;g=•••"],
    ["/in?next=https://x.example/?t=1#ABC", "/in?next=•••#•••"],
    ["/in#access_token=ABC&x=1", "/in#•••"],
    ["/in?#", "/in?#"],
    ["https://user:pass@sso.example.com/@x", "https://•••@sso.example.com/@x"],
    ["//user@pass@sso.example.com", "//•••@sso.example.com"],
    ["/mail/a@b", "/mail/a@b"],
    ["", ""],
  ] as const) {
    it(`show of a Location where it leads and no value: ${target}`, () => {
      assert.deepEqual(
        headers([
          ["Location", target],
          ["location", target],
        ]),
        [
          ["Location", shown],
          ["location", shown],
        ],
      );
      const { facts } = createRedactor([]);
      assert.deepEqual(facts({ kind: "redirected", location: target }), {
        kind: "redirected",
        location: shown,
      });
    });
  }

  it("show no value of any parameter of a Location", () => {
    const marker = "Zq7Zq7";
    const around = fc.string({ unit: fc.constantFrom(...Array.from("ab=&;/?#@%3Bx:.")) });
    const separator = fc.constantFrom(";", ";a=", "?", "?a=", "?a&", "?a=b&c=", "#", "#a=", "%3B");
    fc.assert(
      fc.property(around, separator, (before, between) => {
        const [[, shown] = ["", ""]] = headers([["Location", `/x${before}${between}${marker}`]]);
        assert.ok(!shown.includes(marker), shown);
      }),
      { numRuns: 2000 },
    );
  });

  it("mask in a Location a secret that goes over its separators", () => {
    const { headers: of } = createRedactor(["abc?def/ghi"]);
    assert.deepEqual(of([["Location", "https://a.example/abc?def/ghi/j"]]), [
      ["Location", "https://a.example/•••/j"],
    ]);
  });

  it("mask a secret in any name and any value", () => {
    fc.assert(
      fc.property(secrets, fc.string(), fc.constantFrom("Location", "server", "X-Y"), (s, t, n) => {
        const redacted = createRedactor([s]).headers([
          [n, `${t}${s}${t}`],
          [`${t}${s}`, t],
          [n, Buffer.from(s).toString("base64")],
        ]);
        assertHidden(JSON.stringify(redacted), s);
        assertHidden(redacted.flat().join("\n"), s);
      }),
    );
  });
});

describe("the facts of a redactor", () => {
  it("mask strings at any depth and leave all else as it is", () => {
    const { facts } = createRedactor(["node0secret"]);
    assert.deepEqual(
      facts({
        a: "x node0secret",
        b: [["node0secret", "1000"]],
        c: { d: 5, e: 7n, f: null, g: undefined, h: true },
      }),
      {
        a: `x ${mask}`,
        b: [[mask, "1000"]],
        c: { d: 5, e: 7n, f: null, g: undefined, h: true },
      },
    );
  });
});
