import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { engagementIdText, partText } from "../../../src/ui/inputText";
import { parseInt64 } from "../../../src/util/int64";

const empty = "Enter the engagement's id: digits only, for example 1000.";
const negative = "An engagement id is never negative. Enter it without the minus sign.";
const notDigits =
  "An engagement id is written in digits only: no letters, signs, commas or exponents.";
const tooLarge = "No engagement id is that large: the largest is 9223372036854775807 (2^63 − 1).";

describe("the box for an engagement id", () => {
  for (const [typed, sentence] of [
    ["", empty],
    ["   ", empty],
    ["abc", notDigits],
    ["1e3", notDigits],
    ["0x10", notDigits],
    ["1,000", notDigits],
    ["١٢٣", notDigits],
    ["-1", negative],
    ["9223372036854775808", tooLarge],
    ["1".repeat(40), tooLarge],
  ] as const) {
    it(`says what is wrong with ${JSON.stringify(typed)}`, () => {
      const reading = parseInt64(typed);
      assert.ok(!reading.ok);
      assert.equal(engagementIdText(reading.problem), sentence);
    });
  }
});

describe("the boxes for the parts of a profile", () => {
  for (const [problem, sentence] of [
    ["empty", "Enter the pool, for example 297:1."],
    ["blanks", "The pool has no blanks in it. Remove them."],
    ["characters", "The pool has a character that it cannot have. It looks like 297:1."],
    ["tooShort", "The pool has at least 6 characters. Paste it whole."],
  ] as const) {
    it(`say what is wrong when it is ${problem}`, () => {
      assert.equal(partText("pool", "297:1", problem), sentence);
    });
  }
});
