import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { allOperations, type OperationId } from "../../../src/chat/operations";
import type { DocumentProblem } from "../../../src/documents/problem";
import { fillTokens, readRequestDocument } from "../../../src/documents/requestDocument";
import { escapeTokens } from "../../../src/documents/tokens";
import { newRequestDocument, writeRequestDocument } from "../../../src/documents/writeDocument";

const ids = Object.keys(allOperations) as OperationId[];

/** The problems as lines: severity, kind, and the stretch of text that they are about. */
function problemsOf(text: string): readonly string[] {
  return readRequestDocument(text).problems.map(
    ({ severity, kind, offset, length }) =>
      `${severity} ${kind} ${text.slice(offset, offset + length)}`,
  );
}

/** A conclude with other members beside its operation. */
function conclude(members: string): string {
  return `{ "operation": "concludeChat", ${members} }`;
}

/** The problems of a body of an operation. */
function bodyProblems(operation: OperationId, body: string): readonly string[] {
  return problemsOf(`{"operation":"${operation}","body":${body}}`);
}

function documentOf(text: string): NonNullable<ReturnType<typeof readRequestDocument>["document"]> {
  const { document } = readRequestDocument(text);
  assert.ok(document);
  return document;
}

describe("readRequestDocument", () => {
  it("reads everything that a document can say", () => {
    const { document, problems } = readRequestDocument(`// a comment
{
  "operation": "concludeChat", /* another */
  "description": "Concludes it.",
  "body": { "engagementId": "$engagement", "sequenceNumber": "$next", },
  "pool": "1:1",
  "headers": { "X-Trace": "7", "Content-Type": "text/plain" },
  "credentials": { "X-JSESSIONID": "wrong", "x-aid": "omit" },
}
`);
    assert.deepEqual(problems, []);
    assert.deepEqual(document, {
      operation: "concludeChat",
      json: '{"engagementId":"$engagement","sequenceNumber":"$next"}',
      pool: "1:1",
      headers: [
        ["X-Trace", "7"],
        ["Content-Type", "text/plain"],
      ],
      credentials: { "X-JSESSIONID": "wrong", "X-AID": "omit" },
      tokens: ["$engagement", "$next"],
    });
  });

  it("keeps digits, order, escapes and repeated members of the body as they are written", () => {
    const text = conclude(
      '"body": { "timeCreated": 1, /* x */ "engagementId": 9223372036854775807, "timeCreated": 2, "a": [1.50, 1e5, "\\u0041"] }',
    );
    assert.equal(
      documentOf(text).json,
      '{"timeCreated":1,"engagementId":9223372036854775807,"timeCreated":2,"a":[1.50,1e5,"\\u0041"]}',
    );
  });

  it("keeps a text that need not be JSON exactly", () => {
    const text = conclude('"bodyText": "{ \\"engagementId\\": }"');
    assert.deepEqual(problemsOf(text), []);
    assert.equal(documentOf(text).bodyText, '{ "engagementId": }');
    assert.equal(documentOf(text).json, undefined);
  });

  it("sends the exact text where both bodies are there, and says so", () => {
    const text = conclude('"body": {}, "bodyText": "x"');
    assert.deepEqual(problemsOf(text), ['error twoBodies "bodyText"']);
    assert.equal(documentOf(text).bodyText, "x");
    assert.equal(documentOf(text).json, undefined);
  });

  it("names what is not JSON, and makes no document of it", () => {
    const text = '{ "operation": "concludeChat" "body": {} }';
    assert.deepEqual(problemsOf(text), ['error syntax "body"']);
    assert.equal(readRequestDocument(text).document, undefined);
  });

  it("finds no operation", () => {
    assert.deepEqual(problemsOf("[]"), ["error notAnObject []"]);
    assert.deepEqual(problemsOf("{}"), ["error operationMissing {"]);
    assert.deepEqual(problemsOf('{"operation": 1}'), ["error memberType 1"]);
    assert.deepEqual(problemsOf('{"operation": "conclude"}'), [
      'error operationUnknown "conclude"',
    ]);
    assert.equal(problemsOf("").length, 1);
  });

  it("names the operations that were probably meant", () => {
    const nearest = (operation: string): readonly string[] => {
      const [problem] = readRequestDocument(`{"operation":"${operation}"}`).problems;
      assert.equal(problem?.kind, "operationUnknown");
      return problem.nearest;
    };
    assert.equal(nearest("concludChat")[0], "concludeChat");
    assert.equal(nearest("ConcludeChat")[0], "concludeChat");
    assert.equal(nearest("requestEngagement")[0], "consumer/requestEngagement");
    assert.deepEqual(nearest("xyz"), []);
  });

  it("names members that a document does not have, and wrong kinds of value", () => {
    const text = `{"operation":"getMessages","bdy":{},"headers":[],"pool":1,"pool":"1:1"}`;
    assert.deepEqual(problemsOf(text), [
      'error memberUnknown "bdy"',
      "error memberType []",
      "error memberType 1",
      'warning twice "pool"',
    ]);
  });

  it("refuses headers that carry credentials or that the client writes, and sends none of them", () => {
    const names = ["X-JSESSIONID", "x-aid", "Authorization", "SessionId", "Cookie", "Host"];
    const headers = [...names, "Content-Length", "X Y", "X-Ok"].map((name) => `"${name}": "1"`);
    const text = `{"operation":"getMessages","body":{},"headers":{${headers.join(",")},"X-Bad":"a\\nb"}}`;
    assert.deepEqual(problemsOf(text), [
      ...names.slice(0, 5).map((name) => `error credentialHeader "${name}"`),
      'error clientHeader "Host"',
      'error clientHeader "Content-Length"',
      'error headerName "X Y"',
      'error headerValue "a\\nb"',
    ]);
    assert.deepEqual(documentOf(text).headers, [["X-Ok", "1"]]);
  });

  it("refuses a credential header whatever stands in it", () => {
    assert.deepEqual(problemsOf('{"operation":"getMessages","body":{},"headers":{"Cookie": 1}}'), [
      "error credentialHeader 1",
    ]);
  });

  it("knows which headers with credentials an operation has, and what can become of them", () => {
    const credentials = '{"X-AID":"stored","X-JSESSIONID":"f00ba4deadbeef","SessionId":"omit"}';
    const text = `{"operation":"getMessages","body":{},"credentials":${credentials}}`;
    assert.deepEqual(problemsOf(text), [
      'error credentialValue "f00ba4deadbeef"',
      'error credentialUnknown "SessionId"',
    ]);
    assert.deepEqual(documentOf(text).credentials, {});
    const [problem] = readRequestDocument(text).problems;
    assert.ok(!JSON.stringify(problem).includes("f00ba4deadbeef"));
  });

  it("checks the pool, and knows that the site has none", () => {
    assert.deepEqual(problemsOf('{"operation":"getMessages","body":{},"pool":"1 1"}'), [
      'error pool "1 1"',
    ]);
    const site = '{"operation":"agentTokens","body":{},"pool":"1:1"}';
    assert.deepEqual(problemsOf(site), ['warning poolUnused "1:1"']);
    assert.equal(documentOf(site).pool, undefined);
  });

  it("says that a GET without a parameter sends no body", () => {
    assert.deepEqual(problemsOf('{"operation":"serviceSettings","body":{}}'), [
      'warning bodyNotSent "body"',
    ]);
  });

  it("warns of everything that looks like a credential", () => {
    const token = "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl";
    const text = `// "password": "hunter2"
{"operation":"getMessages","description":"${token}","body":{"sessionId":"abcdef","x":[{"token":"t"}]},
"headers":{"X-Trace":"${token}"},"credentials":{"X-JSESSIONID":"wrong"}}`;
    assert.deepEqual(
      problemsOf(text).filter((line) => line.startsWith("warning secret")),
      [
        'warning secret // "password": "hunter2"',
        `warning secret "${token}"`,
        'warning secret "abcdef"',
        'warning secret "t"',
        `warning secret "${token}"`,
      ],
    );
  });

  it("warns of a credential inside of a text to send", () => {
    const text = `{"operation":"getMessages","bodyText":"{\\"password\\": \\"x\\"}"}`;
    assert.deepEqual(problemsOf(text), ['warning secret "{\\"password\\": \\"x\\"}"']);
  });

  it("points to what is wrong in a body", () => {
    assert.deepEqual(bodyProblems("concludeChat", "{}"), ['error bodyMissing "body"']);
    assert.deepEqual(problemsOf('{"operation":"concludeChat"}'), [
      'error bodyMissing "concludeChat"',
    ]);
    assert.deepEqual(bodyProblems("concludeChat", "[]"), ["error bodyNotObject []"]);
    assert.deepEqual(bodyProblems("concludeChat", '{"engagementId":"1","engagmentId":1}'), [
      'error bodyValue "1"',
      'warning bodyUnknown "engagmentId"',
    ]);
    assert.deepEqual(bodyProblems("concludeChat", '{"engagementId":9223372036854775808}'), [
      "error bodyValue 9223372036854775808",
    ]);
    assert.deepEqual(bodyProblems("concludeChat", '{"engagementId":1,"engagementId":2}'), [
      'warning twice "engagementId"',
    ]);
  });

  it("only hints at a value that an open list may have", () => {
    const body = (name: string, type: string): string =>
      `{"engagementId":1,"name":"${name}","type":"${type}","value":"x"}`;
    assert.deepEqual(bodyProblems("setEngagementProperty", body("PHONE", "USER")), [
      'hint bodyValue "PHONE"',
    ]);
    assert.deepEqual(bodyProblems("setEngagementProperty", body("EMAIL", "USR")), [
      'error bodyValue "USR"',
    ]);
  });

  it("points to the place inside of a member", () => {
    assert.deepEqual(
      bodyProblems("consumer/getEngagementQueue", '{"customFields":[{"name":"a","type":"TXT"}]}'),
      ['error bodyValue "TXT"'],
    );
    assert.deepEqual(
      bodyProblems(
        "consumer/establishSessions",
        '{"sessionInformation":{"firstName":"Ada","queueId":"x"}}',
      ),
      ['error bodyValue "x"'],
    );
  });

  it("takes a token for the number that it becomes", () => {
    assert.deepEqual(bodyProblems("concludeChat", '{"engagementId":"$next"}'), []);
    assert.deepEqual(bodyProblems("concludeChat", '{"engagementId":"$engagment"}'), [
      'error tokenUnknown "$engagment"',
    ]);
    assert.deepEqual(bodyProblems("consumer/postMessage", '{"body":"$now"}'), [
      'error bodyValue "$now"',
    ]);
    assert.deepEqual(bodyProblems("consumer/postMessage", '{"body":"$$now"}'), []);
    // The time of sending is no int32.
    const availability = (id: string): string => `{"status":"AVAILABLE","subTypeId":${id}}`;
    assert.deepEqual(bodyProblems("setActivityStatus", availability('"$now"')).length, 1);
    assert.deepEqual(bodyProblems("setActivityStatus", availability('"$next"')), []);
  });

  it("tells problems in the order of the text", () => {
    const offsets = readRequestDocument(
      conclude('"pool": "", "body": {"x": 1}, "headers": {"Host": "a"}'),
    ).problems.map(({ offset }) => offset);
    assert.deepEqual(
      offsets,
      offsets.toSorted((a, b) => a - b),
    );
    assert.equal(offsets.length, 4);
  });

  it("says that a text is nested too deeply to be read", () => {
    const deep = "[".repeat(200_000);
    assert.deepEqual(
      readRequestDocument(`{"operation":"concludeChat","body":${deep}`).problems.map(
        ({ kind }: DocumentProblem) => kind,
      ),
      ["tooDeep"],
    );
  });

  it("never throws at a document that is half written", () => {
    for (const id of ids) {
      const text = newRequestDocument(id);
      for (let end = 0; end <= text.length; end++) {
        readRequestDocument(text.slice(0, end));
        readRequestDocument(text.slice(0, end) + text.slice(end + 1));
      }
    }
  });
});

