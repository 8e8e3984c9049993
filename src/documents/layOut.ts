import type { Node } from "jsonc-parser";
import { readJson } from "../util/json";
import { parseDocument, unlessTooDeep } from "./tree";

/**
 * JSON laid out with two spaces: literals, order and repeated members as they are written. `depth`
 * is that of the line it begins in. Undefined for a text that is no JSON or nests too deeply.
 */
export function layOut(json: string, depth: number): string | undefined {
  if (!readJson(json).ok) {
    return undefined;
  }
  return unlessTooDeep(() => {
    const { root, errors } = parseDocument(json);
    return root && errors.length === 0 ? write(json, root, depth) : undefined;
  }, undefined);
}

function write(json: string, node: Node, depth: number): string {
  const children = node.children ?? [];
  switch (node.type) {
    case "property":
      return children.map((child) => write(json, child, depth)).join(": ");
    case "object":
    case "array": {
      const [open, close] = node.type === "object" ? ["{", "}"] : ["[", "]"];
      if (children.length === 0) {
        return open + close;
      }
      const indent = "  ".repeat(depth + 1);
      const lines = children.map((child) => `${indent}${write(json, child, depth + 1)}`);
      return `${open}\n${lines.join(",\n")}\n${"  ".repeat(depth)}${close}`;
    }
    default:
      return json.slice(node.offset, node.offset + node.length);
  }
}
