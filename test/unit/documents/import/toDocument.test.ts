import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { allOperations, type OperationId } from "../../../../src/chat/operations";
import { readCurlCommand } from "../../../../src/documents/import/curlCommand";
import type { ImportedRequest } from "../../../../src/documents/import/imported";
import { toRequestDocument } from "../../../../src/documents/import/toDocument";
import { readRequestDocument } from "../../../../src/documents/requestDocument";
import { writeRequestDocument } from "../../../../src/documents/writeDocument";
import { documented, only } from "./setup";

const secret = "node01h8m13tljpm7ns8nayp0pid91";
const base = "https://chat.example.com:8443/engagement/api/agent/acme/v1";

function requestWith(changes: Partial<ImportedRequest> = {}): ImportedRequest {
  return {
    method: "POST",
    url: `${base}/concludeChat?pool=1:1`,
    headers: [],
    notes: [],
    ...changes,
  };
}

function converted(
  changes: Partial<ImportedRequest> = {},
): Extract<ReturnType<typeof toRequestDocument>, { ok: true }> {
  const conversion = toRequestDocument(requestWith(changes));
  assert.ok(conversion.ok, JSON.stringify(conversion));
  return conversion;
}

describe("toRequestDocument", () => {
  it("makes a document of the documentation's example", () => {
    const conversion = toRequestDocument(only(readCurlCommand(documented)));
    assert.ok(conversion.ok);
    const { parts, found, address } = conversion;
    assert.deepEqual(found, [
      { kind: "sessionId", header: "X-JSESSIONID", value: secret },
      { kind: "accountId", header: "X-AID", value: "12" },
    ]);
    assert.deepEqual(address, {
      origin: "https://chat_rest_server_domain.com",
      fqSiteName: "day001_221100_sql_001h",
      pool: "297:1",
    });
    const text = writeRequestDocument(parts);
    assert.equal(
      text,
      `{
  "operation": "concludeChat",
  "body": {
    "timeCreated": 1618317020415,
    "sequenceNumber": 2,
    "engagementId": 1000
  }
}
`,
    );
    const { document, problems } = readRequestDocument(text);
    assert.equal(document?.operation, "concludeChat");
    assert.deepEqual(
      problems.filter(({ severity }) => severity === "error"),
      [],
    );
  });

  for (const id of Object.keys(allOperations) as OperationId[]) {
    it(`recognises ${id} by its path`, () => {
      const { method, path, side, name, queryParameter } = allOperations[id];
      const origin = "https://h.example.com";
      const json = '{"a":9223372036854775807}';
      const url = path ?? `/engagement/api/${side}/acme/v1/${name}`;
      const query = queryParameter ? `?${queryParameter.name}=${encodeURIComponent(json)}` : "";
      const { parts, notes } = converted({
        method,
        url: origin + url + query,
        ...(!queryParameter && { body: json }),
      });
      assert.deepEqual(parts, { operation: id, json });
      assert.deepEqual(notes, []);
    });
  }

  it("drops what the client writes itself and keeps other headers", () => {
    const { parts, found } = converted({
      headers: [
        ["Content-Type", "application/json"],
        ["accept", "*/*"],
        ["User-Agent", "curl"],
        ["Host", "h"],
        ["Sec-Fetch-Mode", "cors"],
        ["X-Trace", "7"],
      ],
    });
    assert.deepEqual(parts.headers, [["X-Trace", "7"]]);
    assert.deepEqual(found, []);
    const plain = converted({ headers: [["Content-Type", "text/plain"]] });
    assert.deepEqual(plain.parts.headers, [["Content-Type", "text/plain"]]);
  });

  it("takes out every credential, wherever it stands", () => {
    const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";
    const conversion = converted({
      url: `https://ada:pass1234@h.example.com/engagement/api/agent/acme/v1/concludeChat;jsessionid=path9876?pool=1:1&token=query1234`,
      headers: [
        ["x-jsessionid", secret],
        ["Authorization", `Bearer ${jwt}`],
        ["authorization", "basic YWRhOng="],
        ["SessionId", "consumer1234"],
        ["Cookie", "a=cookie1234"],
        ["X-Api-Key", "key12345"],
        ["X-Thing", jwt],
        ["X-Note", `of ${secret}`],
      ],
      body: `{"engagementId":1000,"password":"member12345","note":"${secret}","sessionToken":"${jwt}"}`,
    });
    assert.deepEqual(
      conversion.found.map(({ kind, header }) => `${kind} ${header}`),
      [
        ...["other jsessionid", "basic Authorization", "sessionId x-jsessionid"],
        ...["bearer Authorization", "basic authorization", "consumerSessionId SessionId"],
        ...["other Cookie", "other X-Api-Key", "other X-Thing"],
        ...["other password", "other sessionToken"],
      ],
    );
    const { parts, address, notes } = conversion;
    const shown = writeRequestDocument(parts) + JSON.stringify([parts, address, notes]);
    for (const value of [
      ...[secret, jwt, "YWRhOng=", "consumer1234", "cookie1234", "key12345", "pass1234"],
      ...["member12345", "path9876", "query1234"],
    ]) {
      assert.ok(!shown.includes(value), value);
    }
    assert.equal(
      parts.json,
      '{"engagementId":1000,"password":"•••","note":"•••","sessionToken":"•••"}',
    );
    assert.deepEqual(notes, [
      { kind: "queryDropped", names: ["token"] },
      { kind: "secretMasked", where: "body" },
      { kind: "secretMasked", where: "address" },
    ]);
  });

  for (const value of [
    "•••",
    "{{session}}",
    "${X_JSESSIONID:?set it}",
    "%X_JSESSIONID%",
    "$SESSION",
  ]) {
    it(`takes ${value} for a placeholder, not for a credential`, () => {
      const { found, notes } = converted({ headers: [["X-JSESSIONID", value]] });
      assert.deepEqual(found, []);
      assert.deepEqual(notes, [{ kind: "placeholder", header: "X-JSESSIONID" }]);
    });
  }

  it("keeps every digit, members that come twice, and texts that look like tokens", () => {
    const body = '{ "a": 9223372036854775807, "a": 1.10, "b": "$now", "c": "$$next" }';
    assert.equal(
      converted({ body }).parts.json,
      '{ "a": 9223372036854775807, "a": 1.10, "b": "$$now", "c": "$$$next" }',
    );
  });

  it("keeps a body that is no JSON as exact text", () => {
    const { parts, notes } = converted({ body: '{"engagementId": }\n' });
    assert.deepEqual(parts, { operation: "concludeChat", bodyText: '{"engagementId": }\n' });
    assert.deepEqual(notes, [{ kind: "notJson" }]);
  });

  it("moves the body of the documentation's rerouteAvailability into the parameter", () => {
    const { parts, notes } = converted({
      url: `${base}/rerouteAvailability?pool=1:1`,
      body: '{"engagementId":1000}',
    });
    assert.deepEqual(parts, { operation: "rerouteAvailability", json: '{"engagementId":1000}' });
    assert.deepEqual(notes, [
      { kind: "methodDiffers", given: "POST", documented: "GET" },
      { kind: "bodyToQuery", parameter: "request" },
    ]);
  });

  it("understands an address whose host is a variable or missing", () => {
    for (const host of ["{{host}}", "", "https://{{host}}:8443"]) {
      const url = `${host}/engagement/api/agent/{{site}}/v1/concludeChat`;
      const { parts, address } = converted({ url });
      assert.equal(parts.operation, "concludeChat");
      assert.deepEqual(address, {});
    }
    assert.equal(
      converted({ url: base.slice(8) + "/logoff" }).address.origin,
      "https://chat.example.com:8443",
    );
  });

  for (const url of ["https://h/", "https://h/engagement/api/agent/x/v1/nothing", "x", "", "//"]) {
    it(`says that ${url === "" ? "nothing" : url} is no operation, and which there are`, () => {
      const conversion = toRequestDocument(requestWith({ url }));
      assert.ok(!conversion.ok && conversion.problem.kind === "notOperation");
      assert.ok(
        conversion.problem.paths.includes("POST /engagement/api/agent/{site}/v1/concludeChat"),
      );
    });
  }
});