describe("fillTokens", () => {
  const values = { $now: 1n, $next: 9_223_372_036_854_775_807n };

  it("writes digits in the place of tokens, also of those written with escapes", () => {
    const filling = fillTokens(
      { json: '{"a":"$now","b":["$next","\\u0024now"],"$now":2}' },
      values,
    );
    assert.deepEqual(filling, {
      json: '{"a":1,"b":[9223372036854775807,1],"$now":2}',
      missing: [],
    });
  });

  it("takes one dollar sign off the text of a token, and leaves other texts as they are", () => {
    const json = '{"a":"$$now","b":"$$$now","c":"$$5","d":"$nowhere","e":"pay $now","f":"\\"$now"}';
    assert.equal(
      fillTokens({ json }, values).json,
      '{"a":"$now","b":"$$now","c":"$$5","d":"$nowhere","e":"pay $now","f":"\\"$now"}',
    );
  });

  it("names each token that has no value once, and gives no body then", () => {
    const json = '["$engagement","$now","$sessionClientId","$engagement"]';
    assert.deepEqual(fillTokens({ json }, values), {
      missing: ["$engagement", "$sessionClientId"],
    });
  });

  it("has nothing to fill where there is no body", () => {
    assert.deepEqual(fillTokens({}, {}), { missing: [] });
  });

  it("sends what was escaped as it was", () => {
    const sent = '{"a":"$now","b":"$$now","c":"$x","$now":"$$"}';
    assert.equal(fillTokens({ json: escapeTokens(sent) }, {}).json, sent);
  });
});

