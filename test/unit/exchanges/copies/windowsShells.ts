/*
 * How the two shells of Windows read a command, as their documentation says, written without a look
 * at what writes the copies. No Windows is at hand where the tests run.
 */

/**
 * The arguments that a program gets from a line typed at the command prompt: variables first, then
 * carets and quotes, then Microsoft's C runtime (CommandLineToArgvW).
 */
export function cmdArguments(
  text: string,
  variables: Readonly<Record<string, string>>,
): readonly string[] {
  return argv(promptLine(expand(text.replaceAll("\r", ""), variables)));
}

/** Typed at the prompt, a variable that is not defined stays as it is written. */
function expand(line: string, variables: Readonly<Record<string, string>>): string {
  let expanded = "";
  let at = 0;
  while (at < line.length) {
    if (line[at] === "%") {
      const end = line.indexOf("%", at + 1);
      const name = end === -1 ? undefined : line.slice(at + 1, end).split(":", 1)[0];
      const value = name === undefined ? undefined : variables[name.toUpperCase()];
      if (value !== undefined) {
        expanded += value;
        at = end + 1;
        continue;
      }
    }
    expanded += line.charAt(at);
    at += 1;
  }
  return expanded;
}

function promptLine(text: string): string {
  let line = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') {
      isQuoted = !isQuoted;
    } else if (!isQuoted && character === "^") {
      at += 1;
      if (text[at] === "\n") {
        at += 1;
      }
      line += text.charAt(at);
      continue;
    } else if (character === "\n") {
      throw new Error("The line ends here, and another command begins");
    } else if (!isQuoted && "&|<>".includes(character)) {
      throw new Error(`${character} begins another command`);
    }
    line += character;
  }
  return line;
}

function argv(line: string): readonly string[] {
  const words: string[] = [];
  let word = "";
  let hasWord = false;
  let isQuoted = false;
  let at = 0;
  while (at < line.length) {
    const [slashes = ""] = /^\\*/.exec(line.slice(at)) ?? [];
    at += slashes.length;
    const character = line.charAt(at);
    if (character === '"') {
      word += "\\".repeat(Math.floor(slashes.length / 2));
      hasWord = true;
      if (slashes.length % 2 === 1) {
        word += '"';
      } else {
        isQuoted = !isQuoted;
      }
    } else {
      word += slashes;
      hasWord ||= slashes !== "";
      if (!isQuoted && (character === " " || character === "\t")) {
        if (hasWord) {
          words.push(word);
        }
        word = "";
        hasWord = false;
      } else if (character !== "") {
        word += character;
        hasWord = true;
      }
    }
    at += 1;
  }
  return hasWord ? [...words, word] : words;
}

/**
 * The values of a part of a PowerShell line: words, texts in single quotes, `[char]N`, `$env:NAME`,
 * and such things added up in parentheses. A backtick takes the line end away.
 */
export function powerShellValues(
  text: string,
  variables: Readonly<Record<string, string>>,
): readonly string[] {
  const values: string[] = [];
  const rest = { text: text.replaceAll("`\n", "") };
  skip(rest);
  while (rest.text !== "") {
    values.push(value(rest, variables));
    skip(rest);
  }
  return values;
}

interface Rest {
  text: string;
}

function skip(rest: Rest): void {
  rest.text = rest.text.replace(/^[ \t]+/, "");
}

function take(rest: Rest, pattern: RegExp): string | undefined {
  const found = pattern.exec(rest.text)?.[0];
  rest.text = rest.text.slice(found?.length ?? 0);
  return found;
}

function value(rest: Rest, variables: Readonly<Record<string, string>>): string {
  if (take(rest, /^\(/) !== undefined) {
    let sum = value(rest, variables);
    skip(rest);
    while (take(rest, /^\+ */) !== undefined) {
      sum += value(rest, variables);
      skip(rest);
    }
    if (take(rest, /^\)/) === undefined) {
      throw new Error(`A parenthesis is not closed before ${rest.text}`);
    }
    return sum;
  }
  const code = take(rest, /^\[char\]\d+/);
  if (code !== undefined) {
    return String.fromCharCode(Number(code.slice(6)));
  }
  const variable = take(rest, /^\$env:\w+/);
  if (variable !== undefined) {
    return variables[variable.slice(5)] ?? "";
  }
  // Every kind of single quote begins and ends a text; two in a row are the first of them.
  const quoted = take(
    rest,
    /^['\u2018-\u201b](?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*['\u2018-\u201b]/,
  );
  if (quoted !== undefined) {
    return quoted.slice(1, -1).replace(/(['\u2018-\u201b])['\u2018-\u201b]/g, "$1");
  }
  const bare = take(rest, /^(?:"@\$body"|[A-Za-z-][\w.-]*)/);
  if (bare === undefined) {
    throw new Error(`Not a value: ${rest.text.slice(0, 40)}`);
  }
  return bare;
}
