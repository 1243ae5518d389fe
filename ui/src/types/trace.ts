import type { Attribute } from "./attribute";
import type { EpochNanos, Nanos } from "./time";

export type SpanKind = "UNSPECIFIED" | "INTERNAL" | "SERVER" | "CLIENT" | "PRODUCER" | "CONSUMER";
export type StatusCode = "UNSET" | "OK" | "ERROR";

export interface SpanEvent {
  readonly offset: Nanos;
  readonly name: string;
  readonly attributes: readonly Attribute[];
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: readonly Attribute[];
}

export interface Span {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  /** Index of the parent in `Trace.spans`; null for a root, and for an orphan, whose `parentSpanId` is set. */
  readonly parent: number | null;
  readonly name: string;
  readonly kind: SpanKind;
  /** From the trace's start; negative only under clock skew. */
  readonly start: Nanos;
  /** What its host's clock is to be moved by to be the root's. */
  readonly clockShift: Nanos;
  readonly duration: Nanos;
  readonly status: { readonly code: StatusCode; readonly message: string };
  readonly service: string;
  readonly resource: number;
  readonly scope: number;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributes: number;
  readonly events: readonly SpanEvent[];
  readonly droppedEvents: number;
  readonly links: readonly SpanLink[];
  readonly droppedLinks: number;
  readonly traceState: string;
  readonly flags: number;
}

export interface PathSegment {
  /** Index in `Trace.spans`. */
  readonly span: number;
  readonly start: Nanos;
  readonly duration: Nanos;
}

export interface Resource {
  readonly service: string;
  readonly attributes: readonly Attribute[];
  readonly schemaUrl: string;
}

export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: readonly Attribute[];
}

export interface ServiceCount {
  readonly name: string;
  readonly spanCount: number;
  readonly errorCount: number;
}

/** A clock that is not the root's. */
export interface Clock {
  readonly name: string;
  readonly services: readonly string[];
  readonly shift: Nanos;
  /** By which it was found. */
  readonly calls: number;
  /** How many of them lie within their clients once it is moved. */
  readonly fitting: number;
}

export type CompletenessState = "complete" | "late" | "partial";

/** Why the trace was kept, as it stands with its spans in the store. */
export interface Decision {
  readonly decision: string;
  readonly rule: string | null;
  /** What made it be decided, such as `quiet` or `reach-back`. */
  readonly trigger: string | null;
  /** With which a trace like it is kept, head and tail sampling together. */
  readonly probability: number | null;
  readonly windowId: string | null;
  /** In the server's words. */
  readonly reason: string;
}

/** One trace as the server tells it, spans in depth-first order with children by start. */
export interface Trace {
  readonly traceId: string;
  readonly start: EpochNanos;
  readonly duration: Nanos;
  /** Index of the root in `spans`, null while none has arrived. */
  readonly root: number | null;
  readonly completeness: { readonly state: CompletenessState; readonly reasons: readonly string[] };
  readonly decision: Decision | null;
  readonly services: readonly ServiceCount[];
  readonly resources: readonly Resource[];
  readonly scopes: readonly Scope[];
  readonly spans: readonly Span[];
  /** Sorted by start, without overlap, summing to the root's duration; empty without a root. */
  readonly path: readonly PathSegment[];
  readonly clocks: readonly Clock[];
  readonly warnings: readonly string[];
  readonly truncatedSpans: number;
}
