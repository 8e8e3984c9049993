import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { isOperationId, type OperationId } from "../chat/operations";

/** A text read as JSON with comments and trailing commas. */
export interface DocumentTree {
  /** As much as could be read; absent where there is nothing. */
  readonly root?: Node;
  readonly errors: readonly {
    /** As jsonc-parser names it. */
    readonly error: string;
    readonly offset: number;
    readonly length: number;
  }[];
}

/** A member of an object, with the nodes of its name and of its value. */
export interface Member {
  readonly name: string;
  readonly key: Node;
  /** Absent in a text that ends, or goes wrong, before it. */
  readonly value?: Node;
}

/**
 * Reads a text as JSON with comments and trailing commas, as far as it goes. Throws a RangeError
 * for a text that nests more deeply than the call stack goes.
 */
export function parseDocument(text: string): DocumentTree {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  return {
    ...(root && { root }),
    errors: errors.map(({ error, offset, length }) => ({
      error: printParseErrorCode(error),
      offset,
      length,
    })),
  };
}

/** The members of an object in the order of the text, repeated ones too; none of anything else. */
export function membersOf(node: Node | undefined): readonly Member[] {
  if (node?.type !== "object") {
    return [];
  }
  return (node.children ?? []).flatMap((property): Member[] => {
    const [key, value] = property.children ?? [];
    return key === undefined
      ? []
      : [{ name: String(key.value), key, ...(value !== undefined && { value }) }];
  });
}

/** The member of a name that counts: the last. */
export function memberOf(node: Node | undefined, name: string): Member | undefined {
  return membersOf(node).findLast((member) => member.name === name);
}

/** The node at a path of names and indices, or the deepest on the way to it. */
export function nodeTowards(node: Node, path: readonly (string | number)[]): Node {
  const [step, ...rest] = path;
  if (step === undefined) {
    return node;
  }
  const child = typeof step === "number" ? node.children?.[step] : memberOf(node, step)?.value;
  return child === undefined ? node : nodeTowards(child, rest);
}

/**
 * A value as compact JSON, without comments: literals, order and repeated members as they are
 * written. The text must have no error.
 */
export function compactJson(text: string, node: Node): string {
  switch (node.type) {
    case "object":
      return `{${(node.children ?? []).map((child) => compactJson(text, child)).join(",")}}`;
    case "array":
      return `[${(node.children ?? []).map((child) => compactJson(text, child)).join(",")}]`;
    case "property":
      return (node.children ?? []).map((child) => compactJson(text, child)).join(":");
    default:
      return text.slice(node.offset, node.offset + node.length);
  }
}

/** What a node is, in words, for example: a string. */
export function kindOfNode(node: Node): string {
  switch (node.type) {
    case "null":
      return "null";
    case "object":
    case "array":
      return `an ${node.type}`;
    default:
      return `a ${node.type}`;
  }
}

/**
 * The operation that a text names, if it names one; also in a text that is half written, where
 * members may seem to stand inside of others.
 */
export function operationNamed(text: string, root: Node | undefined): OperationId | undefined {
  const named: unknown =
    memberOf(root, "operation")?.value?.value ??
    /"operation"\s*:\s*"(?<id>[^"\r\n]*)"/.exec(text)?.groups?.["id"];
  return typeof named === "string" && isOperationId(named) ? named : undefined;
}

/** What a function finds in a text, or what stands for nothing when the text nests too deeply. */
export function unlessTooDeep<T>(find: () => T, nothing: T): T {
  try {
    return find();
  } catch (error) {
    if (error instanceof RangeError) {
      return nothing;
    }
    throw error;
  }
}
