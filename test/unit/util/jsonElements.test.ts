import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { elementsOf } from "../../../src/util/jsonElements";

function elements(text: string, name = "list"): string[] | undefined {
  const work = elementsOf(text, name);
  for (;;) {
    const step = work.next();
    if (step.done === true) {
      return step.value?.map(([start, end]) => text.slice(start, end));
    }
  }
}

describe("elementsOf", () => {
  it("finds what JSON.parse finds, whatever stands in the object", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }),
        fc.option(fc.array(fc.jsonValue()), { nil: undefined }),
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }),
        fc.constantFrom(undefined, 1, "\t"),
        (before, list, after, indent) => {
          const object = { ...before, ...(list && { list }), ...after };
          const text = JSON.stringify(object, null, indent);
          const parsed = (JSON.parse(text) as { list?: unknown }).list;
          const expected = Array.isArray(parsed)
            ? parsed.map((each) => JSON.stringify(each))
            : undefined;
          const found = elements(text)?.map((each) => JSON.stringify(JSON.parse(each)));
          assert.deepEqual(found, expected);
        },
      ),
    );
  });

  it("keeps every digit and every escape as it is written", () => {
    const list = ['"a\\\\"', '"\\"]"', "9223372036854775807", '{"x":[1e400,"}"]}', "[]", "null"];
    assert.deepEqual(elements(`{"a":[1],"list":[${list.join(" , ")}],"b":2}`), list);
  });

  it("takes the last of members with the same name, however it is written", () => {
    assert.deepEqual(elements('{"list":[1],"l\\u0069st":[2,3]}'), ["2", "3"]);
    assert.equal(elements('{"list":[1],"list":null}'), undefined);
  });

  it("comes to an end with what is no JSON", () => {
    for (const text of [
      "",
      "[1]",
      '{"list":[',
      '{"list":[,,]}',
      '{"list":["x',
      '{"list":[}',
      "{",
    ]) {
      elements(text);
    }
  });
});
