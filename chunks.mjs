// How the extension is cut into files: few that are loaded when it starts, and others that are loaded on demand
// (docs/decisions/015-load-on-demand.md).
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import ts from "typescript";

/**
 * Keeps the number of files small. Left alone, esbuild makes one for each set of bundles that share something: some
 * thirty, of which twenty would be opened one after the other when the extension starts. What is loaded on demand is
 * never there before the entry, nor before what `earlier` says: let it import that, which costs nothing, and the sets
 * are few.
 * @param {string} entry
 * @param {Readonly<Record<string, readonly string[]>>} earlier for a module that is loaded on demand, what is loaded before it
 * @returns {import("esbuild").Plugin}
 */
export function gather(entry, earlier) {
  const namespace = "on-demand";
  return {
    name: "gather",
    setup(build) {
      const { absWorkingDir = process.cwd() } = build.initialOptions;
      const fileOf = (/** @type {string} */ path) => resolve(absWorkingDir, path);
      const before = new Map(
        Object.entries(earlier).map(([path, paths]) => [fileOf(path), paths.map(fileOf)]),
      );
      build.onResolve(
        { filter: /^\./ },
        async ({ path, pluginData, kind, importer, resolveDir }) => {
          if (kind !== "dynamic-import" || pluginData === namespace) {
            return undefined;
          }
          const options = { kind, importer, resolveDir, pluginData: namespace };
          const found = await build.resolve(path, options);
          return found.errors.length > 0
            ? { errors: found.errors }
            : { path: found.path, namespace };
        },
      );
      build.onLoad({ filter: /./, namespace }, ({ path }) => {
        const imported = [fileOf(entry), ...(before.get(path) ?? [])];
        const lines = imported.map((file) => `import ${JSON.stringify(file)};`);
        return {
          contents: [...lines, `export * from ${JSON.stringify(path)};`].join("\n"),
          resolveDir: dirname(path),
        };
      });
    },
  };
}

/**
 * Writes the files as CommonJS, since esbuild cuts ES modules only. What an earlier build left in `folder` is removed.
 * @param {string} folder
 * @returns {import("esbuild").Plugin}
 */
export function asCommonJs(folder) {
  return {
    name: "as-common-js",
    setup(build) {
      const parts = resolve(build.initialOptions.absWorkingDir ?? process.cwd(), folder);
      build.onEnd(async ({ errors, outputFiles = [] }) => {
        if (errors.length > 0) {
          return;
        }
        await mkdir(parts, { recursive: true });
        await Promise.all(
          outputFiles.map(({ path, text }) =>
            writeFile(path, path.endsWith(".map") ? text : commonJs(text)),
          ),
        );
        const written = new Set(outputFiles.map(({ path }) => path));
        for (const name of await readdir(parts)) {
          if (!written.has(resolve(parts, name))) {
            await rm(resolve(parts, name));
          }
        }
      });
    },
  };
}

/**
 * An ES module as esbuild writes it, as CommonJS. Lines stay where they are, for the source map. `import()` becomes a
 * `require` in a promise: one that failed can be tried again, which that of an ES module cannot. What a file exports is
 * read once, when it has run: its files import each other in no circle, and nothing that is exported is ever reassigned.
 * @param {string} text
 */
function commonJs(text) {
  const file = ts.createSourceFile(
    "part.js",
    text,
    ts.ScriptTarget.Latest,
    false,
    ts.ScriptKind.JS,
  );
  /** @type {{ start: number, end: number, by: string }[]} */
  const changes = [];
  let required = '"use strict";';
  /** @type {Map<string, string>} */
  const wholes = new Map();
  let exported = "";
  const replace = (/** @type {ts.Node} */ node, by = "") => {
    const start = node.getStart(file);
    const lines = text.slice(start, node.end).replace(/[^\n]/g, "");
    changes.push({ start, end: node.end, by: by + lines });
  };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      required += requireOf(statement, file, wholes);
      replace(statement);
    } else if (ts.isExportDeclaration(statement)) {
      exported += `module.exports={${namesIn(statement.exportClause, file)}};`;
      replace(statement);
    }
  }
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [path] = node.arguments;
      replace(node, `Promise.resolve().then(()=>require(${path?.getText(file)}))`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  let at = 0;
  let code = required;
  for (const { start, end, by } of changes.sort((one, other) => one.start - other.start)) {
    code += text.slice(at, start) + by;
    at = end;
  }
  const rest = text.slice(at);
  const map = rest.indexOf("//# sourceMappingURL=");
  return map < 0
    ? code + rest.trimEnd() + exported
    : code + rest.slice(0, map) + exported + "\n" + rest.slice(map);
}

/**
 * @param {ts.ImportDeclaration} statement
 * @param {ts.SourceFile} file
 * @param {Map<string, string>} wholes the modules that the file has already, each with its name there
 */
function requireOf({ importClause, moduleSpecifier }, file, wholes) {
  const from = moduleSpecifier.getText(file);
  const call = wholes.get(from) ?? `require(${from})`;
  const { name, namedBindings } = importClause ?? {};
  // Nothing but modules of Node and VS Code has a default or is taken whole, and those are CommonJS.
  const whole =
    name ?? (namedBindings && ts.isNamespaceImport(namedBindings) && namedBindings.name);
  if (whole && !wholes.has(from)) {
    wholes.set(from, whole.getText(file));
  }
  return [
    ...(whole ? [`const ${whole.getText(file)}=${call};`] : []),
    ...(namedBindings && ts.isNamedImports(namedBindings)
      ? [`const{${namesIn(namedBindings, file)}}=${call};`]
      : []),
    ...(importClause ? [] : [`${call};`]),
  ].join("");
}

/** @param {ts.NamedImports | ts.NamedExportBindings | undefined} names @param {ts.SourceFile} file */
function namesIn(names, file) {
  if (!names || !("elements" in names)) {
    throw new Error("esbuild wrote an import or export that chunks.mjs does not know");
  }
  return names.elements
    .map(({ name, propertyName }) => {
      const [outer, inner] = ts.isNamedImports(names)
        ? [propertyName ?? name, name]
        : [name, propertyName ?? name];
      return outer.getText(file) === inner.getText(file)
        ? inner.getText(file)
        : `${outer.getText(file)}:${inner.getText(file)}`;
    })
    .join(",");
}
