import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import fc from "fast-check";
import { describe, it } from "mocha";
import { plain } from "../../../src/exchanges/evidence/markdown";
import { escapeIcons, plainMarkdown, withoutLinks } from "../../../src/ui/inertText";

/** What VS Code makes links of in notifications and prompts: `linkedText.ts` of its base layer. */
const vscodeLink = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

/** What VS Code draws as icons: `iconLabels.ts` of its base layer. */
const vscodeIcon = /(\\)?\$\(([A-Za-z0-9-]+(?:~[A-Za-z]+)?)\)/g;

/** The links that VS Code finds in a message, whose line breaks it makes blanks first. */
function linksIn(message: string): readonly string[] {
  return message.replace(/\r\n|\n|\r/g, " ").match(vscodeLink) ?? [];
}

const pieces = fc.constantFrom(
  ...["[", "]", "(", ")", "](", "[x](command:a.b)", "command:", "https://", "file:", "$(", "\\"],
  ...["\n", "\r", " ", "\u200b", '"t"', "bug", "~spin", "ü"],
);
const hostile = fc
  .array(fc.oneof(pieces, fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 20 })
  .map((parts) => parts.join(""));

describe("withoutLinks", () => {
  for (const text of [
    "[Click here](command:workbench.action.quit)",
    "[a](https://evil.example/?q=1)",
    "[a](http://evil.example)",
    "[a](file:///etc/passwd)",
    '[a](command:x "title")',
    "[[a](command:x)](command:y)",
    "x](command:a)[b](command:c)",
    "[two](command:a)[three](command:b)",
    "[A](COMMAND:a)",
  ]) {
    it(`leaves no link in ${text}, and what is seen of it`, () => {
      assert.notEqual(linksIn(`[x]${text}`).length, 0, "the test knows a link");
      const inert = withoutLinks(text);
      assert.deepEqual(linksIn(`[x]${inert}`), []);
      assert.equal(inert.replaceAll("\u200b", ""), text);
    });
  }

  it("leaves no link in any text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        assert.deepEqual(linksIn(withoutLinks(text)), []);
      }),
      { numRuns: 2000 },
    );
  });

  it("changes nothing else", () => {
    const text = "Could not conclude 1000 (Acme): [sic] (see the log)";
    assert.equal(withoutLinks(text), text);
  });
});

describe("escapeIcons", () => {
  it("keeps a name from being drawn as an icon", () => {
    assert.equal(escapeIcons("a $(bug) b"), "a \\$(bug) b");
  });

  it("leaves no icon in any text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const [, backslash] of escapeIcons(text).matchAll(vscodeIcon)) {
          assert.equal(backslash, "\\");
        }
      }),
      { numRuns: 2000 },
    );
  });
});

/** What is used of markdown-it, the parser of VS Code's Markdown preview. */
interface Token {
  readonly type: string;
  readonly content: string;
  readonly info: string;
  readonly children: readonly Token[] | null;
}
type MarkdownIt = new (options: object) => { parse(text: string, env: object): readonly Token[] };

// It is there for vsce, which this project packages with; it brings no types along.
const require = createRequire(import.meta.url);
const Parser = createRequire(require.resolve("@vscode/vsce"))("markdown-it") as MarkdownIt;

/** The kinds of things that VS Code's preview would make of a Markdown text, and what is read of it. */
function rendered(markdown: string): { readonly kinds: readonly string[]; readonly text: string } {
  const parser = new Parser({ html: true, linkify: true });
  const flat = (tokens: readonly Token[]): readonly Token[] =>
    tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);
  const tokens = flat(parser.parse(markdown, {}));
  return {
    // An address that a text holds as such becomes a link to just that address.
    kinds: tokens.filter(({ info }) => info !== "auto").map(({ type }) => type),
    text: tokens
      .filter(({ type }) => type === "text" || type === "text_special")
      .map(({ content }) => content)
      .join(""),
  };
}

const markup = [
  "[x](command:workbench.action.quit)",
  "![x](http://127.0.0.1:1/a.png)",
  '<img src="http://127.0.0.1:1/b.png" onerror="alert(1)">',
  "<a href='command:x'>x</a>",
  "$(bug) **bold** `code` ~~gone~~ _it_",
  "[x]: http://127.0.0.1:1/",
  "# heading",
  "- item",
  "1. item",
  "> quote",
  "&lt;b&gt; &#x5b;",
  "|a|b|",
  "---",
  "<!-- x -->",
  "\\[x](y)",
  "```",
];

for (const [name, escape] of [
  ["plainMarkdown", plainMarkdown],
  ["plain, of exports", plain],
] as const) {
  describe(name, () => {
    const inert = new Set(["paragraph_open", "paragraph_close", "inline", "text", "text_special"]);

    for (const text of markup) {
      it(`shows ${text} as it is`, () => {
        const { kinds, text: read } = rendered(escape(text));
        assert.deepEqual(
          kinds.filter((kind) => !inert.has(kind)),
          [],
        );
        assert.equal(read, text);
      });
    }

    it("makes no picture, no markup and no link of any line", () => {
      const lines = fc
        .array(fc.oneof(pieces, fc.constantFrom(...markup, "!", "<", ">")), { maxLength: 8 })
        .map((parts) => parts.join("").replace(/\s+/g, " ").trim());
      fc.assert(
        fc.property(lines, (line) => {
          for (const kind of rendered(escape(line)).kinds) {
            assert.ok(inert.has(kind), `${kind} of ${line}`);
          }
        }),
        { numRuns: 1000 },
      );
    });
  });
}

describe("src/ui", () => {
  /** Every source of the folder, with its path. */
  const sources = readdirSync("src/ui", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => [name, readFileSync(join("src/ui", name), "utf8")] as const);

  it("shows notifications through notices.ts alone, which makes links of nothing", () => {
    const others = sources
      .filter(([, text]) => /\.show(?:Information|Warning|Error)Message\b/.test(text))
      .map(([name]) => name);
    assert.deepEqual(others, []);
  });

  it("shows progress with titles that have no link in them", () => {
    for (const [name, text] of sources) {
      for (const [, options = ""] of text.matchAll(
        /location: vscode\.ProgressLocation\.Notification,([^}]*)\}/g,
      )) {
        assert.match(options, /title: withoutLinks\(|title,\s*$/, name);
      }
    }
  });

  it("makes Markdown in two places, neither of which is trusted or takes HTML", () => {
    const makers = sources.filter(([, text]) => text.includes("new vscode.MarkdownString("));
    assert.deepEqual(makers.map(([name]) => name).sort(), [
      join("documents", "documentLanguage.ts"),
      "tooltipMarkdown.ts",
    ]);
    for (const [name, text] of sources) {
      assert.doesNotMatch(
        text,
        /\.isTrusted\b|isTrusted:|supportHtml|supportThemeIcons|baseUri/,
        name,
      );
    }
  });
});
