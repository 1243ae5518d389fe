import { type Nanos, nanos, plus } from "../types/time";
import type { Trace } from "../types/trace";
import { counted, duration } from "./words";

/**
 * A trace whose hosts' clocks differ can be drawn on the root's clock, as it happened, or with the times as they were
 * sent. Spans, events and the path always go by the same one. The server tells spans as sent and the path on the
 * root's clock.
 */
export function onOneClock(trace: Trace): Trace {
  if (trace.clocks.length === 0) return trace;
  let first = Infinity;
  let last = -Infinity;
  for (const { start, clockShift, duration: length } of trace.spans) {
    first = Math.min(first, start + clockShift);
    last = Math.max(last, start + clockShift + length);
  }
  const moved = (time: Nanos, by: Nanos): Nanos => nanos(time + by - first);
  return {
    ...trace,
    start: plus(trace.start, nanos(first)),
    duration: nanos(last - first),
    spans: trace.spans.map((span) => ({
      ...span,
      start: moved(span.start, span.clockShift),
      events: span.events.map((event) => ({ ...event, offset: moved(event.offset, span.clockShift) })),
    })),
    path: trace.path.map((segment) => ({ ...segment, start: moved(segment.start, nanos(0)) })),
  };
}

/** Every part of the path where its span says it was. The parts then need not join. */
export function asSent(trace: Trace): Trace {
  if (trace.clocks.length === 0) return trace;
  return {
    ...trace,
    path: trace.path.map((segment) => ({
      ...segment,
      start: nanos(segment.start - trace.spans[segment.span]!.clockShift),
    })),
  };
}

const signed = (shift: Nanos): string => `${shift < 0 ? "−" : "+"}${duration(nanos(Math.abs(shift)))}`;

/** Whose clock, and how far it was moved: `clock of payments moved −12 ms`. */
export function clockWords(trace: Trace, raw: boolean): string | null {
  const [one, ...others] = trace.clocks;
  if (one === undefined) return null;
  const moved = raw ? "differs by" : "moved";
  if (others.length > 0) return `${counted(trace.clocks.length, "clock")} ${raw ? "differ" : "moved"}`;
  return `clock of ${one.services.join(", ")} ${moved} ${signed(one.shift)}`;
}

/** One line for each clock: on what its shift stands. */
export const clockLines = (trace: Trace): string[] =>
  trace.clocks.map(({ name, services, shift, calls, fitting }) => {
    const who = services.length === 1 && services[0] === name ? name : `${name} (${services.join(", ")})`;
    const doubt = fitting < calls ? `, of which ${fitting} ${fitting === 1 ? "fits" : "fit"}` : "";
    return `${who} ${signed(shift)}, from ${counted(calls, "call")}${doubt}`;
  });

/** The warnings without those that moved clocks explain. */
export const unexplained = ({ warnings, clocks }: Trace): readonly string[] =>
  clocks.length === 0 ? warnings : warnings.filter((warning) => !warning.startsWith("clock skew"));