describe("writeRequestDocument", () => {
  it("lays a document out", () => {
    const text = writeRequestDocument({
      operation: "concludeChat",
      json: '{"engagementId":9223372036854775807,"a":[],"b":{"c":[1.50]},"a":{}}',
      pool: "1:1",
      headers: [["X-Trace", "7"]],
      credentials: { "X-AID": "omit" },
      comments: ["First.", "Second.\nThird."],
    });
    assert.equal(
      text,
      `// First.
// Second.
// Third.
{
  "operation": "concludeChat",
  "body": {
    "engagementId": 9223372036854775807,
    "a": [],
    "b": {
      "c": [
        1.50
      ]
    },
    "a": {}
  },
  "pool": "1:1",
  "headers": {
    "X-Trace": "7"
  },
  "credentials": {
    "X-AID": "omit"
  }
}
`,
    );
  });

  it("is read back as it was written", () => {
    const parts = {
      operation: "consumer/postMessage",
      json: '{"body":"a \\"quote\\" // no comment","clientTransactionId":"$now"}',
      pool: "2:1",
      headers: [["X-A", "1"]],
      credentials: { SessionId: "wrong" },
    } as const;
    const { document, problems } = readRequestDocument(writeRequestDocument(parts));
    assert.deepEqual(problems, []);
    assert.deepEqual(document, { ...parts, tokens: ["$now"] });
  });

  it("writes a body that is no JSON as the exact text to send", () => {
    for (const json of ['{"a":', "", "{/* c */}"]) {
      const text = writeRequestDocument({ operation: "getMessages", json });
      assert.equal(documentOf(text).bodyText, json);
    }
  });

  it("never writes a header that carries credentials", () => {
    const text = writeRequestDocument({
      operation: "getMessages",
      headers: [
        ["authorization", "Bearer x"],
        ["Cookie", "x"],
      ],
    });
    assert.equal(text, '{\n  "operation": "getMessages"\n}\n');
  });
});

describe("newRequestDocument", () => {
  for (const id of ids) {
    it(`makes a document of ${id} that has no problem and names every required member`, () => {
      const text = newRequestDocument(id);
      const { document, problems } = readRequestDocument(text);
      assert.deepEqual(problems, []);
      assert.equal(document?.operation, id);
      const required = Object.entries(allOperations[id].body).flatMap(([name, field]) =>
        field.required ? [name] : [],
      );
      assert.deepEqual(Object.keys(JSON.parse(document.json ?? "{}") as object), required);
      const { does, source } = allOperations[id];
      const comments = text.slice(0, text.indexOf("{"));
      assert.ok(comments.includes(does) && comments.includes(source));
    });
  }

  it("writes the smallest conclude", () => {
    assert.equal(
      newRequestDocument("concludeChat"),
      `// Conclude an engagement. Concludes an engagement, which is in wrap-up then.
// Documented by Oracle (cxscc: concludeChat).
{
  "operation": "concludeChat",
  "body": {
    "engagementId": "$engagement"
  }
}
`,
    );
  });
});
