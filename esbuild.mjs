// Every bundle of the project: the extension with what it loads on demand, the thread that reads large answers, the
// pages, and the host test suite.
import * as esbuild from "esbuild";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { asCommonJs, gather } from "./chunks.mjs";
import { usedCodicons } from "./codicons.mjs";

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");
const metafile = process.argv.includes("--metafile");

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  metafile,
  minify: production,
  sourcemap: production ? false : "linked",
  logLevel: "warning",
  legalComments: "none",
};

/** @type {esbuild.BuildOptions} */
const node = {
  ...common,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  charset: "utf8",
  // jsonc-parser's "main" is UMD, whose require calls no bundler can follow.
  mainFields: ["module", "main"],
};

/** The areas, each after those that ui/areas/areas.ts loads before it, or that cost nothing beside it. */
const inOrder = ["calling", "history", "panels", "engagements", "sessions", "exploring"].map(
  (name) => `src/ui/areas/${name}.ts`,
);
const others = [
  "src/simulator/simulator",
  "src/ui/documents/documentLanguage",
  "src/ui/importCommand",
];

/** For each module that is loaded on demand, what may be loaded with it. */
const earlier = Object.fromEntries([
  ...inOrder.map((path, index) => [path, inOrder.slice(0, index)]),
  ...others.map((name) => [`${name}.ts`, inOrder.slice(0, 1)]),
]);

/**
 * What node-fetch brings along for versions of Node that lack it, and what it has for forms and `data:` addresses:
 * every VS Code that is supported has the former, and a FetchLike has no way to ask for the latter.
 * @type {Record<string, string>}
 */
const replacements = {
  "fetch-blob": "export default Blob;",
  "fetch-blob/from.js":
    "export const { Blob, File } = globalThis; export const fileFrom = undefined, fileFromSync = undefined, blobFrom = undefined, blobFromSync = undefined;",
  "formdata-polyfill/esm.min.js":
    "export const { FormData } = globalThis; export const formDataToBlob = undefined;",
  "data-uri-to-buffer": "export default undefined;",
};

const leanNodeFetch = {
  name: "lean-node-fetch",
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /./ }, ({ path, importer }) =>
      path in replacements && /node_modules[\\/]node-fetch[\\/]/.test(importer)
        ? { path, namespace: "replacement" }
        : undefined,
    );
    // Asked for on demand, so a file of its own otherwise.
    build.onResolve({ filter: /multipart-parser\.js$/ }, () => ({
      path: "node:util",
      external: true,
    }));
    build.onLoad({ filter: /./, namespace: "replacement" }, ({ path }) => ({
      contents: replacements[path] ?? "",
    }));
  },
};

/** @type {esbuild.BuildOptions[]} */
const bundles = [
  {
    ...node,
    // As ES modules first: asCommonJs writes what is run.
    ...{ format: "esm", splitting: true, write: false },
    entryPoints: [
      { in: "src/extension.ts", out: "extension" },
      { in: "src/chat/readingMain.ts", out: "reading" },
    ],
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    chunkNames: "parts/[name]-[hash]",
    plugins: [leanNodeFetch, gather("src/extension.ts", earlier), asCommonJs("dist/parts")],
  },
  {
    ...common,
    platform: "browser",
    format: "iife",
    target: "chrome128",
    entryPoints: [
      { in: "src/webview/main.ts", out: "main" },
      { in: "src/webview/page.css", out: "page" },
      { in: "src/webview/timeline/main.ts", out: "timeline" },
      { in: "src/webview/timeline/timeline.css", out: "timeline" },
    ],
    outdir: "dist/webview",
    plugins: [usedCodicons],
  },
];

if (process.argv.includes("--tests")) {
  const suite = "test/host/suite";
  bundles.push({
    ...node,
    // One bundle a file: mocha is told about every *.test.cjs it finds, no list is kept by hand.
    entryPoints: readdirSync(suite)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${suite}/${name}`),
    external: ["vscode", "mocha"],
    outdir: "dist/test/host",
    outExtension: { ".js": ".cjs" },
    minify: false,
    sourcemap: "inline",
  });
}

/** The bundles that are being built, or were never built yet. */
const unfinished = new Set();

/**
 * Says when building begins and when every bundle is on disk, in the lines that .vscode/tasks.json waits for.
 * @param {esbuild.BuildOptions} bundle
 * @returns {esbuild.Plugin}
 */
function progressLines(bundle) {
  return {
    name: "progress-lines",
    setup(build) {
      build.onStart(() => {
        if (unfinished.size === 0) {
          console.log("[watch] build started");
        }
        unfinished.add(bundle);
      });
      build.onEnd(() => {
        unfinished.delete(bundle);
        if (unfinished.size === 0) {
          console.log("[watch] build finished");
        }
      });
    },
  };
}

rmSync("dist/webview", { recursive: true, force: true });
if (watch) {
  console.log("[watch] build started");
  for (const bundle of bundles) {
    unfinished.add(bundle);
    bundle.plugins = [...(bundle.plugins ?? []), progressLines(bundle)];
  }
  const contexts = await Promise.all(bundles.map((bundle) => esbuild.context(bundle)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.all(bundles.map((options) => esbuild.build(options)));
  if (metafile) {
    // What is in which file, for esbuild's analyzer and for the tests of the budgets.
    const [inputs, outputs] = ["inputs", "outputs"].map((part) =>
      Object.assign({}, ...results.map((result) => result.metafile[part])),
    );
    writeFileSync("dist/metafile.json", JSON.stringify({ inputs, outputs }));
  }
}
