import type { EpochMillis, EpochNanos, Nanos } from "./time";
import type { ServiceCount, StatusCode } from "./trace";

export interface MatchedSpan {
  readonly spanId: string;
  readonly service: string;
  readonly name: string;
  readonly start: EpochNanos;
  readonly duration: Nanos;
  readonly status: StatusCode;
}

export interface TraceSummary {
  readonly traceId: string;
  /** Null while no root has arrived. */
  readonly rootService: string | null;
  readonly rootName: string | null;
  readonly start: EpochNanos;
  readonly duration: Nanos;
  readonly spanCount: number;
  readonly errorCount: number;
  readonly services: readonly ServiceCount[];
  /** With which a trace like it is kept; 1 where nobody decided. */
  readonly probability: number;
  /** The incident window that kept it. */
  readonly windowId: string | null;
  readonly matched: number;
  /** At most three, newest first. */
  readonly matchedSpans: readonly MatchedSpan[];
}

export interface SearchPage {
  readonly traces: readonly TraceSummary[];
  readonly cursor: string | null;
  /** Nothing newer than this is missing from the answer. */
  readonly completeFrom: EpochMillis | null;
  readonly partial: boolean;
  readonly inspectedSpans: number;
  readonly inspectedBytes: number;
  readonly segmentsRead: number;
  readonly segmentsPruned: number;
  readonly elapsedMillis: number;
}

/** A fixed span of time, as the API takes it. */
export interface TimeRange {
  readonly from: EpochMillis;
  readonly to: EpochMillis;
}
