import type { PathSegment } from "../types/trace";
import type { Lane, Scale } from "./timeline";

/** The thread's way from one row to the next: a vertical hairline at the time the path changes hands. */
export interface Drop {
  readonly x: number;
  readonly fromRow: number;
  readonly toRow: number;
}

/** So many lines already fill a screen; more would only cost time. */
const DROPS_MAX = 400;

/** The drops inside the lane that cross the rows from `first` to `last`, each pixel column and pair of rows once. */
export function drops(
  segments: readonly PathSegment[],
  rowOf: (span: number) => number,
  x: Scale,
  lane: Lane,
  first: number,
  last: number,
): Drop[] {
  const found = new Map<string, Drop>();
  for (let i = 1; i < segments.length && found.size < DROPS_MAX; i++) {
    const fromRow = rowOf(segments[i - 1]!.span);
    const toRow = rowOf(segments[i]!.span);
    if (fromRow === toRow || fromRow < 0 || toRow < 0) continue;
    if (Math.max(fromRow, toRow) < first || Math.min(fromRow, toRow) > last) continue;
    const at = Math.round(x(segments[i]!.start)) + 0.5;
    if (at < lane.left || at > lane.right + 1) continue;
    found.set(`${at} ${fromRow} ${toRow}`, { x: at, fromRow, toRow });
  }
  return [...found.values()];
}
