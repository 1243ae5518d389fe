/** One hue per service: `s1` to `s10` of tokens.css. None of them is red or amber; those mean error and slow. */

export const HUES = 10;

/** Bounds what a browser remembers; later names fall back to the plain hash. */
const REMEMBERED_MAX = 500;

/** 32-bit FNV-1a over the UTF-16 units. */
export function hash(name: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/**
 * `known` with a hue, 0 to 9, for every name. A new name gets the hue its hash points at, or else the next of those
 * that the fewest services have: the next free one for the first ten. Names are taken in order, so that a set of
 * services always gets the same hues.
 */
export function assignHues(known: ReadonlyMap<string, number>, names: Iterable<string>): Map<string, number> {
  const hues = new Map(known);
  const users = new Array<number>(HUES).fill(0);
  for (const hue of hues.values()) users[hue]!++;
  for (const name of [...new Set(names)].sort()) {
    if (hues.has(name) || hues.size >= REMEMBERED_MAX) continue;
    const hue = nextHue(hash(name) % HUES, users);
    users[hue]!++;
    hues.set(name, hue);
  }
  return hues;
}

function nextHue(first: number, users: readonly number[]): number {
  const fewest = Math.min(...users);
  let hue = first;
  while (users[hue] !== fewest) hue = (hue + 1) % HUES;
  return hue;
}

export function hueOf(hues: ReadonlyMap<string, number>, name: string): number {
  return hues.get(name) ?? hash(name) % HUES;
}

/** The custom property that carries the hue, as a value for `--c`. */
export const hueColour = (hue: number): string => `var(--s${hue + 1})`;
