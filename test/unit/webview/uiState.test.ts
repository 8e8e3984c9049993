import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  emptyViewState,
  foldsOf,
  readUiState,
  storedFolds,
  writeUiState,
  type UiState,
} from "../../../src/webview/uiState";

describe("readUiState", () => {
  it("reads back what was written, through JSON", () => {
    const folds = storedFolds({
      base: "all",
      opened: new Set(["0/1"]),
      closed: new Set(["2", ""]),
      shown: new Map([["3", [0, 2]]]),
    });
    const state: UiState = new Map([
      [
        "exchange:a",
        {
          sections: { headers: true },
          raw: { answer: true },
          folds: { answer: folds },
          search: "1000",
          scroll: 120,
        },
      ],
    ]);
    const stored: unknown = JSON.parse(JSON.stringify(writeUiState(state)));
    assert.deepEqual(readUiState(stored), state);
    assert.deepEqual(storedFolds(foldsOf(folds)), folds);
  });

  it("takes anything else for nothing arranged", () => {
    for (const stored of [undefined, null, 1, "x", [], {}, { views: 1 }, { views: [1, [2, {}]] }]) {
      assert.equal(readUiState(stored).size, 0);
    }
    const odd = { views: [["a", { sections: { x: 1 }, folds: { b: 2 }, search: 3, scroll: -4 }]] };
    assert.deepEqual(readUiState(odd), new Map([["a", emptyViewState()]]));
  });

  it("keeps the views that were shown last", () => {
    const state: UiState = new Map();
    for (let index = 0; index < 50; index += 1) {
      state.set(`exchange:${index}`, emptyViewState());
    }
    const kept = [...readUiState(writeUiState(state)).keys()];
    assert.equal(kept.length, 20);
    assert.equal(kept.at(-1), "exchange:49");
  });
});

describe("foldsOf", () => {
  it("begins with the first levels unfolded", () => {
    assert.deepEqual(storedFolds(foldsOf(undefined)), {
      base: "default",
      opened: [],
      closed: [],
      shown: [],
    });
  });
});
