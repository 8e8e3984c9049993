/** Where an element of an array stands in a text: its first character, and the one after its last. */
export type Bounds = readonly [start: number, end: number];

/** How many brackets, braces and quotes are passed in one go. */
const signsPerStep = 4096;

/**
 * Finds the elements of an array without reading them: of the member with that name of the object that
 * a text is; undefined when there is no such array. Of members with the same name the last counts. Can
 * be left wherever it yields.
 *
 * @param text must be JSON: of anything else the answer means nothing
 */
export function* elementsOf(
  text: string,
  name: string,
): Generator<undefined, readonly Bounds[] | undefined> {
  let found: readonly Bounds[] | undefined;
  let at = blanksEnd(text, 0);
  if (text[at] !== "{") {
    return undefined;
  }
  at = blanksEnd(text, at + 1);
  while (text[at] === '"') {
    const keyEnd = stringEnd(text, at);
    const isWanted = JSON.parse(text.slice(at, keyEnd)) === name;
    const start = blanksEnd(text, blanksEnd(text, keyEnd) + 1);
    let end: number;
    if (isWanted && text[start] === "[") {
      const array = yield* arrayAt(text, start);
      [found, end] = [array.elements, array.end];
    } else {
      end = yield* valueEnd(text, start);
      found = isWanted ? undefined : found;
    }
    at = blanksEnd(text, end);
    at = text[at] === "," ? blanksEnd(text, at + 1) : at;
  }
  return found;
}

function* arrayAt(
  text: string,
  start: number,
): Generator<undefined, { readonly elements: readonly Bounds[]; readonly end: number }> {
  const elements: Bounds[] = [];
  let at = blanksEnd(text, start + 1);
  while (at < text.length && text[at] !== "]") {
    const end = yield* valueEnd(text, at);
    elements.push([at, end]);
    yield;
    at = blanksEnd(text, end);
    at = text[at] === "," ? blanksEnd(text, at + 1) : at;
  }
  return { elements, end: at + 1 };
}

/** The end of the value that begins at a place. */
function* valueEnd(text: string, start: number): Generator<undefined, number> {
  const first = text[start];
  if (first === '"') {
    return stringEnd(text, start);
  }
  if (first !== "{" && first !== "[") {
    const scalar = /[,\]}\s]|$/g;
    // Never the place itself: what is no JSON must not keep anybody here.
    scalar.lastIndex = start + 1;
    return scalar.exec(text)?.index ?? text.length;
  }
  const sign = /["[\]{}]/g;
  sign.lastIndex = start;
  for (let depth = 0, steps = 1; ; steps += 1) {
    const match = sign.exec(text);
    if (!match) {
      return text.length;
    }
    if (match[0] === '"') {
      sign.lastIndex = stringEnd(text, match.index);
    } else {
      depth += match[0] === "{" || match[0] === "[" ? 1 : -1;
      if (depth === 0) {
        return match.index + 1;
      }
    }
    if (steps % signsPerStep === 0) {
      yield;
    }
  }
}

/** The end of the string that begins at a place; that of the text where nothing ends it. */
export function stringEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let first = quote;
    while (text[first - 1] === "\\") {
      first -= 1;
    }
    if ((quote - first) % 2 === 0) {
      return quote + 1;
    }
  }
  return text.length;
}

function blanksEnd(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") {
    at += 1;
  }
  return at;
}
