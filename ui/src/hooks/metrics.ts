import { keepPreviousData, useQuery } from "@tanstack/react-query";
import * as client from "../api/metricsClient";
import { refreshMillis, type RangeChoice, resolveMeasured } from "../model/range";
import type { Metric, Selection } from "../types/metrics";
import { epochMillis } from "../types/time";
import { retryOurs } from "./queries";

/** "The last so much" is resolved at each look, so that the page follows the clock. */
const measured = (choice: RangeChoice) => resolveMeasured(choice, epochMillis(Date.now()));

const live = (choice: RangeChoice) =>
  ({
    placeholderData: keepPreviousData,
    refetchInterval: (query: { state: { error: Error | null } }) =>
      retryOurs(query.state.error) || refreshMillis(choice),
  }) as const;

export const useSteps = (metric: Metric, selection: Selection, choice: RangeChoice, enabled = true) =>
  useQuery({
    ...live(choice),
    queryKey: ["metrics", "steps", metric, selection, choice],
    queryFn: ({ signal }) => client.fetchSteps(metric, selection, measured(choice), signal),
    enabled,
  });

export const useTotals = (selection: Selection, exemplars: number, choice: RangeChoice) =>
  useQuery({
    ...live(choice),
    queryKey: ["metrics", "totals", selection, exemplars, choice],
    queryFn: ({ signal }) => client.fetchTotals(selection, exemplars, measured(choice), signal),
  });

/** Reads the store as well, and changes slowly. */
const GAPS_EVERY_MILLIS = 60_000;

export const useGaps = (choice: RangeChoice) =>
  useQuery({
    queryKey: ["metrics", "gaps", choice],
    queryFn: ({ signal }) => client.fetchGaps(measured(choice), signal),
    placeholderData: keepPreviousData,
    refetchInterval: (query) =>
      retryOurs(query.state.error) || (refreshMillis(choice) === false ? false : GAPS_EVERY_MILLIS),
  });
