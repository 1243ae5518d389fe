import { toRfc3339 } from "../model/range";
import type { Gaps, Metric, Selection, Steps, Totals } from "../types/metrics";
import type { TimeRange } from "../types/search";
import { get } from "./http";
import * as schema from "./metricsSchema";

/** One function per endpoint of docs/api.md that answers from what was measured of all spans. */

/** So many groups are told at most; the server leaves the rarest out. */
export const GROUPS_MAX = 1_000;

/** So many series fit into one answer of 120 steps. */
export const SERIES_MAX = 80;

const range = ({ from, to }: TimeRange) => ({ from: toRfc3339(from), to: toRfc3339(to) });

const selected = ({ by, kind, ...exact }: Selection) => ({
  ...exact,
  kind: kind?.join(",") ?? null,
  by: by.length === 0 ? null : by.join(","),
});

export const fetchSteps = (
  metric: Metric,
  selection: Selection,
  time: TimeRange,
  signal: AbortSignal,
): Promise<Steps> =>
  get(
    "metrics/query",
    { metric, ...selected(selection), ...range(time), limit: selection.by.length === 0 ? null : String(SERIES_MAX) },
    schema.steps,
    signal,
  );

export const fetchTotals = (
  selection: Selection,
  exemplars: number,
  time: TimeRange,
  signal: AbortSignal,
): Promise<Totals> =>
  get(
    "metrics/totals",
    { ...selected(selection), ...range(time), exemplars: String(exemplars), limit: String(GROUPS_MAX) },
    schema.totals,
    signal,
  );

export const fetchGaps = (time: TimeRange, signal: AbortSignal): Promise<Gaps> =>
  get("metrics/gaps", range(time), schema.gaps, signal);
