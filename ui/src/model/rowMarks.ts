import type { Nanos } from "../types/time";
import type { Span, Trace } from "../types/trace";
import { type CriticalPath, segmentsWithin } from "./path";
import { queueWait } from "./queueWait";
import type { Row } from "./rows";
import { labelWidth, type Lane, type Scale } from "./timeline";
import { type Call, callFailed } from "./tree";
import { duration } from "./words";

/** Everything that is drawn in one row's timeline, in px from the row's top left corner. The view only copies it. */
export interface RowMarks {
  readonly bars: readonly Box[];
  /** Client and network around a server's bar: the client's two ends and the lines from them to the bar. */
  readonly brackets: string | null;
  /** From a message's sending to its receiving. */
  readonly wait: Stroke | null;
  readonly thread: readonly Stroke[];
  /** An SVG path of one triangle per event. */
  readonly events: string | null;
  readonly error: Stroke | null;
  readonly label: Label | null;
  /** Middle of the bar. */
  readonly middle: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Stroke {
  readonly x1: number;
  readonly x2: number;
}

export interface Label {
  readonly text: string;
  readonly x: number;
  readonly anchor: "start" | "end";
  readonly box: Stroke;
}

/** Sizes that differ between desk and phone. */
export interface RowShape {
  readonly height: number;
  readonly barTop: number;
  readonly barHeight: number;
  readonly labels: boolean;
}

export const DESK: RowShape = { height: 28, barTop: 7, barHeight: 12, labels: true };
export const PHONE: RowShape = { height: 38, barTop: 22, barHeight: 10, labels: false };

const BAR_MIN = 2;
const TICK_GAP = 0.6;
const TICK_LINES_MAX = 4;
const LABEL_GAP = 6;

/** Kept free on the right of the lane, so that the label of what ends last need not stand on its bar. */
export const LABEL_ROOM = 76;

export interface Drawing {
  readonly trace: Trace;
  readonly path: CriticalPath | null;
  readonly x: Scale;
  readonly lane: Lane;
  readonly shape: RowShape;
}

export function rowMarks(drawing: Drawing, row: Row): RowMarks {
  const { shape } = drawing;
  const spans = drawing.trace.spans;
  const grouped = row.group !== null && !row.open;
  const calls = row.group?.members ?? [row.call];
  const failed =
    calls.some((call) => callFailed(spans, call)) || (!row.open && calls.some((call) => call.errorsBelow > 0));
  const ends = outerEnds(spans, calls);
  const middle = shape.barTop + shape.barHeight / 2;
  const one = row.group === null ? row.call : null;
  return {
    bars: row.group === null ? bars(drawing, row.call) : tickBars(drawing, row.group.members),
    brackets: one === null ? null : brackets(drawing, one, middle),
    wait: one === null ? null : wait(drawing, one),
    thread: row.group !== null && row.open ? [] : thread(drawing, row, grouped ? calls : [row.call]),
    events: one === null ? null : events(drawing, spans[one.span]!),
    error: one !== null && callFailed(spans, one) ? clip(drawing, spanEnds(spans[one.span]!)) : null,
    label: shape.labels ? label(drawing, ends, labelText(spans, row, ends, failed)) : null,
    middle,
  };
}

const spanEnds = (span: Span): Stroke => ({ x1: span.start, x2: span.start + span.duration });

/** From the first start to the last end, clients included, in nanoseconds. */
function outerEnds(spans: readonly Span[], calls: readonly Call[]): Stroke {
  let x1 = Infinity;
  let x2 = -Infinity;
  for (const call of calls) {
    for (const index of call.client === null ? [call.span] : [call.span, call.client]) {
      const ends = spanEnds(spans[index]!);
      x1 = Math.min(x1, ends.x1);
      x2 = Math.max(x2, ends.x2);
    }
  }
  return { x1, x2 };
}

/** Times as px, cut at the lane's ends, at least a bar's least width; null when outside of the lane. */
function clip({ x, lane }: Drawing, times: Stroke): Stroke | null {
  const x1 = x(times.x1);
  const x2 = Math.max(x1 + BAR_MIN, x(times.x2));
  return x2 < lane.left || x1 > lane.right
    ? null
    : { x1: Math.max(lane.left, x1), x2: Math.min(lane.right, Math.max(x2, lane.left + BAR_MIN)) };
}

function bars(drawing: Drawing, call: Call): Box[] {
  const ends = clip(drawing, spanEnds(drawing.trace.spans[call.span]!));
  if (ends === null) return [];
  return [{ x: ends.x1, y: drawing.shape.barTop, width: ends.x2 - ends.x1, height: drawing.shape.barHeight }];
}

/**
 * Members keep their true places in time. One after the other they are bars in one line; what overlaps goes to the next
 * of at most four, which share the bar's height. What would fall on the same pixels is drawn once.
 */
function tickBars(drawing: Drawing, members: readonly Call[]): Box[] {
  const lines = linesOf(drawing.trace.spans, members);
  const count = Math.max(...lines) + 1;
  const { barTop, barHeight } = drawing.shape;
  const height = (barHeight - (count - 1) * TICK_GAP) / count;
  const until = new Array<number>(count).fill(-Infinity);
  const drawn: Box[] = [];
  members.forEach((call, i) => {
    const ends = clip(drawing, spanEnds(drawing.trace.spans[call.span]!));
    const line = lines[i]!;
    if (ends === null || ends.x2 < until[line]! + 0.5) return;
    until[line] = ends.x2;
    drawn.push({ x: ends.x1, y: barTop + line * (height + TICK_GAP), width: ends.x2 - ends.x1, height });
  });
  return drawn;
}

/** For each member the first line that is free when it begins, going round where none of the four is. */
function linesOf(spans: readonly Span[], members: readonly Call[]): Uint8Array {
  const until: number[] = [];
  return Uint8Array.from(members, (call, i) => {
    const { x1, x2 } = spanEnds(spans[call.span]!);
    const free = until.findIndex((end) => end <= x1);
    const line = free >= 0 ? free : until.length < TICK_LINES_MAX ? until.length : i % TICK_LINES_MAX;
    until[line] = Math.max(until[line] ?? x2, x2);
    return line;
  });
}

function brackets(drawing: Drawing, call: Call, middle: number): string | null {
  if (call.client === null) return null;
  const spans = drawing.trace.spans;
  const outer = clip(drawing, spanEnds(spans[call.client]!));
  const inner = clip(drawing, spanEnds(spans[call.span]!));
  if (outer === null || inner === null) return null;
  return (
    `M${px(outer.x1)} ${middle - 3}v6M${px(outer.x1)} ${middle}H${px(inner.x1)}` +
    `M${px(inner.x2)} ${middle}H${px(outer.x2)}m0 -3v6`
  );
}

function wait(drawing: Drawing, call: Call): Stroke | null {
  const waited = queueWait(drawing.trace.spans, call.span);
  return waited === null ? null : clip(drawing, { x1: waited.from, x2: waited.to });
}

/** The path through this row; a closed row shows its subtree's as well. Neighbours that touch are one stroke. */
function thread(drawing: Drawing, row: Row, calls: readonly Call[]): Stroke[] {
  if (drawing.path === null) return [];
  const found: Stroke[] = [];
  for (const call of calls) {
    const whole = !row.open || !row.foldable;
    const runs: [number, number][] = whole ? [[call.first, call.end]] : ownSpans(call);
    for (const [first, end] of runs) {
      for (const segment of segmentsWithin(drawing.path, first, end)) {
        const ends = clipThread(drawing, segment.start, segment.start + segment.duration);
        if (ends !== null) found.push(ends);
      }
    }
  }
  return joined(found);
}

const ownSpans = (call: Call): [number, number][] =>
  call.client === null
    ? [[call.span, call.span + 1]]
    : [
        [call.client, call.client + 1],
        [call.span, call.span + 1],
      ];

/** Half a pixel of overlap at both ends, so that the thread has no seams. */
function clipThread({ x, lane }: Drawing, from: number, to: number): Stroke | null {
  const x1 = x(from) - 0.5;
  const x2 = x(to) + 0.5;
  return x2 < lane.left || x1 > lane.right
    ? null
    : { x1: Math.max(lane.left - 0.5, x1), x2: Math.min(lane.right + 0.5, x2) };
}

function joined(strokes: Stroke[]): Stroke[] {
  const result: Stroke[] = [];
  for (const stroke of strokes.sort((a, b) => a.x1 - b.x1)) {
    const last = result.at(-1);
    if (last !== undefined && stroke.x1 <= last.x2 + 0.25) {
      result[result.length - 1] = { x1: last.x1, x2: Math.max(last.x2, stroke.x2) };
    } else {
      result.push(stroke);
    }
  }
  return result;
}

/** At most this many triangles; a span may carry thousands of events. */
const EVENTS_MAX = 200;

function events({ x, lane, shape }: Drawing, span: Span): string | null {
  const places = new Set<number>();
  for (const event of span.events) {
    const at = Math.round(x(event.offset) * 2) / 2;
    if (at >= lane.left && at <= lane.right && places.size < EVENTS_MAX) places.add(at);
  }
  if (places.size === 0) return null;
  return [...places].map((at) => `M${at} ${shape.barTop - 4}l3 4h-6z`).join("");
}

function labelText(spans: readonly Span[], row: Row, ends: Stroke, failed: boolean): string {
  const length = row.group === null ? spans[row.call.span]!.duration : ((ends.x2 - ends.x1) as Nanos);
  return `${failed ? "▲ " : ""}${duration(length)}`;
}

/** Right of the row's marks where it fits, else left of them, else over their end at the right edge. */
function label(drawing: Drawing, times: Stroke, text: string): Label | null {
  const ends = clip(drawing, times);
  if (ends === null) return null;
  const width = labelWidth(text);
  const { lane } = drawing;
  if (ends.x2 + LABEL_GAP + width <= lane.right + LABEL_ROOM - 4) {
    const x = ends.x2 + LABEL_GAP;
    return { text, x, anchor: "start", box: { x1: x - 3, x2: x + width } };
  }
  if (ends.x1 - LABEL_GAP - width >= lane.left) {
    const x = ends.x1 - LABEL_GAP;
    return { text, x, anchor: "end", box: { x1: x - width, x2: x + 3 } };
  }
  const x = lane.right + LABEL_ROOM - LABEL_GAP;
  return { text, x, anchor: "end", box: { x1: x - width - 3, x2: lane.right + LABEL_ROOM } };
}

const px = (value: number): number => Math.round(value * 10) / 10;

/** Beyond this depth rows stop stepping in, or a deep chain would push its names out of the column. */
export const INDENT_LEVELS_MAX = 14;

export const indentLevels = (depth: number): number => Math.min(depth, INDENT_LEVELS_MAX);
