// Every bundle of the project: the extension, what it loads on demand (the simulator, the thread that reads large
// answers), the pages, and the host test suite.
import * as esbuild from "esbuild";
import { readdirSync, rmSync } from "node:fs";
import { usedCodicons } from "./codicons.mjs";

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

/** Keeps the simulator out of extension.cjs, so that it costs nothing until it is started. */
const simulatorOnDemand = {
  name: "simulator-on-demand",
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /\/simulator\/simulator$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./simulator.cjs", external: true } : undefined,
    );
  },
};

/** node-fetch brings streams for versions of Node that have none; every VS Code that is supported has them. */
const streamsOfNode = {
  name: "streams-of-node",
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^web-streams-polyfill\// }, () => ({
      path: "node:stream/web",
      external: true,
    }));
  },
};

/** node-fetch reads forms with a parser of its own; a FetchLike has no formData(), so nothing calls it. */
const withoutForms = {
  name: "without-forms",
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /node-fetch[\\/]src[\\/]utils[\\/]multipart-parser\.js$/ }, () => ({
      contents: "export {};",
    }));
  },
};

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
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
  // jsonc-parser's "main" is UMD, whose require calls no bundler can follow.
  mainFields: ["module", "main"],
};

/** @type {esbuild.BuildOptions[]} */
const bundles = [
  {
    ...node,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.cjs",
    plugins: [simulatorOnDemand, streamsOfNode, withoutForms],
  },
  { ...node, entryPoints: ["src/simulator/simulator.ts"], outfile: "dist/simulator.cjs" },
  { ...node, entryPoints: ["src/chat/readingMain.ts"], outfile: "dist/reading.cjs" },
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
  await Promise.all(bundles.map((options) => esbuild.build(options)));
}
