import * as v from "valibot";
import type { Gaps, Group, Steps, Totals } from "../types/metrics";
import { epochMillis, nanos } from "../types/time";
import { amount, instant, rate, text } from "./fields";

/** The answers of `/api/v1/metrics`. */

const share = v.pipe(rate, v.maxValue(1));
const known = v.nullable(rate);
const labels = v.record(v.string(), v.string());

export const steps: v.GenericSchema<unknown, Steps> = v.pipe(
  v.object({
    from: instant,
    to: instant,
    stepSeconds: v.pipe(v.number(), v.minValue(1)),
    covered: v.array(share),
    series: v.array(v.object({ labels, points: v.array(v.tuple([v.number(), known])) })),
  }),
  v.check(
    ({ covered, series }) => series.every(({ points }) => points.length === covered.length),
    "a series has more or fewer points than there are steps",
  ),
  v.transform(({ from, to, stepSeconds, covered, series }) => ({
    from,
    to: epochMillis(Math.max(to, from + covered.length * stepSeconds * 1_000)),
    stepMillis: stepSeconds * 1_000,
    covered,
    series: series.map((one) => ({ labels: one.labels, values: one.points.map(([, value]) => value) })),
  })),
);

const quantileOf = (found: readonly { quantile: number; value: number | null }[], wanted: number) => {
  const value = found.find(({ quantile }) => quantile === wanted)?.value ?? null;
  return value === null ? null : nanos(value);
};

const group: v.GenericSchema<unknown, Group> = v.pipe(
  v.object({
    labels,
    count: amount,
    errors: amount,
    requestsPerSecond: known,
    errorShare: v.nullable(share),
    durationNanos: v.array(v.object({ quantile: v.number(), value: known })),
    exemplars: v.array(v.string()),
  }),
  v.transform(({ durationNanos, ...rest }) => ({
    ...rest,
    p50: quantileOf(durationNanos, 0.5),
    p95: quantileOf(durationNanos, 0.95),
    p99: quantileOf(durationNanos, 0.99),
  })),
);

export const totals: v.GenericSchema<unknown, Totals> = v.object({
  from: instant,
  to: instant,
  coveredSeconds: rate,
  relativeError: share,
  groupCount: amount,
  groups: v.array(group),
});

const gap = { service: v.string(), name: v.string(), reason: text };

export const gaps: v.GenericSchema<unknown, Gaps> = v.object({
  covered: share,
  tracesWithoutSeries: v.array(v.object({ ...gap, traces: amount, more: v.boolean(), example: v.string() })),
  seriesWithoutTraces: v.array(v.object({ ...gap, count: amount, errors: amount })),
  uncheckedSeries: amount,
  truncated: v.boolean(),
});
