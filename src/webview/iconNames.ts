/**
 * The icons the pages use, by their names in VS Code's icon font. The bundled font and style sheet hold these and no
 * others (codicons.mjs), so this file imports nothing and says nothing else.
 */
export const iconNames = [
  "arrow-down",
  "arrow-left",
  "arrow-right",
  "arrow-up",
  "chevron-right",
  "close",
  "collapse-all",
  "comment",
  "copy",
  "ellipsis",
  "error",
  "expand-all",
  "go-to-file",
  "inbox",
  "lightbulb",
  "list-tree",
  "loading",
  "pass",
  "question",
  "refresh",
  "reply",
  "save",
  "search",
  "server",
  "terminal",
  "warning",
] as const;

/** An icon that the pages have. */
export type IconName = (typeof iconNames)[number];
