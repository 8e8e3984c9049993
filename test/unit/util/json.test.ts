import { describe, it } from "mocha";
import assert from "node:assert/strict";
import fc from "fast-check";
import { isJsonObject, numberText, readJson, writeJson } from "../../../src/util/json";

function valueOf(text: string): unknown {
  const reading = readJson(text);
  assert.ok(reading.ok);
  return reading.value;
}

describe("readJson and writeJson", () => {
  it("keep every digit and the form of every number", () => {
    const text = '{"a":9223372036854775807,"b":[1.10,1e400,-0,123456789012345678901234567890]}';
    assert.equal(writeJson(valueOf(text)), text);
  });

  it("read and write what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const compact = JSON.stringify(JSON.parse(text));
        assert.equal(writeJson(valueOf(compact)), compact);
      }),
    );
  });

  it("write bigint as digits", () => {
    assert.equal(writeJson({ id: 2n ** 63n - 1n }), '{"id":9223372036854775807}');
    assert.equal(writeJson([1n], 2), "[\n  1\n]");
  });

  it("take the last of several members of one name, as JSON.parse does", () => {
    assert.equal(writeJson(valueOf('{"a":1,"b":2,"a":{"a":3,"a":4}}')), '{"a":{"a":4},"b":2}');
  });

  it("write nothing as null", () => {
    assert.equal(writeJson(undefined), "null");
  });

  it("never throw on any text, and point into it", () => {
    const pieces = fc.constantFrom("{", "}", "[", "]", '"', ":", ",", "1", "null", "\n", "é", "\\");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        const reading = readJson(text);
        if (!reading.ok) {
          const { line, column, message } = reading.fault;
          const lines = text.split("\n");
          assert.ok(line >= 1 && line <= lines.length, text);
          assert.ok(column >= 1 && column <= (lines[line - 1] ?? "").length + 1, text);
          assert.doesNotMatch(message, /position|[\n\r]/);
        }
      }),
    );
  });
});

describe("the fault of a text that is not JSON", () => {
  for (const [text, message, line, column] of [
    ["", "JSON value expected but reached end of input", 1, 1],
    ["{", "Quoted object key or end of object '}' expected but reached end of input", 1, 2],
    ["[1", "Array item or end of array ']' expected but reached end of input", 1, 3],
    ["[1,]", "Array item expected", 1, 4],
    ["{'a':1}", "Quoted object key expected", 1, 2],
    ['{"a" 1}', "Colon ':' expected after property name", 1, 6],
    ['{"a":}', "Object value expected after ':'", 1, 6],
    ['{"a":1 "b":2}', "Comma ',' expected after value", 1, 8],
    ['{\n"a": nul\n}', "Object value expected after ':'", 2, 6],
    ["1.x", "Invalid number '1.', expecting a digit", 1, 3],
    ['"\\q"', "Invalid escape character '\\q'", 1, 2],
    ['"\\u12"', "Invalid unicode character '\\u12\"'", 1, 2],
    ['"a\nb"', "Invalid character 'U+000A'", 1, 3],
    ["<html>", "JSON value expected", 1, 1],
    ["1\n2", "Expected end of input", 2, 1],
    ["1 but got 2", "Expected end of input", 1, 3],
  ] as const) {
    it(`is found in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(readJson(text), { ok: false, fault: { message, line, column } });
    });
  }
});

describe("isJsonObject and numberText", () => {
  it("tell objects and numbers from all else", () => {
    const kinds = ["{}", "[]", "null", '"1"', "true", "12.50"].map((text) => {
      const value = valueOf(text);
      return [text, isJsonObject(value), numberText(value)];
    });
    assert.deepEqual(kinds, [
      ["{}", true, undefined],
      ["[]", false, undefined],
      ["null", false, undefined],
      ['"1"', false, undefined],
      ["true", false, undefined],
      ["12.50", false, "12.50"],
    ]);
  });
});
