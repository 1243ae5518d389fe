import type { SearchPage, TraceSummary } from "../types/search";
import { type EpochMillis, type Nanos, nanos, toEpochMillis } from "../types/time";
import { shortWindow } from "./samplingWords";
import { bytes, clockMillis, count, counted, dated, duration } from "./words";

/** One line of the result list, ready to be written down. */
export interface ResultRow {
  readonly traceId: string;
  readonly href: string;
  readonly time: string;
  readonly service: string | null;
  readonly name: string;
  readonly duration: string;
  /** Of the longest trace in the list, 0 to 1. */
  readonly length: number;
  readonly spans: string;
  readonly errors: number;
  readonly parts: readonly { readonly service: string; readonly share: number; readonly title: string }[];
  readonly matched: string;
  /** The incident window that kept it: short, and its whole id. */
  readonly window: { readonly short: string; readonly id: string } | null;
}

/** Services beyond this are one grey rest. */
const PARTS_MAX = 8;

export function resultRows(traces: readonly TraceSummary[], now: EpochMillis): ResultRow[] {
  const longest = longestOf(traces);
  return traces.map((trace) => ({
    traceId: trace.traceId,
    href: linkTo(trace),
    time: dated(toEpochMillis(trace.start), now, clockMillis),
    service: trace.rootService,
    name: trace.rootName ?? "no root yet",
    duration: duration(trace.duration),
    length: longest === 0 ? 0 : trace.duration / longest,
    spans: count(trace.spanCount),
    errors: trace.errorCount,
    parts: parts(trace),
    matched: matchedWords(trace),
    window: trace.windowId === null ? null : { short: shortWindow(trace.windowId), id: trace.windowId },
  }));
}

export function longestOf(traces: readonly TraceSummary[]): Nanos {
  return nanos(traces.reduce((longest, trace) => Math.max(longest, trace.duration), 0));
}

/** A trace opens at what was looked for, unless everything in it was. */
function linkTo(trace: TraceSummary): string {
  const hit = trace.matched < trace.spanCount ? trace.matchedSpans[0] : undefined;
  return `/trace/${trace.traceId}${hit === undefined ? "" : `?span=${hit.spanId}`}`;
}

function parts(trace: TraceSummary): ResultRow["parts"] {
  const total = trace.services.reduce((sum, service) => sum + service.spanCount, 0);
  const largest = [...trace.services].sort((a, b) => b.spanCount - a.spanCount).slice(0, PARTS_MAX);
  return largest.map(({ name, spanCount }) => ({
    service: name,
    share: total === 0 ? 0 : spanCount / total,
    title: `${name}: ${counted(spanCount, "span")}`,
  }));
}

function matchedWords(trace: TraceSummary): string {
  if (trace.matched >= trace.spanCount) return "";
  const names = [...new Set(trace.matchedSpans.map((span) => `${span.service} ${span.name}`))];
  const times = trace.matched > 1 ? ` ×${count(trace.matched)}` : "";
  return (names[0] ?? "") + times;
}

/** What an answer stands on: `120 000 spans, 2.4 MB in 3 of 41 segments, 12 ms`; no bytes when all was in memory. */
export function inspected(pages: readonly SearchPage[]): string {
  const sum = (pick: (page: SearchPage) => number) => pages.reduce((total, page) => total + pick(page), 0);
  const read = sum((page) => page.segmentsRead);
  const all = read + sum((page) => page.segmentsPruned);
  const size = sum((page) => page.inspectedBytes);
  const spans = counted(
    sum((page) => page.inspectedSpans),
    "span",
  );
  const where = all === 0 ? "" : ` in ${count(read)} of ${counted(all, "segment")}`;
  return `${spans}${size === 0 ? "" : `, ${bytes(size)}`}${where}, ${count(sum((page) => page.elapsedMillis))} ms`;
}
