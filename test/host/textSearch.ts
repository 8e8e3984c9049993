import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The files below a folder that contain a text, in UTF-8, in UTF-16 (as browsers keep texts with letters beyond
 * Latin-1) or in Base64. A file that goes away meanwhile is left out.
 */
export function filesWith(folder: string, text: string): string[] {
  const forms = [
    Buffer.from(text, "utf8"),
    Buffer.from(text, "utf16le"),
    // Without the last characters, which depend on what follows.
    Buffer.from(
      Buffer.from(text)
        .toString("base64")
        .replace(/.{0,2}=*$/, ""),
    ),
  ];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const content = contentOf(file);
      return forms.some((form) => content.includes(form));
    });
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
