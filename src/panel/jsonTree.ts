import { inOneGo, type Sliced } from "./slices";

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

/** An object or array that has not ended. */
interface OpenNode extends Span {
  readonly kind: "object" | "array";
  end: number;
  readonly key?: Span;
  readonly children: JsonNode[];
}

/** Deeper trees help nobody, and would exhaust the stack of those who walk them. */
const maxDepth = 500;

/** After so many values there is a place to pause. */
const valuesAtOnce = 2_000;

/** Of every leaf: there may be millions. */
const noChildren: readonly JsonNode[] = [];

/** Reads a text as JSON; undefined when it is none, or is nested too deeply to be read. */
export function parseJsonTree(text: string): JsonNode | undefined {
  return inOneGo(jsonTreeOf(text));
}

/**
 * Reads the beginning of a JSON text: what is not whole in it is left out, or ends with it. Undefined
 * when that leaves nothing to fold.
 */
export function parseBeginning(text: string): JsonNode | undefined {
  const open: OpenNode[] = [];
  const whole = inOneGo(jsonTreeOf(text, open));
  if (whole !== undefined) {
    return whole;
  }
  for (let inner = open.pop(); inner !== undefined; inner = open.pop()) {
    inner.end = text.length;
    const outer = open.at(-1);
    if (outer === undefined) {
      return inner;
    }
    outer.children.push(inner);
  }
  return undefined;
}

/**
 * Reads a text as {@link parseJsonTree} does, with places to pause.
 * @param open what is not ended yet, from the outermost on; also after a text that is no JSON
 */
export function* jsonTreeOf(text: string, open: OpenNode[] = []): Sliced<JsonNode | undefined> {
  let at = blanksEnd(text, 0);
  for (let count = 1; ; count += 1) {
    if (count % valuesAtOnce === 0) {
      yield;
    }
    const parent = open.at(-1);
    let key: Span | undefined;
    if (parent?.kind === "object") {
      const end = stringEnd(text, at);
      const colon = blanksEnd(text, end);
      if (end < 0 || text.charCodeAt(colon) !== code.colon) {
        return undefined;
      }
      key = { start: at, end };
      at = blanksEnd(text, colon + 1);
    }
    let node: JsonNode;
    const first = text.charCodeAt(at);
    if (first === code.openBrace || first === code.openBracket) {
      if (open.length === maxDepth) {
        return undefined;
      }
      const kind = first === code.openBrace ? "object" : "array";
      const begun: OpenNode = { kind, start: at, end: at, ...(key && { key }), children: [] };
      at = blanksEnd(text, at + 1);
      if (text.charCodeAt(at) !== closing[kind]) {
        open.push(begun);
        continue;
      }
      at += 1;
      begun.end = at;
      node = begun;
    } else {
      const end = literalEnd(text, at, first);
      if (end < 0) {
        return undefined;
      }
      const kind = literalKind(first);
      node = key
        ? { kind, start: at, end, key, children: noChildren }
        : { kind, start: at, end, children: noChildren };
      at = end;
    }
    // Behind a value: it ends what it is in, or another follows.
    for (;;) {
      at = blanksEnd(text, at);
      const inside = open.at(-1);
      if (inside === undefined) {
        return at === text.length ? node : undefined;
      }
      inside.children.push(node);
      const next = text.charCodeAt(at);
      at += 1;
      if (next === code.comma) {
        at = blanksEnd(text, at);
        break;
      }
      if (next !== closing[inside.kind]) {
        return undefined;
      }
      inside.end = at;
      node = inside;
      open.pop();
    }
  }
}

const code = {
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  f: 0x66,
  n: 0x6e,
  t: 0x74,
  openBrace: 0x7b,
} as const;

const closing = { object: 0x7d, array: 0x5d } as const;

/** The first character from an offset on that is no blank. */
function blanksEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (
      unit !== code.space &&
      unit !== code.lineFeed &&
      unit !== code.carriageReturn &&
      unit !== code.tab
    ) {
      return at;
    }
    at += 1;
  }
}

const escape = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

/** The end of the string that begins at an offset; -1 when there is none. */
function stringEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== code.quote) {
    return -1;
  }
  let at = start + 1;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit === code.quote) {
      return at + 1;
    }
    // Written this way round, since behind the end of the text there is NaN.
    if (!(unit >= code.space)) {
      return -1;
    }
    at += 1;
    if (unit === code.backslash) {
      escape.lastIndex = at;
      if (!escape.test(text)) {
        return -1;
      }
      at = escape.lastIndex;
    }
  }
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** The end of a value that holds no others; -1 when there is none. */
function literalEnd(text: string, start: number, first: number): number {
  switch (first) {
    case code.quote:
      return stringEnd(text, start);
    case code.t:
      return wordEnd(text, start, "true");
    case code.f:
      return wordEnd(text, start, "false");
    case code.n:
      return wordEnd(text, start, "null");
    default:
      number.lastIndex = start;
      return number.test(text) ? number.lastIndex : -1;
  }
}

function wordEnd(text: string, start: number, word: string): number {
  return text.startsWith(word, start) ? start + word.length : -1;
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

function literalKind(first: number): JsonKind {
  switch (first) {
    case code.quote:
      return "string";
    case code.t:
    case code.f:
      return "boolean";
    case code.n:
      return "null";
    default:
      return "number";
  }
}
