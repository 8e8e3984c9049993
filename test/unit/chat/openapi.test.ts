import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { openApiText } from "../../../src/chat/openapi";
import { allOperations } from "../../../src/chat/operations";
import { repo } from "../../host/paths";

/** A part of the document as parsed; integers beyond 2^53 are not exact here. */
interface Part {
  readonly [name: string]: Part;
}

/** The text that stands at the end of a path. */
function textOf(part: unknown): string {
  assert.ok(typeof part === "string");
  return part;
}

const document = JSON.parse(openApiText()) as Part;

/** Path, method and operation of every operation in the document. */
function described(): readonly (readonly [path: string, method: string, operation: Part])[] {
  return Object.entries(document["paths"] ?? {}).flatMap(([path, item]) =>
    ["get", "post"].flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [[path, method, operation] as const];
    }),
  );
}

/** The values of every member of a name, however deep. */
function valuesOf(part: unknown, name: string): readonly unknown[] {
  if (typeof part !== "object" || part === null) {
    return [];
  }
  return Object.entries(part).flatMap(([key, value]) => [
    ...(key === name ? [value as unknown] : []),
    ...valuesOf(value, name),
  ]);
}

function schemaOf(name: string): Part {
  const schema = document["components"]?.["schemas"]?.[name];
  assert.ok(schema, name);
  return schema;
}

describe("The OpenAPI document", () => {
  it("is the one in docs; `npm run openapi` writes it anew", () => {
    const written = readFileSync(join(repo, "docs", "agent-api.openapi.json"), "utf8");
    assert.ok(
      written === openApiText(),
      "docs/agent-api.openapi.json differs from the descriptors: run `npm run openapi`.",
    );
  });

  it("has each operation once, by its method, with evidence and source", () => {
    const found = described().map(([path, method, operation]) => {
      const side = path.includes("/consumer/") ? "consumer" : "agent";
      const { "x-evidence": evidence, "x-source": source } = operation;
      return [path.split("/v1/").at(-1), side, method.toUpperCase(), evidence, source];
    });
    const expected = Object.values(allOperations).map(
      ({ evidence, method, name, path, side, source }) => [
        path ?? name,
        path === undefined ? side : "agent",
        method,
        evidence,
        source,
      ],
    );
    assert.deepEqual(found, expected);
    const ids = described().map(([, , operation]) => operation["operationId"]);
    assert.equal(new Set(ids).size, 25);
  });

  it("says of every member of every request how it is known", () => {
    for (const [path, , operation] of described()) {
      const schemas = [
        ...valuesOf(operation["requestBody"], "schema"),
        ...valuesOf(operation["parameters"], "schema"),
      ] as Part[];
      for (const [name, member] of schemas.flatMap(({ properties = {} }) =>
        Object.entries(properties),
      )) {
        assert.match(textOf(member["x-evidence"]), /^(documented|sampleClient|assumed)$/, name);
        assert.ok(member["description"], `${path} ${name}`);
      }
    }
  });

  it("writes the limits of an int64 with all their digits", () => {
    const maxima = openApiText().match(/(?<="maximum": )\d+/g) ?? [];
    assert.deepEqual([...new Set(maxima)].sort(), ["2147483647", "9223372036854775807"]);
  });

  it("closes no object, and no text of an answer", () => {
    const schemas = document["components"]?.["schemas"];
    assert.ok(valuesOf(document, "additionalProperties").every((value) => value !== false));
    for (const alternatives of valuesOf(schemas, "anyOf") as Part[][]) {
      const isEnum = alternatives.some((alternative) => "enum" in alternative);
      assert.ok(!isEnum || alternatives.some(({ enum: values }) => values === undefined));
    }
    const plainEnums = valuesOf(schemas, "properties").flatMap((properties) =>
      Object.values(properties as Part).filter((schema) => "enum" in schema),
    );
    assert.deepEqual(plainEnums, []);
  });

  it("leaves open what nobody has seen, and says so", () => {
    const unseen = schemaOf("SetInteractionStatusAnswer");
    assert.deepEqual(Object.keys(unseen), ["type", "description"]);
    assert.match(textOf(unseen["description"]), /Not public: the whole answer\./);
    const { properties } = schemaOf("ConcludeChatAnswer");
    assert.deepEqual(properties?.["chatSystemError"]?.["type"], ["object", "null"]);
    assert.equal(properties["chatSystemError"]["properties"], undefined);
    const message = schemaOf("GetMessagesAnswer")["properties"]?.["getResponseTypes"]?.["items"];
    assert.deepEqual([message?.["minProperties"], message?.["maxProperties"]], [1, 1]);
    assert.deepEqual(message?.["additionalProperties"], { type: "object" });
  });

  it("requires of an answer only what a client cannot do without", () => {
    const required = Object.entries(document["components"]?.["schemas"] ?? {}).flatMap(
      ([name, { required: own, anyOf }]) => {
        const [first] = (anyOf ?? []) as unknown as Part[];
        const names = own ?? first?.["required"];
        return names === undefined ? [] : [[name, names]];
      },
    );
    assert.deepEqual(Object.fromEntries(required), {
      ServiceSettingsAnswer: ["domain", "pool", "siteName"],
      AgentTokensAnswer: ["sessionToken"],
      CreateAutomatedAgentSessionAnswer: ["sessionId"],
      GetMessagesAnswer: ["getResponseTypes"],
      ConsumerEstablishSessionsAnswer: ["channelToken"],
      ConsumerRequestEngagementAnswer: ["sessionId"],
    });
  });

  it("names no host but examples", () => {
    const hosts = [...openApiText().matchAll(/https?:\/\/(?<host>[^/"]+)/g)].map(
      ({ groups }) => groups?.["host"],
    );
    assert.deepEqual([...new Set(hosts)].sort(), ["chat.example.com", "site.example.com"]);
  });
});
