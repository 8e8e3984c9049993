import { describe, it } from "mocha";
import assert from "node:assert/strict";
import fc from "fast-check";
import { readCurlCommand } from "../../../../src/documents/import/curlCommand";
import { copyOf } from "../../../../src/exchanges/copies/copy";
import { documented, only, problemOf } from "./setup";

const url = "https://h/engagement/api/agent/x/v1/concludeChat?pool=1:1";

/** Method, headers and body, without the notes. */
function essence(text: string): unknown {
  const { method, headers, body } = only(readCurlCommand(text));
  return [method, headers, body];
}

describe("readCurlCommand", () => {
  it("understands the documentation's example, whose quote is misplaced", () => {
    assert.deepEqual(only(readCurlCommand(documented)), {
      method: "POST",
      url: "https://chat_rest_server_domain.com/engagement/api/agent/day001_221100_sql_001h/v1/concludeChat?pool=297:1",
      headers: [
        ["Content-Type", "application/json; charset=UTF-8"],
        ["X-JSESSIONID", "node01h8m13tljpm7ns8nayp0pid91"],
        ["X-AID", "12"],
      ],
      body: '{"timeCreated" :1618317020415, "sequenceNumber" : 2,  "engagementId": 1000}',
      notes: [{ kind: "misplacedQuote", option: "-d", headers: ["X-AID"] }],
    });
  });

  for (const [what, data, headers] of [
    ["several headers", `--data-raw '-H 'X-AID: 12' --header 'X-B: 3' {"a": 1}'`, ["X-AID", "X-B"]],
    ["double quotes", `--data " -H "X-AID: 12" {}"`, ["X-AID"]],
    ["curly quotes", "-d ‘ -H ‘X-AID: 12’ {“a”: 1}’", ["X-AID"]],
  ] as const) {
    it(`understands a misplaced quote with ${what}`, () => {
      const request = only(readCurlCommand(`curl ${url} ${data}`));
      assert.deepEqual(request.headers[0], ["X-AID", "12"]);
      assert.match(request.body ?? "", /^\{(?:"a": 1)?\}$/);
      assert.deepEqual(
        request.notes.flatMap((note) => (note.kind === "misplacedQuote" ? [note.headers] : [])),
        [headers],
      );
    });
  }

  it("takes data for data that only mentions a header option", () => {
    const body = `{"a": " -H 'X-AID: 12' "}`;
    const text = `curl ${url} -d '${body.replaceAll("'", `'\\''`)}'`;
    const request = only(readCurlCommand(text));
    assert.deepEqual([request.body, request.headers, request.notes], [body, [], []]);
  });

  it("reads the three kinds of quotes of bash, and lines that go on", () => {
    assert.deepEqual(
      essence(
        `curl ${url} \\\n  -H "X-A: \\"1\\" \\$x" \\\n  --data-raw $'{"a":"it\\'s \\u00e9\\n"}'`,
      ),
      ["POST", [["X-A", '"1" $x']], '{"a":"it\'s é\n"}'],
    );
  });

  it("reads what was written for the prompt of Windows", () => {
    const expected = ["POST", [["X-A", "1"]], '{"a": "50% \\\\ b"}'];
    assert.deepEqual(
      essence(
        `curl ^"${url}^" ^\r\n  -H ^"X-A: 1^" ^\r\n  -d ^"{\\^"a\\^": \\^"50^% \\\\ b\\^"}^"`,
      ),
      expected,
    );
    assert.deepEqual(essence(`curl.exe -H "X-A: 1" ${url} -d "{""a"": ""50% \\\\ b""}"`), expected);
  });

  for (const [options, expected] of [
    ["", ["GET", [], undefined]],
    ["-d a -d b", ["POST", [], "a&b"]],
    [
      "--json '{' --json '}'",
      [
        "POST",
        [
          ["Content-Type", "application/json"],
          ["Accept", "application/json"],
        ],
        "{}",
      ],
    ],
    ["--data-raw @a", ["POST", [], "@a"]],
    ["-XPUT -sSHX-A:1", ["PUT", [["X-A", "1"]], undefined]],
    ["-X get -d {}", ["GET", [], "{}"]],
    ["-u ada:x", ["GET", [["Authorization", "Basic YWRhOng="]], undefined]],
    [
      "-b 'a=b' -A me",
      [
        "GET",
        [
          ["Cookie", "a=b"],
          ["User-Agent", "me"],
        ],
        undefined,
      ],
    ],
    ["-H 'Accept:' -H 'X-E;'", ["GET", [["X-E", ""]], undefined]],
  ] as const) {
    it(`reads the options ${options === "" ? "of none" : options}`, () => {
      assert.deepEqual(essence(`curl ${url} ${options}`), expected);
    });
  }

  it("puts data into the address with -G", () => {
    const request = only(readCurlCommand(`curl -G ${url} --data-urlencode 'request={"a":1}'`));
    assert.equal(request.url, `${url}&request=%7B%22a%22%3A1%7D`);
    assert.equal(request.method, "GET");
  });

  it("names options that it leaves out, and never their values", () => {
    const text = `curl ${url} -k --proxy-user=secret -o secret --unheard secret -H 'X-A: 1' | jq secret`;
    const request = only(readCurlCommand(text));
    assert.deepEqual(request.headers, [["X-A", "1"]]);
    assert.deepEqual(
      request.notes.map((note) => ("option" in note ? note.option : note.kind)),
      [...["after", "-k", "--proxy-user", "-o", "--unheard"]],
    );
    assert.ok(!JSON.stringify(request).includes("secret"));
  });

  it("understands a command that a text processor went over, and says so", () => {
    const text = `$ curl\u00a0–X POST ${url} –header ‘X-AID: 12’ —data ‘{“engagementId”:\u00a01000}’`;
    const request = only(readCurlCommand(text));
    assert.deepEqual(request.headers, [["X-AID", "12"]]);
    assert.equal(request.body, '{"engagementId": 1000}');
    assert.deepEqual(
      new Set(request.notes.map((note) => (note.kind === "typography" ? note.what : note.kind))),
      new Set(["before", "blanks", "quotes", "dashes"]),
    );
  });

  it("leaves curly quotes alone that stand inside straight ones in JSON", () => {
    const body = '{"body":"It’s “here”"}';
    assert.equal(only(readCurlCommand(`curl ${url} -d '${body}'`)).body, body);
  });

  for (const [text, problem] of [
    [" \n", { kind: "empty" }],
    ["wget x", { kind: "notCurl" }],
    ["curl -s", { kind: "noUrl" }],
    [`curl ${url} -d`, { kind: "missingValue", option: "-d" }],
    [`curl ${url} -d @body.json`, { kind: "fileData", file: "body.json" }],
    [`curl ${url}\\\n -d '{`, { kind: "unclosedQuote", quote: "'", line: 2 }],
    [`curl ${url} -d "{`, { kind: "unclosedQuote", quote: '"', line: 1 }],
    ["curl a\nb\0c", { kind: "control", line: 2 }],
    ["curl ".padEnd(5_000_001, "x"), { kind: "tooLong", limit: 5_000_000 }],
  ] as const) {
    it(`says ${problem.kind} of ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.deepEqual(problemOf(readCurlCommand(text)), problem);
    });
  }

  for (const [what, unit] of [
    ["line ends", "\n"],
    ["quotes", "'"],
    ["misplaced quotes", " -d ' -H '"],
    ["escaped blanks", "\\ "],
    ["carets", '^"'],
    ["curly things", "\u00a0\u201c\u2013"],
    ["options", "-d "],
    ["letters", "-s"],
    ["escapes", "$'\\"],
    ["brackets", "[{"],
    ["prompts", "> curl "],
  ] as const) {
    it(`reads a million characters of ${what} quickly`, () => {
      const start = performance.now();
      const reading = readCurlCommand(`curl ${unit.repeat(1_000_000 / unit.length)}`);
      assert.equal(typeof reading.ok, "boolean");
      assert.ok(performance.now() - start < 5_000);
    });
  }

  it("never throws, whatever the text", () => {
    const bits = fc.constantFrom(
      ..."'|\"|^|\\|$'| |\n|curl |-d |-H |--json |@|{|}|:|a|‘|–|\u00a0|%|`|\\u|\\x|;|&".split("|"),
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 40 }), (parts) => {
        assert.equal(typeof readCurlCommand(`curl ${parts.join("")}`).ok, "boolean");
      }),
      { numRuns: 2_000 },
    );
  });

  const values = fc
    .string({ unit: fc.constantFrom(..."'\"\\$` !{}[]()*?;&|<>#~=a^%é’“-".split("")) })
    .map((text) => `v${text}v`);
  const bodies = fc.oneof(
    fc.json(),
    fc.string({ unit: fc.constantFrom(..."'\"\\$`\n !{}[]()*?;&|<>#~=a%é-@".split("")) }),
  );

  for (const format of ["curlBash", "curlCmd"] as const) {
    it(`reads what ${format} writes as the same request`, () => {
      fc.assert(
        fc.property(values, values, bodies, (name, secret, body) => {
          const sent = {
            method: "POST",
            url: `http://127.0.0.1:1/x?a=${encodeURIComponent(name)}`,
            headers: [
              ["X-Trace", name],
              ["X-JSESSIONID", "•••"],
            ],
            body,
          } as const;
          const copy = copyOf(format, sent, { "X-JSESSIONID": secret });
          const { notes, ...read } = only(readCurlCommand(copy));
          assert.deepEqual(read, {
            ...sent,
            headers: [sent.headers[0], ["X-JSESSIONID", secret]],
          });
          assert.deepEqual(notes, []);
        }),
        { numRuns: 500 },
      );
    });
  }
});
