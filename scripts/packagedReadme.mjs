// Writes dist/README.md, which goes into the .vsix: the README without its pictures. On the page of an installed
// extension VS Code shows no picture but those from the web: neither a file of the extension nor one in a data: URL.
// Links to files of the repository, which are not in the .vsix, become their words.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const readme = readFileSync("README.md", "utf8")
  .replaceAll(/^!\[[^\]]*\]\([^)]*\)\n\n/gm, "")
  .replaceAll(/\[([^\]]+)\]\((?!https?:|#)[^)]*\)/g, "$1");
mkdirSync("dist", { recursive: true });
writeFileSync("dist/README.md", readme);
