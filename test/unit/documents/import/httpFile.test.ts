import { describe, it } from "mocha";
import assert from "node:assert/strict";
import fc from "fast-check";
import { readHttpFile } from "../../../../src/documents/import/httpFile";
import { copyOf } from "../../../../src/exchanges/copies/copy";
import { only, problemOf } from "./setup";

const file = `@host = https://chat.example.com:8443
@base = {{host}}/engagement/api/agent/acme
# a comment
// another

### conclude
# @name conclude
POST {{base}}/v1/concludeChat
  ?pool=1:1
Content-Type: application/json
# X-Not: sent
X-JSESSIONID: {{session}}

# not sent
{
  "engagementId": 9223372036854775807
}

> {% client.log("done") %}

###

GET {{host}}/services/rest/x HTTP/1.1
X-AID : 12

### empty
# nothing
`;

describe("readHttpFile", () => {
  it("reads the first request with the variables of the file", () => {
    assert.deepEqual(only(readHttpFile(file)), {
      method: "POST",
      url: "https://chat.example.com:8443/engagement/api/agent/acme/v1/concludeChat?pool=1:1",
      headers: [
        ["Content-Type", "application/json"],
        ["X-JSESSIONID", "{{session}}"],
      ],
      body: '{\n  "engagementId": 9223372036854775807\n}',
      notes: [{ kind: "variableUnknown", name: "session" }],
    });
  });

  it("reads the request that the cursor is in, the separator before it included", () => {
    for (const at of [
      file.indexOf("###\n"),
      file.indexOf("X-AID"),
      file.indexOf("### empty") - 1,
    ]) {
      assert.deepEqual(only(readHttpFile(file.replaceAll("\r", ""), at)), {
        method: "GET",
        url: "https://chat.example.com:8443/services/rest/x",
        headers: [["X-AID", "12"]],
        notes: [],
      });
    }
  });

  it("reads a file with the line ends of Windows", () => {
    const request = only(readHttpFile(file.replaceAll("\n", "\r\n")));
    assert.equal(request.body, '{\n  "engagementId": 9223372036854775807\n}');
  });

  for (const [text, offset, problem] of [
    ["", undefined, { kind: "empty" }],
    [file, file.length - 1, { kind: "noRequest" }],
    ["# nothing\n@a = 1\n", undefined, { kind: "noRequest" }],
    ["hello world", undefined, { kind: "noRequest" }],
    ["POST https://h/\n\n< ./body.json", undefined, { kind: "fileData", file: "./body.json" }],
    [
      `${Array.from({ length: 9 }, (_, at) => `@v${at + 1} = ${`{{v${at}}}`.repeat(40)}`).join("\n")}\n@v0 = x\nGET https://h/{{v8}}`,
      undefined,
      { kind: "tooLong", limit: 5_000_000 },
    ],
  ] as const) {
    it(`says ${problem.kind} of ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.deepEqual(problemOf(readHttpFile(text, offset)), problem);
    });
  }

  it("ends with variables that hold each other", () => {
    const request = only(readHttpFile("@a = {{b}}\n@b = {{a}}\nGET https://h/{{a}}"));
    assert.deepEqual(
      request.notes.map(({ kind }) => kind),
      ["variableUnknown"],
    );
  });

  for (const unit of ["\n", "###\n", "{{", "@a=", "GET / \n", " ?a\n", "# ", "a: b\n", "> "]) {
    it(`reads a million characters of ${JSON.stringify(unit)} quickly`, () => {
      const start = performance.now();
      const text = `POST https://h/\n${unit.repeat(1_000_000 / unit.length)}`;
      assert.equal(typeof readHttpFile(text, text.length).ok, "boolean");
      assert.equal(typeof readHttpFile(text).ok, "boolean");
      assert.ok(performance.now() - start < 5_000);
    });
  }

  it("reads what the copy writes as the same request", () => {
    const value = fc
      .string({ unit: fc.constantFrom(..."'\"\\$` ![]()*?;&|<>#~=a^%é-:/@".split("")) })
      .map((text) => `v${text}v`);
    fc.assert(
      fc.property(value, value, fc.json(), (trace, secret, json) => {
        const body = JSON.stringify({ json, "": JSON.parse(json) as unknown });
        const request = {
          method: "POST",
          url: `http://127.0.0.1:1/x?a=${encodeURIComponent(trace)}`,
          headers: [
            ["X-Trace", trace],
            ["X-JSESSIONID", "•••"],
          ],
          body,
        } as const;
        const read = only(readHttpFile(copyOf("http", request, { "X-JSESSIONID": secret })));
        assert.deepEqual(read, {
          ...request,
          headers: [request.headers[0], ["X-JSESSIONID", secret]],
          body: body.replaceAll("{{", "{\\u007b"),
          notes: [],
        });
      }),
      { numRuns: 500 },
    );
  });
});
