import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const vscodeValues = {
  name: "vscode",
  message:
    "Only src/ui and src/extension.ts use VS Code. Return facts from here and show them in src/ui.",
};
const vscodeTypesOnly = {
  name: "vscode",
  allowTypeImports: true,
  message: "Types only here (`import type`). What needs a VS Code value belongs in src/ui.",
};
const nodeFetch = {
  name: "node-fetch",
  message:
    "Only src/ui/areas/calling.ts imports node-fetch. Take a FetchLike (chat/transport.ts) as an argument.",
};

/** Every folder of src, lowest first. What a folder may import is said by `wall`. */
const folders = [
  "util",
  "chat",
  "simulator",
  "panel",
  "profiles",
  "session",
  "engagements",
  "exchanges",
  "documents",
  "webview",
  "ui",
];

/**
 * The wall around one folder.
 * @param {string} folder
 * @param {string[]} allowed folders it may import
 * @param {object} options
 * @param {object[]} [options.paths] modules that are refused: VS Code's values and node-fetch unless told otherwise
 * @param {boolean} [options.browser] whether the folder runs in a browser, so that `node:` modules are refused
 * @param {string} options.instead what to do instead of crossing the wall
 */
function wall(folder, allowed, { paths = [vscodeValues, nodeFetch], browser = false, instead }) {
  const others = folders.filter((name) => name !== folder && !allowed.includes(name));
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths,
          patterns: [
            {
              group: others.flatMap((name) => [`../${name}/*`, `../../${name}/*`]),
              message: instead,
            },
            {
              group: ["../extension", "../../extension"],
              message: "Nothing imports the composition root.",
            },
            ...(browser
              ? [{ group: ["node:*"], message: "The page is a browser: there is no Node here." }]
              : []),
          ],
        },
      ],
    },
  };
}

const belowUi = folders.filter((name) => name !== "webview" && name !== "ui");
const fromUi = "The page is another program: talk to it through src/panel.";

export default defineConfig(
  { ignores: ["dist/**", "node_modules/**"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["tsconfig.json", "src/webview/tsconfig.json", "test/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      curly: "error",
      eqeqeq: "error",
      "no-console": "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  wall("util", [], { instead: "util is the ground floor: it imports nothing of the house." }),
  wall("chat", ["util"], {
    instead:
      "chat is the pure protocol: it may import util only. Pass what it needs as an argument.",
  }),
  wall("simulator", ["chat", "util"], {
    instead: "The simulator stands alone: chat (operations, types), util and node: only.",
  }),
  wall("panel", ["chat", "util"], {
    browser: true,
    instead: "panel is what host and page say to each other: chat types and util only.",
  }),
  wall("profiles", ["chat", "util"], {
    paths: [vscodeTypesOnly, nodeFetch],
    instead: "profiles may import chat and util. Let the caller pass what stands above it.",
  }),
  wall("session", ["chat", "util", "profiles"], {
    paths: [vscodeTypesOnly, nodeFetch],
    instead: "session may import chat, util and profiles. Let the caller pass the rest.",
  }),
  wall("engagements", ["chat", "util", "profiles", "session"], {
    paths: [vscodeTypesOnly, nodeFetch],
    instead:
      "engagements may import chat, util, profiles and session. Let the caller pass the rest.",
  }),
  wall("exchanges", ["chat", "util", "profiles", "session", "engagements"], {
    paths: [vscodeTypesOnly, nodeFetch],
    instead: "exchanges may import what stands before it in docs/architecture.md, not after.",
  }),
  wall("documents", ["chat", "util", "profiles", "session", "engagements", "exchanges"], {
    paths: [vscodeTypesOnly, nodeFetch],
    instead: "documents may import what stands before it in docs/architecture.md, not ui.",
  }),
  wall("webview", ["panel", "util"], {
    browser: true,
    instead: "The page knows the host only through src/panel.",
  }),
  wall("ui", belowUi, { paths: [nodeFetch], instead: fromUi }),
  {
    // The one place where a fetch is made of node-fetch.
    ...wall("ui", belowUi, {
      paths: [{ name: "http", message: "Say node:http." }],
      instead: fromUi,
    }),
    files: ["src/ui/areas/calling.ts"],
  },
  {
    files: ["src/ui/**/*.ts", "src/extension.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression[callee.property.name='registerCommand'][callee.object.property.name='commands']",
          message:
            "Register commands through ui/commands.ts: it logs, catches and explains failures.",
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts", "scripts/**/*.ts"],
    rules: {
      "no-console": "off",
      // Assertion chains and mocha's own API look like unused expressions and floating promises.
      "@typescript-eslint/no-unused-expressions": "off",
      // The vscode module exists in a VS Code only: fakes have the shape of its classes, not the class.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
  },
);
