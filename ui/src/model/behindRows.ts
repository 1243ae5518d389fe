import { drops } from "./drops";
import type { Drawing } from "./rowMarks";
import type { Rows } from "./rows";
import { ticks, type Window } from "./timeline";

/** What lies below a run of rows, in px from the top left of the first of them. */
export interface BehindRows {
  readonly top: number;
  readonly height: number;
  readonly grid: readonly number[];
  /** Where the root ended, when work went on after it. */
  readonly rootEnd: { readonly x: number; readonly y1: number } | null;
  readonly drops: readonly { readonly x: number; readonly y1: number; readonly y2: number }[];
}

/** Hairlines stand under the axis' ticks, so both ask for the same distance. */
export const TICK_EVERY = 64;

export function behindRows(drawing: Drawing, window: Window, rows: Rows, first: number, last: number): BehindRows {
  const { height, barTop, barHeight } = drawing.shape;
  const top = first * height;
  const bottom = (last + 1) * height;
  const middle = barTop + barHeight / 2;
  const y = (row: number) => Math.min(bottom, Math.max(top, row * height + middle)) - top;
  const segments = drawing.path?.segments ?? [];
  return {
    top,
    height: bottom - top,
    grid: ticks(window, drawing.lane, TICK_EVERY).map((tick) => tick.x),
    rootEnd: rootEnd(drawing, first === 0 ? height : 0),
    drops: drops(segments, (span) => rows.ofSpan[span]!, drawing.x, drawing.lane, first, last).map((drop) => ({
      x: drop.x,
      y1: y(drop.fromRow),
      y2: y(drop.toRow),
    })),
  };
}

function rootEnd({ trace, lane, x }: Drawing, y1: number): BehindRows["rootEnd"] {
  const root = trace.root === null ? undefined : trace.spans[trace.root];
  if (root === undefined) return null;
  const at = x(root.start + root.duration);
  return at > lane.left && at < lane.right - 2 ? { x: at, y1 } : null;
}
