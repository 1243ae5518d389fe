import { type Nanos, nanos } from "../types/time";
import type { PathSegment, Span, Trace } from "../types/trace";
import { requestPath, shortTitle } from "./spanWords";
import type { Tree } from "./tree";

export interface ServiceShare {
  readonly service: string;
  readonly time: Nanos;
  /** Of the critical path, 0 to 1. */
  readonly share: number;
}

/** Where the largest part of the critical path lies. */
export interface LargestPart {
  readonly span: number;
  readonly service: string;
  readonly name: string;
  readonly time: Nanos;
  readonly share: number;
  /** How many spans of this service, name and target it adds up. */
  readonly spans: number;
  /** The time between a call's client and its server: in neither of the two. */
  readonly between: boolean;
}

export interface CriticalPath {
  readonly segments: readonly PathSegment[];
  readonly total: Nanos;
  /** Nanoseconds on the path by span index. */
  readonly ofSpan: Float64Array;
  readonly services: readonly ServiceShare[];
  readonly largest: LargestPart | null;
  /** By span, then start: so that a run of spans, a subtree, is a run of segments. */
  readonly bySpan: readonly PathSegment[];
}

export function criticalPath(tree: Tree): CriticalPath {
  const { trace } = tree;
  const ofSpan = new Float64Array(trace.spans.length);
  for (const segment of trace.path) ofSpan[segment.span]! += segment.duration;
  const total = trace.path.reduce((sum, segment) => sum + segment.duration, 0);
  return {
    segments: trace.path,
    total: nanos(total),
    ofSpan,
    services: serviceShares(trace, ofSpan, total),
    largest: largestPart(tree, ofSpan, total),
    bySpan: [...trace.path].sort((a, b) => a.span - b.span || a.start - b.start),
  };
}

const shareOf = (time: number, total: number): number => (total > 0 ? time / total : 0);

function serviceShares(trace: Trace, ofSpan: Float64Array, total: number): ServiceShare[] {
  const times = new Map<string, number>();
  trace.spans.forEach((span, i) => times.set(span.service, (times.get(span.service) ?? 0) + ofSpan[i]!));
  return [...times]
    .map(([service, time]) => ({ service, time: nanos(time), share: shareOf(time, total) }))
    .sort((a, b) => b.time - a.time || a.service.localeCompare(b.service));
}

/** Adds up what bears the same service and name, since ten calls of 40 ms are as much a cause as one of 400. */
function largestPart(tree: Tree, ofSpan: Float64Array, total: number): LargestPart | null {
  const parts = new Map<
    string,
    { span: number; time: number; spans: number; between: boolean; name: string; path: string | null }
  >();
  tree.trace.spans.forEach((span, i) => {
    const time = ofSpan[i]!;
    if (time <= 0) return;
    const between = tree.callOf[i]!.client === i;
    const name = between ? callee(tree, i) : shortTitle(span);
    const path = between ? null : requestPath(span);
    const key = JSON.stringify([span.service, name, between]);
    const part = parts.get(key);
    if (part === undefined) {
      parts.set(key, { span: i, time, spans: 1, between, name, path });
      return;
    }
    if (part.path !== path) part.path = null;
    if (time > ofSpan[part.span]!) part.span = i;
    part.time += time;
    part.spans++;
  });
  let largest: LargestPart | null = null;
  for (const { path, ...part } of parts.values()) {
    if (largest !== null && part.time <= largest.time) continue;
    const { service } = tree.trace.spans[part.span]!;
    const name = path === null ? part.name : `${part.name} ${path}`;
    largest = { ...part, service, name, time: nanos(part.time), share: shareOf(part.time, total) };
  }
  return largest;
}

function callee(tree: Tree, client: number): string {
  const server: Span = tree.trace.spans[tree.callOf[client]!.span]!;
  return `${server.service} ${server.name}`;
}

/** The path's segments on the spans from `first` up to but without `end`. */
export function segmentsWithin(path: CriticalPath, first: number, end: number): PathSegment[] {
  let low = 0;
  let high = path.bySpan.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (path.bySpan[middle]!.span < first) low = middle + 1;
    else high = middle;
  }
  const found: PathSegment[] = [];
  for (let i = low; i < path.bySpan.length && path.bySpan[i]!.span < end; i++) found.push(path.bySpan[i]!);
  return found;
}
