import type { EpochMillis, Nanos } from "./time";
import type { SpanKind } from "./trace";

/** What was measured of all spans before sampling, as `/api/v1/metrics` tells it. */

/** Which series: of spans by service, name and kind, or of edges by client and server. */
export interface Selection {
  readonly service?: string;
  readonly kind?: readonly SpanKind[];
  readonly status?: "ERROR";
  readonly client?: string;
  readonly server?: string;
  readonly side?: "client" | "server";
  readonly by: readonly Label[];
}

export type Label = "service" | "name" | "kind" | "client" | "server" | "type";

export type Metric = "rate" | "error_share" | "p50" | "p95" | "p99";

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** One for each step; null where nothing was measured, or nothing happened that has such a value. */
  readonly values: readonly (number | null)[];
}

/** One value per step from `from` on. */
export interface Steps {
  readonly from: EpochMillis;
  readonly to: EpochMillis;
  readonly stepMillis: number;
  /** Which share of each step was measured: 0 is a gap. */
  readonly covered: readonly number[];
  readonly series: readonly Series[];
}

export interface Totals {
  readonly from: EpochMillis;
  readonly to: EpochMillis;
  readonly coveredSeconds: number;
  /** By how much a quantile may be off. */
  readonly relativeError: number;
  readonly groupCount: number;
  readonly groups: readonly Group[];
}

export interface Group {
  readonly labels: Readonly<Record<string, string>>;
  readonly count: number;
  readonly errors: number;
  readonly requestsPerSecond: number | null;
  readonly errorShare: number | null;
  readonly p50: Nanos | null;
  readonly p95: Nanos | null;
  readonly p99: Nanos | null;
  /** Stored traces, the newest first. */
  readonly exemplars: readonly string[];
}

export interface TraceGap {
  readonly service: string;
  readonly name: string;
  readonly traces: number;
  readonly more: boolean;
  readonly example: string;
  readonly reason: string;
}

export interface SeriesGap {
  readonly service: string;
  readonly name: string;
  readonly count: number;
  readonly errors: number;
  readonly reason: string;
}

export interface Gaps {
  /** The share of the range that was measured. */
  readonly covered: number;
  readonly tracesWithoutSeries: readonly TraceGap[];
  readonly seriesWithoutTraces: readonly SeriesGap[];
  readonly uncheckedSeries: number;
  readonly truncated: boolean;
}
