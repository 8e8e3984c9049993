/**
 * The names that a mistyped text may stand for, the likeliest first: few letters differ, or one
 * begins with the other. Letter case does not count.
 */
export function nearestNames<T extends string>(text: string, names: readonly T[]): readonly T[] {
  const typed = text.toLowerCase();
  return names
    .map((name) => ({ name, distance: distanceTo(typed, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, typed.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .map(({ name }) => name)
    .slice(0, 2);
}

function distanceTo(typed: string, name: string): number {
  // The part after the slash is what one remembers of an id of the consumer's side.
  const last = name.slice(name.lastIndexOf("/") + 1);
  if (typed.length >= 3 && (name.startsWith(typed) || last.startsWith(typed))) {
    return 1;
  }
  return Math.min(editDistance(typed, name), editDistance(typed, last));
}

/** How many letters must be typed, deleted or replaced to make one text of the other. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8) {
    return Number.POSITIVE_INFINITY;
  }
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(a).entries()) {
    const next = [index + 1];
    for (let column = 1; column <= b.length; column++) {
      next.push(
        Math.min(
          (next[column - 1] ?? 0) + 1,
          (row[column] ?? 0) + 1,
          (row[column - 1] ?? 0) + (b[column - 1] === letter ? 0 : 1),
        ),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
