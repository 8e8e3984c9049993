import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { HistoryError } from "../../../../src/exchanges/history/historyFolder";
import { historyErrorText } from "../../../../src/ui/exchanges/historyErrorText";
import { historyLimits } from "../../../../src/ui/exchanges/historyLimits";
import {
  clearQuestion,
  deleteQuestion,
  otherItems,
} from "../../../../src/ui/exchanges/historyQuestions";
import { entryOf, hour, ten } from "./entries";

const plain = entryOf("a");
const pinned = entryOf("b", { isPinned: true });

describe("deleteQuestion", () => {
  it("does not ask about a single exchange that is not pinned", () => {
    assert.equal(deleteQuestion([plain]), undefined);
    assert.equal(deleteQuestion([]), undefined);
  });

  it("asks about one that is pinned, and about several", () => {
    assert.deepEqual(deleteQuestion([pinned]), {
      question: "Delete the pinned exchange “Conclude engagement 1000”?",
      detail: "It is deleted for all windows. This cannot be undone.",
      verb: "Delete",
    });
    assert.deepEqual(deleteQuestion([plain, plain]), {
      question: "Delete 2 exchanges?",
      detail: "They are deleted for all windows. This cannot be undone.",
      verb: "Delete",
    });
    assert.equal(
      deleteQuestion([plain, pinned])?.detail,
      "1 of them is pinned. They are deleted for all windows. This cannot be undone.",
    );
  });
});

describe("clearQuestion", () => {
  it("says how many go and how many stay", () => {
    assert.deepEqual(clearQuestion([plain, plain, pinned]), {
      question: "Clear the history: delete 2 exchanges?",
      detail:
        "1 that is pinned stays. A filter makes no difference. They are deleted for all windows. This cannot be undone.",
      verb: "Clear",
    });
    assert.deepEqual(clearQuestion([plain]).question, "Clear the history: delete 1 exchange?");
  });
});

describe("otherItems", () => {
  it("shows when, how it ended and for whom", () => {
    const options = { now: ten + 24 * hour, locale: "de-DE", timeZone: "UTC" };
    assert.deepEqual(otherItems([plain], options), [
      {
        label: "Conclude engagement 1000",
        description: "22.11.2026, 10:00:00 · succeeded · ACME",
        entry: plain,
      },
    ]);
  });
});

describe("historyLimits", () => {
  it("takes what the settings say, in megabytes", () => {
    assert.deepEqual(historyLimits(20, 1.5), { maxEntries: 20, maxBytes: 1_500_000 });
  });

  it("takes the defaults in place of nonsense", () => {
    for (const nonsense of [undefined, "5", 0, -1, Number.NaN, Infinity, null]) {
      assert.deepEqual(historyLimits(nonsense, nonsense), {
        maxEntries: 500,
        maxBytes: 50_000_000,
      });
    }
  });
});

describe("historyErrorText", () => {
  it("says what the disk refused, why, and what that means", () => {
    const cause = Object.assign(new Error("full"), { code: "ENOSPC" });
    const text = (action: HistoryError["action"]) =>
      historyErrorText(new HistoryError(action, "/h", { cause }));
    assert.equal(
      text("add"),
      "The history of exchanges cannot be written (ENOSPC): what is sent stays in this window's memory only. Check /h.",
    );
    assert.equal(
      text("read"),
      "The history of exchanges cannot be read (ENOSPC): earlier exchanges may be missing. Check /h.",
    );
    assert.equal(
      text("pin"),
      "Not everything could be pinned or unpinned: the disk refused (ENOSPC). Check /h, then try again.",
    );
    assert.equal(
      text("delete"),
      "Not everything could be deleted: the disk refused (ENOSPC). Check /h, then try again.",
    );
  });
});
