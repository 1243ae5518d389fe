import type { Steps } from "../types/metrics";
import { type EpochMillis, epochMillis } from "../types/time";
import { clock } from "./words";

/** The geometry of lines over time: where nothing was measured there is no line, and nothing is guessed between. */

type Values = readonly (number | null)[];
type Scale = (value: number) => number;

/** Stretches of steps, `from` to `to` inclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

function stretches(length: number, within: (index: number) => boolean): Stretch[] {
  const found: Stretch[] = [];
  for (let i = 0; i < length; i++) {
    if (!within(i)) continue;
    const last = found.at(-1);
    if (last !== undefined && last.to === i - 1) found[found.length - 1] = { from: last.from, to: i };
    else found.push({ from: i, to: i });
  }
  return found;
}

/** Null also where a count came without a measured moment: nothing can be said of such a step. */
export const shownValues = (values: Values, covered: readonly number[]): Values =>
  values.map((value, i) => ((covered[i] ?? 0) === 0 ? null : value));

/** So many steps at the end may not have been written yet, which is no gap. */
const PENDING_STEPS = 2;

/** Where no server measured. */
export function gapsOf(covered: readonly number[]): Stretch[] {
  const found = stretches(covered.length, (i) => covered[i] === 0);
  const last = found.at(-1);
  const pending = last !== undefined && last.to === covered.length - 1 && last.to - last.from < PENDING_STEPS;
  return pending ? found.slice(0, -1) : found;
}

/** A line through each stretch of values; a value that stands alone becomes a short dash, so that it can be seen. */
export function linePath(values: Values, x: Scale, y: Scale): string {
  return stretches(values.length, (i) => values[i] !== null && values[i] !== undefined)
    .map(({ from, to }) => {
      const at = (i: number) => `${round(x(i))} ${round(y(values[i]!))}`;
      if (from === to) return `M${round(x(from) - 1.5)} ${round(y(values[from]!))}h3`;
      const rest = Array.from({ length: to - from }, (_, k) => `L${at(from + 1 + k)}`);
      return `M${at(from)}${rest.join("")}`;
    })
    .join("");
}

const round = (value: number): number => Math.round(value * 10) / 10;

export const highest = (lines: readonly Values[]): number =>
  Math.max(0, ...lines.flatMap((values) => values.filter((value) => value !== null)));

const TOPS = [1, 2, 4, 6, 8, 10];

/** The next number above that halves well; `least` where there is nothing to show. */
export function axisTop(max: number, least: number): number {
  if (max <= 0) return least;
  const power = 10 ** Math.floor(Math.log10(max));
  return Math.max(least, TOPS.find((top) => top * power >= max * 0.999)! * power);
}

/** The last value of a line and where it stands. */
export function lastOf(values: Values): { readonly index: number; readonly value: number } | null {
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index];
    if (value !== null && value !== undefined) return { index, value };
  }
  return null;
}

/** Label positions at least `apart`, in the order of what they label, moved up where the end would be left. */
export function spread(ys: readonly number[], apart: number, end: number): number[] {
  const order = ys.map((_, i) => i).sort((a, b) => ys[a]! - ys[b]!);
  const placed = [...ys];
  let before = -Infinity;
  for (const i of order) before = placed[i] = Math.max(placed[i]!, before + apart);
  let after = end;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i]!, after);
    after = placed[i]! - apart;
  }
  return placed;
}

export const stepStart = (steps: Steps, index: number): EpochMillis =>
  epochMillis(steps.from + index * steps.stepMillis);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TICKS = [10, 30].map((s) => s * SECOND);
TICKS.push(...[1, 2, 5, 10, 15, 30].map((m) => m * MINUTE), ...[1, 2, 3, 6, 12].map((h) => h * HOUR));
TICKS.push(...[1, 2, 5, 10, 30].map((d) => d * DAY));

export interface TimeTick {
  readonly x: number;
  readonly label: string;
}

/** Round times of the viewer's zone, at least `every` px apart. */
export function timeTicks(from: EpochMillis, to: EpochMillis, left: number, right: number, every: number): TimeTick[] {
  const perPx = (to - from) / Math.max(1, right - left);
  const step = TICKS.find((tick) => tick >= perPx * every) ?? TICKS.at(-1)!;
  const zone = new Date(from).getTimezoneOffset() * MINUTE;
  const found: TimeTick[] = [];
  for (let time = Math.ceil((from - zone) / step) * step + zone; time <= to; time += step) {
    found.push({ x: left + (time - from) / perPx, label: tickLabel(epochMillis(time), step) });
  }
  return found;
}

function tickLabel(time: EpochMillis, step: number): string {
  const date = new Date(time);
  if (step >= DAY) return `${date.getMonth() + 1}-${String(date.getDate()).padStart(2, "0")}`;
  return clock(time).slice(0, step < MINUTE ? 8 : 5);
}
