import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { cutAtColumn, indexAt, piecesOf } from "../../../src/panel/bodyLines";
import { readJson } from "../../../src/util/json";

/** The lines of a text, when none is too long for one piece. */
function splitLines(text: string): string[] {
  return piecesOf(text, Infinity).map(({ start, end }) => text.slice(start, end));
}

describe("piecesOf", () => {
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

describe("the pieces of long lines", () => {
  const said = (text: string, length: number): string[] =>
    piecesOf(text, length).map(
      ({ start, end, line, isFirst }) => `${line}${isFirst ? "" : "+"} ${text.slice(start, end)}`,
    );

  it("are as long as may be, and say of which line they are", () => {
    assert.deepEqual(said("abcdef\r\ngh\n\nabc", 3), ["1 abc", "1+ def", "2 gh", "3 ", "4 abc"]);
    assert.deepEqual(said("abcd", 3), ["1 abc", "1+ d"]);
  });

  it("do not cut a character of two units", () => {
    assert.deepEqual(said("ab😀cd", 3), ["1 ab😀", "1+ cd"]);
    assert.deepEqual(said("😀😀", 1), ["1 😀", "1+ 😀"]);
  });

  it("are found by any of their characters", () => {
    const text = "abcdef\ngh";
    const pieces = piecesOf(text, 3);
    assert.deepEqual(
      Array.from({ length: text.length }, (_, offset) => indexAt(pieces, offset)),
      [0, 0, 0, 1, 1, 1, 1, 2, 2],
    );
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
