import { jsonTreeOf, parseJsonTree, type JsonNode } from "../panel/jsonTree";
import { inSlices } from "../panel/slices";
import { slicing } from "./slicing";

/** A longer text is read slice by slice. */
const longText = 500_000;

/** Reads texts as JSON; a long one in slices, and not again while it is the last long one. */
export class Trees {
  #text: string | undefined;
  #root: JsonNode | undefined;

  /**
   * Calls back with the tree, or with undefined when the text is no JSON. Returns true when it did,
   * and false where the text is long: it will then, unless the signal is aborted before.
   */
  read(text: string, signal: AbortSignal, onRead: (root: JsonNode | undefined) => void): boolean {
    if (text.length <= longText) {
      onRead(parseJsonTree(text));
      return true;
    }
    if (this.#text === text) {
      onRead(this.#root);
      return true;
    }
    const { sliceMs, later } = slicing(signal);
    later(() => {
      inSlices(jsonTreeOf(text), { sliceMs, later, signal }, (root) => {
        this.#text = text;
        this.#root = root;
        onRead(root);
      });
    });
    return false;
  }
}
