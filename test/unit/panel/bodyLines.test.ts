import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { cutAtColumn, splitLines } from "../../../src/panel/bodyLines";
import { readJson } from "../../../src/util/json";

describe("splitLines", () => {
  it("ends lines at LF and drops the CR before it", () => {
    assert.deepEqual(splitLines("a\r\nb\n\nc\rd"), ["a", "b", "", "c\rd"]);
    assert.deepEqual(splitLines(""), [""]);
  });

  it("counts lines as the reader of JSON does when it says where a fault is", () => {
    const text = '{\r\n  "a": 1,\r\n  }';
    const reading = readJson(text);
    assert.ok(!reading.ok);
    const { line, column } = reading.fault;
    const { at } = cutAtColumn(splitLines(text)[line - 1] ?? "", column);
    assert.equal(at, "}");
  });
});

describe("cutAtColumn", () => {
  it("cuts out the character at the column, counted from 1", () => {
    assert.deepEqual(cutAtColumn("abc", 2), { before: "a", at: "b", after: "c" });
  });

  it("keeps a character of two units whole", () => {
    assert.deepEqual(cutAtColumn("a😀b", 2), { before: "a", at: "😀", after: "b" });
  });

  it("points behind the line when the column lies beyond it", () => {
    assert.deepEqual(cutAtColumn("ab", 3), { before: "ab", at: "", after: "" });
    assert.deepEqual(cutAtColumn("ab", 99), { before: "ab", at: "", after: "" });
    assert.deepEqual(cutAtColumn("", 1), { before: "", at: "", after: "" });
  });
});
