import { type Nanos, nanos } from "../types/time";
import type { Trace } from "../types/trace";
import { count } from "./words";

/** A part of a trace's time, in offsets from its start. */
export interface Window {
  readonly from: Nanos;
  readonly to: Nanos;
}

/** Where time is drawn: px from `left` to `right`. */
export interface Lane {
  readonly left: number;
  readonly right: number;
}

export type Scale = (time: number) => number;

/** Nothing is shorter on screen than this, however far one zooms in. */
const WINDOW_MIN_NANOS = 100;

/** Everything that happened, asynchronous work after the root's end included. */
export function extent(trace: Trace): Window {
  let from = 0;
  let to = trace.duration as number;
  for (const span of trace.spans) {
    if (span.start < from) from = span.start;
    if (span.start + span.duration > to) to = span.start + span.duration;
  }
  return { from: nanos(from), to: nanos(Math.max(to, from + WINDOW_MIN_NANOS)) };
}

export function scale(window: Window, lane: Lane): Scale {
  const factor = (lane.right - lane.left) / (window.to - window.from);
  return (time) => lane.left + (time - window.from) * factor;
}

export function timeAt(window: Window, lane: Lane, x: number): Nanos {
  const share = (x - lane.left) / Math.max(1, lane.right - lane.left);
  return nanos(window.from + Math.min(1, Math.max(0, share)) * (window.to - window.from));
}

/** Two drag ends in any order as a window inside `whole`; null when they span no time worth showing. */
export function dragged(whole: Window, a: Nanos, b: Nanos): Window | null {
  const from = Math.max(whole.from, Math.min(a, b));
  const to = Math.min(whole.to, Math.max(a, b));
  return to - from < WINDOW_MIN_NANOS || to - from < (whole.to - whole.from) / 1e6
    ? null
    : { from: nanos(from), to: nanos(to) };
}

export interface Tick {
  readonly x: number;
  /** Where the label stands; the last one may reach a little into the gutter. */
  readonly labelX: number;
  readonly label: string;
  readonly anchor: "start" | "middle" | "end";
}

const UNITS: readonly [number, string][] = [
  [1, "ns"],
  [1e3, "µs"],
  [1e6, "ms"],
  [1e9, "s"],
  [60e9, "min"],
  [3600e9, "h"],
];

/** Round times about `every` px apart; the unit stands on the last one only. */
export function ticks(window: Window, lane: Lane, every: number): Tick[] {
  const width = lane.right - lane.left;
  const length = window.to - window.from;
  if (width < every) return [];
  const [size, unit] = unitFor(length);
  const step = niceStep((length / size) * (every / width)) * size;
  const x = scale(window, lane);
  const times: number[] = [];
  for (let time = Math.ceil(window.from / step) * step; time <= window.to; time += step) times.push(time);
  const found = times.map((time, i): Tick => {
    const last = i === times.length - 1;
    const at = x(time);
    const anchor = at < lane.left + 8 ? "start" : last && at > lane.right - 24 ? "end" : "middle";
    return {
      x: at,
      labelX: anchor === "end" ? Math.min(at + 12, lane.right + 8) : at,
      label: tickNumber(time / size) + (last ? ` ${unit}` : ""),
      anchor,
    };
  });
  return found.map((tick, i) =>
    i < found.length - 1 && overlaps(tick, found[i + 1]!) ? { ...tick, label: "" } : tick,
  );
}

/** A tick whose label would run into the next one's keeps its line only. */
function overlaps(tick: Tick, next: Tick): boolean {
  return rightEnd(tick) + 4 > rightEnd(next) - labelWidth(next.label);
}

const SHARE_RIGHT = { start: 1, middle: 0.5, end: 0 } as const;

const rightEnd = (tick: Tick): number => tick.labelX + labelWidth(tick.label) * SHARE_RIGHT[tick.anchor];

const CHARACTER_WIDTH = 6.4;

/** About how wide a text of 11 px is; the system font decides, so there is slack in it. */
export const labelWidth = (text: string): number => text.length * CHARACTER_WIDTH;

function unitFor(length: number): readonly [number, string] {
  const fitting = UNITS.filter(([size, unit]) => length >= size * (unit === "s" ? 2 : 1));
  return fitting.at(-1) ?? UNITS[0]!;
}

/** The next 1, 2 or 5 times a power of ten. */
function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

function tickNumber(value: number): string {
  const rounded = Math.round(value * 1e6) / 1e6;
  return Number.isInteger(rounded) ? count(rounded) : String(rounded).replace("-", "\u2212");
}

/** A span's time with a tenth of air on either side. */
export function around(trace: Trace, index: number): Window | null {
  const span = trace.spans[index]!;
  const air = Math.max(span.duration, WINDOW_MIN_NANOS) / 10;
  return dragged(extent(trace), nanos(span.start - air), nanos(span.start + span.duration + air));
}
