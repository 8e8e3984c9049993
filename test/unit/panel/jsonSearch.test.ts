import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  findInText,
  matchesInTree,
  searchPattern,
  type TreeMatch,
} from "../../../src/panel/jsonSearch";
import { parseJsonTree, type JsonNode } from "../../../src/panel/jsonTree";

function findInTree(text: string, root: JsonNode, pattern: RegExp, limit = Infinity): TreeMatch[] {
  const matches: TreeMatch[] = [];
  for (const match of matchesInTree(text, root, pattern)) {
    if (match && matches.push(match) === limit) {
      break;
    }
  }
  return matches;
}

function find(text: string, query: string, limit?: number): string[] {
  const pattern = searchPattern(query);
  assert.ok(pattern);
  return findInText(text, pattern, limit).map(({ start, end }) => `${start}-${end}`);
}

describe("findInText", () => {
  it("takes what was typed literally", () => {
    assert.deepEqual(find("a.c abc a.c", "a.c"), ["0-3", "8-11"]);
    assert.deepEqual(find('{"a-b/c":[1]}', "-b/c"), ["3-7"]);
  });

  it("finds any text in itself, at its beginning", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
        assert.equal(find(text, text)[0], `0-${text.length}`);
      }),
    );
  });

  it("does not care about case, and counts characters as the text has them", () => {
    assert.deepEqual(find("Session SESSION ſession", "session"), ["0-7", "8-15", "16-23"]);
    assert.deepEqual(find("İİx", "x"), ["2-3"]);
  });

  it("stops at the limit", () => {
    assert.equal(find("a".repeat(50), "a", 10).length, 10);
    assert.equal(find("a".repeat(20_000), "a").length, 10_000);
  });

  it("searches for nothing when nothing was typed", () => {
    assert.equal(searchPattern(""), undefined);
  });
});

describe("matchesInTree", () => {
  const text = '{"id":1000,"list":[{"engagementId":"1000"},10001],"none":{}}';

  function matches(query: string, limit?: number): string[] {
    const root = parseJsonTree(text);
    const pattern = searchPattern(query);
    assert.ok(root && pattern);
    return findInTree(text, root, pattern, limit).map(
      ({ path, part, span }) => `${path.join("/")} ${part} ${span.start}-${span.end}`,
    );
  }

  it("finds names and values at any depth, top to bottom", () => {
    assert.deepEqual(matches("1000"), ["0 value 0-4", "1/0/0 value 1-5", "1/1 value 0-4"]);
    assert.deepEqual(matches("ID"), ["0 key 1-3", "1/0/0 key 11-13"]);
  });

  it("finds nothing across a name and its value, nor in brackets", () => {
    assert.deepEqual(matches('"id":1000'), []);
    assert.deepEqual(matches("{"), []);
  });

  it("finds what a look into each name and value by itself finds", () => {
    const part = fc.constantFrom("a", "aa", '"', "1", "11", ",", ":", '":', "[", "A", "😀", "null");
    fc.assert(
      fc.property(
        fc.json({ stringUnit: fc.constantFrom("a", "A", "1", ",", ":", "😀") }),
        fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("")),
        (json, query) => {
          const root = parseJsonTree(json);
          const pattern = searchPattern(query);
          assert.ok(root && pattern);
          assert.deepEqual(findInTree(json, root, pattern), lookedInto(json, root, pattern));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("stops at the limit", () => {
    assert.deepEqual(matches("1000", 2), ["0 value 0-4", "1/0/0 value 1-5"]);
  });
});

/** The plain way to find matches, too slow for large bodies. */
function lookedInto(
  text: string,
  node: JsonNode,
  pattern: RegExp,
  path: readonly number[] = [],
): TreeMatch[] {
  const find = (part: "key" | "value", { start, end }: { start: number; end: number }) =>
    findInText(text.slice(start, end), pattern).map((span) => ({ path, part, span }));
  return [
    ...(node.key ? find("key", node.key) : []),
    ...(node.kind === "object" || node.kind === "array" ? [] : find("value", node)),
    ...node.children.flatMap((child, index) => lookedInto(text, child, pattern, [...path, index])),
  ];
}
