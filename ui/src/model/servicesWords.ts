import type { Gaps, Group } from "../types/metrics";
import type { EpochMillis, Nanos } from "../types/time";
import { LAST_WORDS, type RangeChoice, rangeWords } from "./range";
import type { ServiceRow } from "./services";
import { fact, type Piece, plain } from "./verdict";
import { count, counted, duration, percent, perSecond } from "./words";

/** `in the last 15 min`, `from 13:32:10 to …`. */
export const rangePhrase = (choice: RangeChoice, now: EpochMillis): string =>
  choice.kind === "last" ? `in the ${LAST_WORDS[choice.last]}` : `from ${rangeWords(choice.range, now)}`;

const sum = (rows: readonly ServiceRow[], of: (row: ServiceRow) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

/** `9 services took 1 240 requests/s in the last 15 min; payments failed most, 1.9 % of its requests.` */
export function servicesVerdict(rows: readonly ServiceRow[], when: string): Piece[] {
  const asked = rows.filter((row) => row.of === "requests");
  const told = asked.length > 0 ? asked : rows;
  const what = asked.length > 0 ? "requests" : "spans";
  const errors = sum(told, (row) => row.errors);
  const most = told.toSorted((a, b) => (b.errorShare ?? 0) - (a.errorShare ?? 0) || b.errors - a.errors)[0];
  const start = [
    fact(counted(rows.length, "service")),
    plain(` ${asked.length > 0 ? "took" : "sent"} `),
    fact(`${perSecond(sum(told, (row) => row.perSecond ?? 0))} ${what}/s`),
    plain(` ${when}`),
  ];
  if (errors === 0 || most === undefined) return [...start, plain("; none failed.")];
  const share = { text: percent(most.errorShare ?? 0), fact: true, error: true };
  const all = errors === most.errors ? "all errors are there" : `${percent(most.errors / errors)} of all errors`;
  return [...start, plain("; "), fact(most.name), plain(" failed most, "), share, plain(` of its ${what}, ${all}.`)];
}

/** `payments took 8.5 requests/s in the last 15 min: 1.9 % failed, half took up to 40 ms, 95 % up to 694 ms.` */
export function serviceVerdict(row: ServiceRow, when: string): Piece[] {
  const share = row.errorShare ?? 0;
  const pieces = [
    fact(row.name),
    plain(row.of === "requests" ? " took " : " sent "),
    fact(row.perSecond === null ? counted(row.count, row.of.slice(0, -1)) : `${perSecond(row.perSecond)} ${row.of}/s`),
    plain(` ${when}: `),
    row.errors > 0 ? { text: percent(share), fact: true, error: true } : plain("none"),
    plain(" failed"),
  ];
  if (row.p50 === null || row.p95 === null) return [...pieces, plain(".")];
  return [
    ...pieces,
    plain(", half took up to "),
    fact(duration(row.p50)),
    plain(", 95\u00a0% up to "),
    fact(duration(row.p95)),
    plain("."),
  ];
}

/** Below this many a p99 is one span's own time. */
const P99_COUNT_MIN = 100;
const P95_COUNT_MIN = 20;

export interface Figure {
  readonly text: string;
  /** Too few stand behind it to rely on. */
  readonly thin: boolean;
}

/** A quantile with what it stands on: a value that few spans carry is told apart, a p99 of under 100 not at all. */
export function quantileFigure(value: Nanos | null, which: "p50" | "p95" | "p99", spans: number): Figure {
  if (value === null) return { text: "–", thin: true };
  if (which === "p99" && spans < P99_COUNT_MIN) return { text: `n ${count(spans)}`, thin: true };
  return { text: duration(value), thin: spans < P95_COUNT_MIN };
}

export const rateWords = (value: number | null): string => (value === null ? "–" : perSecond(value));

/** From what is written as 1 % on it is marked, and not merely counted. */
const ERROR_SHARE_MARKED = 0.0095;

export const marked = (errorShare: number | null): boolean => (errorShare ?? 0) >= ERROR_SHARE_MARKED;

export const errorWords = (group: Pick<Group, "errors" | "errorShare">): string =>
  group.errorShare === null ? "–" : group.errors === 0 ? "0" : percent(group.errorShare);

const KIND_WORDS: Readonly<Record<string, string>> = {
  SERVER: "server",
  CONSUMER: "consumer",
  CLIENT: "client",
  PRODUCER: "producer",
  INTERNAL: "internal",
  UNSPECIFIED: "no kind",
};

export const kindWords = (kind: string): string => KIND_WORDS[kind] ?? kind;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  call: "",
  messaging_system: "over a queue",
  database: "database",
  virtual_node: "sends no spans itself",
};

/** What an edge's other end is, empty where it is a service like any other. */
export const typeWords = (type: string): string => TYPE_WORDS[type] ?? type;

export interface GapSentence {
  readonly pieces: readonly Piece[];
  readonly reason: string;
  readonly traceId: string | null;
}

/** Where the metrics of a service and its stored traces do not agree, a sentence each. */
export function gapSentences(gaps: Gaps, service: string): GapSentence[] {
  const traces = gaps.tracesWithoutSeries
    .filter((gap) => gap.service === service)
    .map((gap) => ({
      pieces: [
        fact(gap.name),
        plain(` has ${gap.more ? "at least " : ""}${counted(gap.traces, "stored trace")} and no series of its own.`),
      ],
      reason: gap.reason,
      traceId: gap.example,
    }));
  const series = gaps.seriesWithoutTraces
    .filter((gap) => gap.service === service)
    .map((gap) => ({
      pieces: [fact(gap.name), plain(` was measured ${count(gap.count)} times, and no trace with it is stored.`)],
      reason: gap.reason,
      traceId: null,
    }));
  return [...traces, ...series];
}

/** What was not looked at, null where everything was. */
export function gapsLimits(gaps: Gaps): string | null {
  const parts = [
    gaps.covered < 0.999 ? `${percent(gaps.covered)} of this time was measured` : "",
    gaps.uncheckedSeries > 0
      ? `${counted(gaps.uncheckedSeries, "series", "series")} of all services not looked up`
      : "",
    gaps.truncated ? "there may be more" : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? null : `${parts.join("; ")}.`;
}

/** `Quantiles are within 2.2 % of what was measured.` */
export const errorBound = (relativeError: number): string =>
  `Quantiles within ${Number((relativeError * 100).toPrecision(2))} %`;
