// Writes dist/README.md, which goes into the .vsix: the README without its pictures. On the page of an installed
// extension VS Code shows no picture but those from the web: neither a file of the extension nor one in a data: URL.
// Links to files of the repository, which are not in the .vsix, become their words, tables lose their padding, and
// the sections at the end, which are for who has the repository, are left out. So are the
// tables of commands and settings: VS Code shows both beside the page, under Features.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const readme = readFileSync("README.md", "utf8")
  .replace(/\n## A chat server for other programs\n.*$/s, "")
  .replaceAll(/\n## (?:Commands|Settings)\n.*?(?=\n## )/gs, "")
  .replaceAll(/^!\[[^\]]*\]\([^)]*\)\n\n/gm, "")
  .replaceAll(/\[([^\]]+)\]\((?!https?:|#)[^)]*\)/g, "$1")
  .replaceAll(/ {2,}\|/g, " |")
  .replaceAll(/-{4,} \|/g, "--- |");
mkdirSync("dist", { recursive: true });
writeFileSync("dist/README.md", readme);
