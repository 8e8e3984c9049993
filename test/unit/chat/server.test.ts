import { describe, it } from "mocha";
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkAccountId,
  checkPool,
  checkSessionId,
  checkSiteName,
  parseServer,
  type PartProblem,
  type ServerProblem,
} from "../../../src/chat/server";
import { serverText } from "../../../src/ui/inputText";

describe("parseServer", () => {
  for (const [text, origin] of [
    ["chat.example.com", "https://chat.example.com"],
    ["  chat.example.com\r\n", "https://chat.example.com"],
    ["Chat.Example.COM", "https://chat.example.com"],
    ["chat.example.com:8084", "https://chat.example.com:8084"],
    ["chat.example.com:443", "https://chat.example.com"],
    ["chat.example.com:80", "https://chat.example.com:80"],
    ["chat_rest.example.com", "https://chat_rest.example.com"],
    ["bücher.example", "https://xn--bcher-kva.example"],
    ["https://chat.example.com", "https://chat.example.com"],
    ["HTTPS://chat.example.com/", "https://chat.example.com"],
    ["https://chat.example.com:8443/", "https://chat.example.com:8443"],
    ["10.1.2.3:8084", "https://10.1.2.3:8084"],
    ["[2001:db8::1]", "https://[2001:db8::1]"],
    ["[2001:db8::1]:8084", "https://[2001:db8::1]:8084"],
    ["127.0.0.1:8085", "http://127.0.0.1:8085"],
    ["127.9.9.9", "http://127.9.9.9"],
    ["localhost", "http://localhost"],
    ["localhost:443", "http://localhost:443"],
    ["localhost:80", "http://localhost"],
    ["[::1]:8085", "http://[::1]:8085"],
    ["http://127.0.0.1:8085", "http://127.0.0.1:8085"],
    ["http://localhost:8085/", "http://localhost:8085"],
    ["http://[::1]", "http://[::1]"],
    ["https://localhost:8443", "https://localhost:8443"],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseServer(text), { ok: true, origin });
    });
  }

  for (const [name, text, expected] of [
    [
      "an agent call",
      "https://chat.example.com:8084/engagement/api/agent/acme_241100_sql_001h/v1/concludeChat?pool=297:1",
      {
        origin: "https://chat.example.com:8084",
        fqSiteName: "acme_241100_sql_001h",
        pool: "297:1",
      },
    ],
    [
      "an escaped colon",
      "https://chat.example.com/engagement/api/agent/acme/v1/concludeChat?x=1&pool=297%3A1",
      { origin: "https://chat.example.com", fqSiteName: "acme", pool: "297:1" },
    ],
    [
      "a consumer call",
      "https://chat.example.com/engagement/api/consumer/acme/v1/establishSession?pool=2:3",
      { origin: "https://chat.example.com", fqSiteName: "acme", pool: "2:3" },
    ],
    [
      "no pool",
      "https://chat.example.com/engagement/api/agent/acme/v1/concludeChat",
      { origin: "https://chat.example.com", fqSiteName: "acme" },
    ],
    [
      "an empty pool",
      "https://chat.example.com/engagement/api/agent/acme/v1/concludeChat?pool=",
      { origin: "https://chat.example.com", fqSiteName: "acme" },
    ],
    [
      "no operation",
      "https://chat.example.com/engagement/api/agent/acme/v1/",
      { origin: "https://chat.example.com", fqSiteName: "acme" },
    ],
    [
      "no scheme",
      "chat.example.com/engagement/api/agent/acme/v1/concludeChat?pool=297:1",
      { origin: "https://chat.example.com", fqSiteName: "acme", pool: "297:1" },
    ],
    [
      "this machine",
      "127.0.0.1:8085/engagement/api/agent/acme/v1/concludeChat?pool=297:1",
      { origin: "http://127.0.0.1:8085", fqSiteName: "acme", pool: "297:1" },
    ],
  ] as const) {
    it(`takes a pasted URL apart: ${name}`, () => {
      assert.deepEqual(parseServer(text), { ok: true, ...expected });
    });
  }

  for (const [text, problem, sentence] of [
    [
      "",
      { kind: "empty" },
      "Enter the host of the chat server, for example chat.example.com, or paste a URL of its API.",
    ],
    [
      " \t\n",
      { kind: "empty" },
      "Enter the host of the chat server, for example chat.example.com, or paste a URL of its API.",
    ],
    ...(
      [
        "chat.example.com evil.example",
        "chat.example.com\nX-Evil: 1",
        "chat.example.com\r\nX-Evil: 1",
        "https://chat.example.com/\r\n\r\nGET / HTTP/1.1",
        "chat.exam\u0000ple.com",
        "chat.exam\u00a0ple.com",
        "chat.exam\u0085ple.com",
      ] as const
    ).map(
      (text) =>
        [
          text,
          { kind: "blanks" },
          "A host has no blanks or control characters in it. Remove them.",
        ] as const,
    ),
    ...["https://", "chat.example.com:99999", "chat.example.com:http", "[::1", "a%zz"].map(
      (text) =>
        [
          text,
          { kind: "unreadable" },
          "This is neither a host nor a URL. Enter something like chat.example.com:8084.",
        ] as const,
    ),
    [
      "ftp://chat.example.com",
      { kind: "scheme", scheme: "ftp" },
      "The API is not served over ftp. Leave the scheme out or use https.",
    ],
    [
      "javascript://chat.example.com",
      { kind: "scheme", scheme: "javascript" },
      "The API is not served over javascript. Leave the scheme out or use https.",
    ],
    ...(
      [
        ["http://chat.example.com", "chat.example.com"],
        ["http://chat.example.com:8084", "chat.example.com:8084"],
        ["http://10.1.2.3", "10.1.2.3"],
        ["http://0.0.0.0:1", "0.0.0.0:1"],
        ["http://128.0.0.1", "128.0.0.1"],
        ["http://127.0.0.1.example.com", "127.0.0.1.example.com"],
        ["http://localhost.example.com", "localhost.example.com"],
        ["http://evil.localhost", "evil.localhost"],
        ["http://[::2]", "[::2]"],
      ] as const
    ).map(
      ([text, host]) =>
        [
          text,
          { kind: "plainHttp", host },
          `Plain http would send the session in clear to ${host}. Use https; http is for this machine (127.0.0.1, localhost) only.`,
        ] as const,
    ),
    ...(
      [
        "user@chat.example.com",
        "https://user:secret@chat.example.com/",
        "https://:secret@chat.example.com",
        "http://127.0.0.1:80@chat.example.com",
      ] as const
    ).map(
      (text) =>
        [
          text,
          { kind: "userInfo" },
          "User and password do not belong in the address. Remove what stands before the @.",
        ] as const,
    ),
    ...(
      [
        ["chat.example.com/agent", "/agent"],
        ["https://chat.example.com//", "//"],
        ["https://chat.example.com\\@evil.example", "/@evil.example"],
        ["https://chat.example.com/engagement/api/agent", "/engagement/api/agent"],
        ["https://chat.example.com/engagement/api/agent/a/v2/x", "/engagement/api/agent/a/v2/x"],
        [
          "https://chat.example.com/engagement/api/agent/a/v1/x/y",
          "/engagement/api/agent/a/v1/x/y",
        ],
      ] as const
    ).map(
      ([text, path]) =>
        [
          text,
          { kind: "path", path },
          `“${path}” is not a path of the Agent API. Enter the host alone, or paste a whole URL with /engagement/api/agent/….`,
        ] as const,
    ),
    ...(
      [
        "chat.example.com?pool=297:1",
        "chat.example.com#top",
        "https://chat.example.com/?x",
        "https://chat.example.com/engagement/api/agent/acme/v1/concludeChat?pool=297:1#top",
      ] as const
    ).map(
      (text) =>
        [
          text,
          { kind: "query" },
          "A host has no ? or # behind it. Enter the host alone, or paste a whole URL of the API.",
        ] as const,
    ),
  ] as readonly (readonly [string, ServerProblem, string])[]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseServer(text), { ok: false, problem });
      assert.equal(serverText(problem), sentence);
    });
  }

  it("never throws, and reads nothing but https and plain http to this machine", () => {
    const pieces = fc.constantFrom(
      ...["http://", "https://", "ftp://", "//", "127.0.0.1", "localhost", "a.example", ":80"],
      ...["@", "/", "?", "#", "\\", "%", "\r\n", " ", "[::1]", "engagement/api/agent/s/v1/"],
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const reading = parseServer(typed);
        if (reading.ok) {
          assert.equal(new URL(reading.origin).origin, reading.origin);
          assert.match(
            reading.origin,
            /^(?:https:\/\/|http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$)/,
          );
        } else {
          assert.match(serverText(reading.problem), /^[A-Z“].*\.$/s);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the parts of a profile", () => {
  const parts = {
    "site name": checkSiteName,
    pool: checkPool,
    "account id": checkAccountId,
    "session id": checkSessionId,
  };
  const cases: readonly (readonly [keyof typeof parts, string, PartProblem | undefined])[] = [
    ["site name", "acme_241100_sql_001h", undefined],
    ["site name", " acme-1.test \n", undefined],
    ["site name", "acme/1", "characters"],
    ["site name", "acme%2F1", "characters"],
    ["site name", "..", "characters"],
    ["site name", ".", "characters"],
    ["site name", "ácme", "characters"],
    ["pool", "297:1", undefined],
    ["pool", " 297:1 ", undefined],
    ["pool", "x&y=1", undefined],
    ["pool", "297:1é", "characters"],
    ["account id", "12", undefined],
    ["account id", "1\u00002", "characters"],
    ["account id", "1\u007f2", "characters"],
    ["session id", "node01h8m13tljpm7ns8nayp0pid91", undefined],
    ["session id", "abcdef", undefined],
    ["session id", "abcde", "tooShort"],
    ["session id", "  abcde  ", "tooShort"],
    ["session id", "nodé01h8m13", "characters"],
    ["session id", "•••••••", "characters"],
    ...(Object.keys(parts) as (keyof typeof parts)[]).flatMap(
      (part) =>
        [
          [part, "", "empty"],
          [part, " \t\r\n", "empty"],
          [part, "297 1abc", "blanks"],
          [part, "297:1\r\nX-Evil: 1", "blanks"],
          [part, "297:1\nX", "blanks"],
          [part, "297:1\u20281", "blanks"],
        ] as const,
    ),
  ];
  for (const [part, text, problem] of cases) {
    it(`${problem === undefined ? "accept" : "refuse"} the ${part} ${JSON.stringify(text)}`, () => {
      assert.equal(parts[part](text), problem);
    });
  }
});
