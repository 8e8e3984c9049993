import { visit } from "jsonc-parser";

/** The six kinds of JSON value. */
type JsonKind = "object" | "array" | "string" | "number" | "boolean" | "null";

/** A stretch of the text: the first character, and the one after the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A value as it stands in the text. Holds positions only, so that whoever shows it slices the text
 * and gets every digit, escape and repeated member as the server wrote it.
 */
export interface JsonNode extends Span {
  readonly kind: JsonKind;
  /** The member's name with its quotes; absent for elements of arrays and for the whole. */
  readonly key?: Span;
  /** Members or elements, in the order of the text. */
  readonly children: readonly JsonNode[];
}

/** The way to a node: the index of the child at each level; empty for the whole. */
export type NodePath = readonly number[];

interface OpenNode {
  readonly kind: "object" | "array";
  readonly start: number;
  readonly key?: Span;
  readonly children: JsonNode[];
}

/** Deeper trees help nobody, and would exhaust the stack of those who walk them. */
const maxDepth = 500;

/** Reads a text as JSON; undefined when it is none, or is nested too deeply to be read. */
export function parseJsonTree(text: string): JsonNode | undefined {
  const open: OpenNode[] = [];
  let key: Span | undefined;
  let root: JsonNode | undefined;
  let faults = 0;

  const add = (node: JsonNode): void => {
    const parent = open.at(-1);
    if (parent === undefined) {
      root = node;
    } else {
      parent.children.push(node);
    }
  };
  const takeKey = (): { key?: Span } => {
    const taken = key === undefined ? {} : { key };
    key = undefined;
    return taken;
  };
  const begin = (kind: "object" | "array", start: number): void => {
    if (open.length === maxDepth) {
      throw new RangeError("Nested too deeply");
    }
    open.push({ kind, start, ...takeKey(), children: [] });
  };
  const end = (offset: number, length: number): void => {
    const node = open.pop();
    if (node !== undefined) {
      add({ ...node, end: offset + length });
    }
  };

  try {
    visit(
      text,
      {
        onObjectBegin: (offset) => {
          begin("object", offset);
        },
        onArrayBegin: (offset) => {
          begin("array", offset);
        },
        onObjectProperty: (_name, offset, length) => {
          key = { start: offset, end: offset + length };
        },
        onObjectEnd: end,
        onArrayEnd: end,
        onLiteralValue: (_value, offset, length) => {
          const kind = literalKind(text.charAt(offset));
          add({ kind, start: offset, end: offset + length, ...takeKey(), children: [] });
        },
        onError: () => {
          faults += 1;
        },
      },
      { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false },
    );
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
  return faults > 0 ? undefined : root;
}

/** The node at the end of a path; undefined when the tree has none there. */
export function nodeAt(root: JsonNode, path: NodePath): JsonNode | undefined {
  return path.reduce<JsonNode | undefined>((node, index) => node?.children[index], root);
}

/** The way to a node as a JSONPath, for example `$.result.ids[0]["odd name"]`. */
export function jsonPath(text: string, root: JsonNode, path: NodePath): string {
  let said = "$";
  let node: JsonNode | undefined = root;
  for (const index of path) {
    node = node?.children[index];
    if (node?.key === undefined) {
      said += `[${index}]`;
    } else {
      const quoted = text.slice(node.key.start, node.key.end);
      const name = quoted.slice(1, -1);
      said += /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? `.${name}` : `[${quoted}]`;
    }
  }
  return said;
}

/** What a person wants when copying a value: strings without quotes and escapes, all else as written. */
export function copyText(text: string, node: JsonNode): string {
  const source = text.slice(node.start, node.end);
  return node.kind === "string" ? (JSON.parse(source) as string) : source;
}

function literalKind(first: string): JsonKind {
  switch (first) {
    case '"':
      return "string";
    case "t":
    case "f":
      return "boolean";
    case "n":
      return "null";
    default:
      return "number";
  }
}
