import { format } from "jsonc-parser";

/** JSON on lines of its own, indented by two spaces, with every token as it was written. */
export function layOutJson(json: string): string {
  const edits = format(json, undefined, { insertSpaces: true, tabSize: 2, eol: "\n" });
  // Put in here, since there may be thousands of them: applyEdits copies the text for each.
  let done = 0;
  const parts = edits.flatMap(({ offset, length, content }) => {
    const before = json.slice(done, offset);
    done = offset + length;
    return [before, content];
  });
  return [...parts, json.slice(done)].join("");
}
