import type { Plugin } from "esbuild";

/** Leaves only the icons that src/webview/iconNames.ts names in the style sheet and the font of `@vscode/codicons`. */
export const usedCodicons: Plugin;
