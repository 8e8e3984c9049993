import { describe, it } from "mocha";
import assert from "node:assert/strict";
import fc from "fast-check";
import { maxInt64, parseInt64, type Int64Problem } from "../../../src/util/int64";

describe("parseInt64", () => {
  it("reads every value from 0 to 2^63 − 1 exactly", () => {
    assert.equal(maxInt64, 2n ** 63n - 1n);
    fc.assert(
      fc.property(fc.bigInt(0n, maxInt64), (value) => {
        assert.deepEqual(parseInt64(value.toString()), { ok: true, value });
      }),
    );
  });

  for (const [text, value] of [
    ["0", 0n],
    ["9007199254740993", 9007199254740993n],
    ["9223372036854775807", 9223372036854775807n],
    ["  1000\t\r\n", 1000n],
    ["\u00a01000\ufeff", 1000n],
    ["0001000", 1000n],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseInt64(text), { ok: true, value });
    });
  }

  for (const [text, problem] of [
    ["", "empty"],
    [" \t\n", "empty"],
    ["abc", "notDigits"],
    ["12a", "notDigits"],
    ["1e3", "notDigits"],
    ["0x10", "notDigits"],
    ["1,000", "notDigits"],
    ["1 000", "notDigits"],
    ["1.0", "notDigits"],
    ["+1", "notDigits"],
    ["-", "notDigits"],
    ["-x", "notDigits"],
    ["--1", "notDigits"],
    ["1000n", "notDigits"],
    ["1000\n1001", "notDigits"],
    ["١٢٣", "notDigits"],
    ["１２３", "notDigits"],
    ["²", "notDigits"],
    ["-1", "negative"],
    ["-0", "negative"],
    ["-9223372036854775809", "negative"],
    ["9223372036854775808", "tooLarge"],
    ["1".repeat(40), "tooLarge"],
  ] as const satisfies [string, Int64Problem][]) {
    it(`refuses ${JSON.stringify(text)} as ${problem}`, () => {
      assert.deepEqual(parseInt64(text), { ok: false, problem });
    });
  }

  it("refuses everything above 2^63 − 1", () => {
    fc.assert(
      fc.property(fc.bigInt(maxInt64 + 1n, 10n ** 60n), (value) => {
        assert.deepEqual(parseInt64(value.toString()), { ok: false, problem: "tooLarge" });
      }),
    );
  });

  it("reads nothing but blanks around ASCII digits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        assert.equal(parseInt64(text).ok, /^[0-9]{1,18}$/.test(text.trim()));
      }),
    );
  });
});
