import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  allRows,
  childRows,
  defaultFolds,
  nodeId,
  pathOfId,
  rowsUnder,
  showChunkOf,
  type Folds,
  type JsonRow,
  type NodeRow,
} from "../../../src/panel/jsonRows";
import { parseJsonTree } from "../../../src/panel/jsonTree";

/** Rows as text: indented, `v` unfolded, `>` folded. */
function drawn(text: string, rows: readonly JsonRow[]): string[] {
  return rows.map((row) => {
    const indent = "  ".repeat(row.level - 1);
    switch (row.type) {
      case "close":
        return `${indent}${row.node.kind === "object" ? "}" : "]"}${row.isLast ? "" : ","}`;
      case "more":
        return `${indent}${row.from} to ${row.to} of ${row.total}`;
      case "node": {
        const { node, isOpen } = row;
        const key = node.key ? `${text.slice(node.key.start, node.key.end)}: ` : "";
        const mark = node.children.length === 0 ? "" : isOpen ? "v " : "> ";
        const value = node.children.length === 0 ? text.slice(node.start, node.end) : node.kind;
        return `${indent}${mark}${key}${value}`;
      }
    }
  });
}

function setup(text: string, { budget = 1_000, folds = defaultFolds() } = {}) {
  const root = parseJsonTree(text);
  assert.ok(root);
  const left = { left: budget, isShort: false };
  const rows = allRows(root, folds, left);
  return { rows, lines: drawn(text, rows), isShort: left.isShort, folds, root };
}

function nodeRow(rows: readonly JsonRow[], id: string): NodeRow {
  const row = rows.find(
    (candidate): candidate is NodeRow => candidate.type === "node" && candidate.id === id,
  );
  assert.ok(row, `no row ${id}`);
  return row;
}

function folds(change: Partial<Folds>): Folds {
  return { ...defaultFolds(), ...change };
}

const nested = '{"a":{"b":{"c":1}},"d":[1,2],"e":{},"f":[]}';

describe("allRows", () => {
  it("unfolds the first two levels", () => {
    assert.deepEqual(setup(nested).lines, [
      "v object",
      '  v "a": object',
      '    > "b": object',
      "  },",
      '  v "d": array',
      "    1",
      "    2",
      "  ],",
      '  "e": {}',
      '  "f": []',
      "}",
    ]);
  });

  it("unfolds everything, or all but the whole, when told so", () => {
    assert.equal(
      setup(nested, { folds: folds({ base: "all" }) }).lines.includes('      "c": 1'),
      true,
    );
    assert.deepEqual(setup(nested, { folds: folds({ base: "none" }) }).lines, [
      "v object",
      '  > "a": object',
      '  > "d": array',
      '  "e": {}',
      '  "f": []',
      "}",
    ]);
  });

  it("does what was said about a node, whatever holds for the others", () => {
    const closed = setup("[[1]]", { folds: folds({ closed: new Set(["0"]) }) });
    assert.deepEqual(closed.lines, ["v array", "  > array", "]"]);
    const opened = setup("[[1]]", { folds: folds({ base: "none", opened: new Set(["0"]) }) });
    assert.deepEqual(opened.lines, ["v array", "  v array", "    1", "  ]", "]"]);
  });

  it("shows a literal that is the whole", () => {
    assert.deepEqual(setup("9007199254740993").lines, ["9007199254740993"]);
  });

  it("shows 200 children at once and says how many there are", () => {
    const { lines } = setup(JSON.stringify(Array.from({ length: 450 }, (_, index) => index)));
    assert.equal(lines.length, 1 + 200 + 1 + 1);
    assert.deepEqual(lines.slice(-3), ["  199", "  200 to 450 of 450", "]"]);
  });

  it("leaves folded what does not fit into the budget, and says so", () => {
    const text = JSON.stringify(Array.from({ length: 20 }, () => [1, 2, 3, 4, 5, 6, 7, 8, 9]));
    const { lines, isShort } = setup(text, { budget: 60, folds: folds({ base: "all" }) });
    assert.equal(isShort, true);
    assert.equal(lines.includes("  > array"), true);
    assert.ok(lines.length < 100, `${lines.length} rows`);
    assert.equal(setup(text).isShort, false);
  });
});

describe("rowsUnder and childRows", () => {
  it("give what appears when a node is unfolded", () => {
    const { rows, folds: given } = setup(nested);
    const under = rowsUnder(nodeRow(rows, "0/0"), given, { left: 100, isShort: false });
    assert.deepEqual(drawn(nested, under), ['      "c": 1', "    }"]);
  });

  it("give a chunk of a long list, and rows that stand for what is left out around it", () => {
    const text = JSON.stringify(Array.from({ length: 1_050 }, (_, index) => index));
    const { rows, folds: given } = setup(text);
    const root = nodeRow(rows, "");
    const lines = (from: number, to: number): string[] => {
      const budget = { left: 1_000, isShort: false };
      return drawn(text, childRows(root, { from, to }, given, budget));
    };
    showChunkOf(given, "", 599);
    const middle = lines(200, 1_050);
    assert.deepEqual([middle.length, middle[0], middle[1]], [202, "  200 to 400 of 1050", "  400"]);
    assert.deepEqual(middle.slice(-2), ["  599", "  600 to 1050 of 1050"]);
    showChunkOf(given, "", 1_049);
    const end = lines(600, 1_050);
    assert.deepEqual([end.length, end[0], end[1]], [51, "  600 to 1000 of 1050", "  1000"]);
    showChunkOf(given, "", 200);
    assert.deepEqual(lines(200, 400).length, 200);
    assert.deepEqual(given.shown.get(""), [0, 1, 2, 5]);
  });
});

describe("nodeId", () => {
  it("is read back as the path", () => {
    for (const path of [[], [0], [3, 0, 12]]) {
      assert.deepEqual(pathOfId(nodeId(path)), path);
    }
  });
});
