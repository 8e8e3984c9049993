import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  copyText,
  jsonPath,
  nodeAt,
  parseBeginning,
  parseJsonTree,
  type JsonNode,
} from "../../../src/panel/jsonTree";

/** Numbers as texts, the awkward ones among them. */
const numberText = fc.oneof(
  fc.constantFrom(
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "1e400",
    "-0",
    "1E+2",
    "0.10",
    "1.0",
  ),
  fc.bigInt().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);

const nameText = fc.oneof(
  fc.constantFrom('"__proto__"', '"constructor"', '""', '"a"', '"\\u0061"', '"</script>"'),
  fc.string({ unit: "binary" }).map((name) => JSON.stringify(name)),
);

const blank = fc.constantFrom("", " ", "\n", "\r\n\t");

/** A JSON text beside the literals that stand in it, in order. Members repeat. */
const jsonText = fc.letrec<{ value: Written; list: Written; record: Written; literal: Written }>(
  (tie) => ({
    value: fc.oneof({ maxDepth: 4 }, tie("literal"), tie("list"), tie("record")),
    literal: fc
      .oneof(numberText, nameText, fc.constantFrom("true", "false", "null"))
      .map((text) => ({ text, literals: [text], names: [] })),
    list: fc.tuple(blank, fc.array(tie("value"), { maxLength: 5 })).map(([space, items]) => ({
      text: `[${space}${items.map(({ text }) => text).join(`${space},`)}${space}]`,
      literals: items.flatMap(({ literals }) => literals),
      names: items.flatMap(({ names }) => names),
    })),
    record: fc
      .tuple(blank, fc.array(fc.tuple(nameText, tie("value")), { maxLength: 5 }))
      .map(([space, members]) => ({
        text: `{${members.map(([name, { text }]) => `${space}${name}${space}:${text}`).join(",")}}`,
        literals: members.flatMap(([, { literals }]) => literals),
        names: members.flatMap(([name, { names }]) => [name, ...names]),
      })),
  }),
).value;

interface Written {
  readonly text: string;
  readonly literals: readonly string[];
  readonly names: readonly string[];
}

function* nodesOf(node: JsonNode): Generator<JsonNode> {
  yield node;
  for (const child of node.children) {
    yield* nodesOf(child);
  }
}

function treeOf(text: string): JsonNode {
  const root = parseJsonTree(text);
  assert.ok(root, `not read as JSON: ${text}`);
  return root;
}

describe("parseJsonTree", () => {
  it("finds every literal and every name with the characters of the text, in its order", () => {
    fc.assert(
      fc.property(jsonText, ({ text, literals, names }) => {
        const nodes = [...nodesOf(treeOf(text))];
        const slices = nodes
          .filter(({ kind }) => kind !== "object" && kind !== "array")
          .map(({ start, end }) => text.slice(start, end));
        const keys = nodes.flatMap(({ key }) => (key ? [text.slice(key.start, key.end)] : []));
        assert.deepEqual(slices, literals);
        assert.deepEqual(keys, names);
      }),
    );
  });

  it("agrees with JSON.parse about what is JSON and what is not", () => {
    const spoiled = fc
      .tuple(jsonText, fc.nat(), fc.constantFrom("", ",", "}", "/**/", "'", "NaN", "\u0000", "01"))
      .map(([{ text }, at, scrap]) => {
        const offset = at % (text.length + 1);
        return text.slice(0, offset) + scrap + text.slice(offset + 1);
      });
    fc.assert(
      fc.property(spoiled, (text) => {
        assert.equal(parseJsonTree(text) !== undefined, isJson(text), JSON.stringify(text));
      }),
      { numRuns: 500 },
    );
  });

  it("keeps members that repeat, and __proto__ as a member like any other", () => {
    const text = '{"id":1,"id":2,"__proto__":{"id":3}}';
    const found = [...nodesOf(treeOf(text))]
      .filter(({ kind }) => kind === "number")
      .map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(found, ["1", "2", "3"]);
  });

  it("refuses comments, trailing commas and nothing at all", () => {
    for (const text of ["", " ", "// a\n1", "[1,]", '{"a":1,}', "1 2", "{'a':1}"]) {
      assert.equal(parseJsonTree(text), undefined, text);
    }
  });

  it("gives up on a text that is nested too deeply, without throwing", () => {
    for (const depth of [501, 200_000]) {
      assert.equal(parseJsonTree("[".repeat(depth) + "]".repeat(depth)), undefined);
    }
    assert.ok(parseJsonTree("[".repeat(500) + "]".repeat(500)));
  });
});

describe("parseBeginning", () => {
  it("has all values of the whole that end in it, with the ways to them", () => {
    fc.assert(
      fc.property(jsonText, fc.double({ min: 0, max: 1, noNaN: true }), ({ text }, part) => {
        const beginning = text.slice(0, Math.floor(text.length * part));
        const whole = treeOf(text);
        const root = parseBeginning(beginning);
        const ended = (node: JsonNode): JsonNode[] =>
          node.children.flatMap((child) => [
            ...(child.children.length === 0 && child.end < beginning.length ? [child] : []),
            ...ended(child),
          ]);
        const found = new Set(
          root && [...nodesOf(root)].map(({ start, end }) => `${start}-${end}`),
        );
        for (const { start, end } of ended(whole)) {
          assert.ok(found.has(`${start}-${end}`), `${beginning} lacks ${text.slice(start, end)}`);
        }
        for (const { end } of root ? nodesOf(root) : []) {
          assert.ok(end <= beginning.length);
        }
      }),
    );
  });

  it("is nothing where there is nothing to fold yet", () => {
    for (const text of ["", "  ", '"abc', "tru"]) {
      assert.equal(parseBeginning(text), undefined, text);
    }
  });
});

describe("jsonPath", () => {
  it("names members by their names and elements by their places", () => {
    const text = '{"result":{"ids":[10,{"odd name":1,"é":2,"\\u0061":3}]}}';
    const root = treeOf(text);
    assert.equal(jsonPath(text, root, []), "$");
    assert.equal(jsonPath(text, root, [0, 0, 0]), "$.result.ids[0]");
    assert.equal(jsonPath(text, root, [0, 0, 1, 0]), '$.result.ids[1]["odd name"]');
    assert.equal(jsonPath(text, root, [0, 0, 1, 1]), "$.result.ids[1].é");
    assert.equal(jsonPath(text, root, [0, 0, 1, 2]), '$.result.ids[1]["\\u0061"]');
  });
});

describe("copyText", () => {
  it("gives numbers with all their digits, strings without quotes, and objects as written", () => {
    const text = '[9007199254740993, "a\\"b\\n", { "x" : 1.0 }, null]';
    const root = treeOf(text);
    const copied = root.children.map((child) => copyText(text, child));
    assert.deepEqual(copied, ["9007199254740993", 'a"b\n', '{ "x" : 1.0 }', "null"]);
  });
});

describe("nodeAt", () => {
  it("finds nothing where the tree does not reach", () => {
    const root = treeOf("[[1]]");
    assert.equal(nodeAt(root, [0, 0])?.kind, "number");
    assert.equal(nodeAt(root, [0, 1]), undefined);
    assert.equal(nodeAt(root, [5, 0]), undefined);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
