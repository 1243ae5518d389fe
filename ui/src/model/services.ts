import type { Group, Steps, Totals } from "../types/metrics";
import type { Nanos } from "../types/time";
import type { SpanKind } from "../types/trace";

/** Spans that answer somebody: what a service is asked to do. */
export const REQUESTS: readonly SpanKind[] = ["SERVER", "CONSUMER"];

export interface ServiceRow {
  readonly name: string;
  /** A service that nobody asks anything, such as a job, is told by all of its spans. */
  readonly of: "requests" | "spans";
  readonly count: number;
  readonly perSecond: number | null;
  readonly errors: number;
  readonly errorShare: number | null;
  readonly p50: Nanos | null;
  readonly p95: Nanos | null;
  readonly p99: Nanos | null;
}

export const SORTS = ["errors", "rate", "service", "p50", "p95", "p99"] as const;
export type SortKey = (typeof SORTS)[number];

export interface Sort {
  readonly key: SortKey;
  readonly up: boolean;
}

export const DEFAULT_SORT: Sort = { key: "errors", up: false };

/** Names are read from a on, figures from the largest on; the same column again turns it round. */
export const nextSort = (sort: Sort, key: SortKey): Sort =>
  sort.key === key ? { key, up: !sort.up } : { key, up: key === "service" };

const row = (group: Group, of: ServiceRow["of"]): ServiceRow => ({
  name: group.labels["service"] ?? "",
  of,
  count: group.count,
  perSecond: group.requestsPerSecond,
  errors: group.errors,
  errorShare: group.errorShare,
  p50: group.p50,
  p95: group.p95,
  p99: group.p99,
});

export function serviceRows(requests: Totals, spans: Totals): ServiceRow[] {
  const asked = requests.groups.filter((group) => group.count > 0);
  const names = new Set(asked.map((group) => group.labels["service"]));
  const rest = spans.groups.filter((group) => group.count > 0 && !names.has(group.labels["service"]));
  return [...asked.map((group) => row(group, "requests")), ...rest.map((group) => row(group, "spans"))];
}

type Compare = (a: ServiceRow, b: ServiceRow) => number;

const byRate: Compare = (a, b) => (a.perSecond ?? 0) - (b.perSecond ?? 0);
const byErrorShare: Compare = (a, b) => (a.errorShare ?? 0) - (b.errorShare ?? 0);
const byName: Compare = (a, b) => a.name.localeCompare(b.name);

const COMPARE: Readonly<Record<SortKey, Compare>> = {
  errors: byErrorShare,
  rate: byRate,
  service: byName,
  p50: (a, b) => (a.p50 ?? -1) - (b.p50 ?? -1),
  p95: (a, b) => (a.p95 ?? -1) - (b.p95 ?? -1),
  p99: (a, b) => (a.p99 ?? -1) - (b.p99 ?? -1),
};

/** What is equal stands by rate, the busiest first, then by name. */
export function sortedRows(rows: readonly ServiceRow[], sort: Sort): ServiceRow[] {
  const compare = COMPARE[sort.key];
  const way = sort.up ? 1 : -1;
  return [...rows].sort((a, b) => way * compare(a, b) || byRate(b, a) || byName(a, b));
}

export function matching<T extends { readonly name: string }>(rows: readonly T[], search: string): readonly T[] {
  const wanted = search.trim().toLowerCase();
  return wanted === "" ? rows : rows.filter((each) => each.name.toLowerCase().includes(wanted));
}

/** The values of one service; null where the answer has none of it. */
export function seriesOf(steps: Steps | undefined, service: string): readonly (number | null)[] | null {
  return steps?.series.find((series) => series.labels["service"] === service)?.values ?? null;
}

export interface Operation {
  readonly name: string;
  readonly kind: string;
  readonly group: Group;
}

/** Requests first, then what the service does and calls; within these what fails most, then the busiest. */
export function operations(totals: Totals): Operation[] {
  const rank = (kind: string) => ((REQUESTS as readonly string[]).includes(kind) ? 0 : 1);
  return totals.groups
    .filter((group) => group.count > 0)
    .map((group) => ({ name: group.labels["name"] ?? "", kind: group.labels["kind"] ?? "", group }))
    .sort(
      (a, b) =>
        rank(a.kind) - rank(b.kind) ||
        b.group.errors - a.group.errors ||
        b.group.count - a.group.count ||
        a.name.localeCompare(b.name),
    );
}

export interface Edge {
  /** The other end. */
  readonly name: string;
  readonly type: string;
  readonly group: Group;
}

export const edges = (totals: Totals, end: "client" | "server"): Edge[] =>
  totals.groups
    .filter((group) => group.count > 0)
    .map((group) => ({ name: group.labels[end] ?? "", type: group.labels["type"] ?? "", group }))
    .sort((a, b) => b.group.count - a.group.count || a.name.localeCompare(b.name));
