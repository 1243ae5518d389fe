import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import * as client from "../api/client";
import { ApiError } from "../api/problem";
import type { TimeRange } from "../types/search";
import { toEpochMillis } from "../types/time";
import type { Trace } from "../types/trace";

/** While nobody answers, so often. */
export const RETRY_MILLIS = 5_000;

/** An error of the reader's own making is not tried again; one of ours is, for as long as the page is open. */
export const retryOurs = (error: Error | null): number | false =>
  error !== null && !(error instanceof ApiError && error.yours) ? RETRY_MILLIS : false;

/** A trace that is not complete is read again while its spans may still be under way. */
const FILLING_MILLIS = 60_000;
const FILLING_EVERY_MILLIS = 3_000;

function stillFilling(trace: Trace | undefined): number | false {
  if (trace === undefined || trace.completeness.state === "complete") return false;
  return Date.now() - toEpochMillis(trace.start) < FILLING_MILLIS ? FILLING_EVERY_MILLIS : false;
}

export const useTrace = (traceId: string) =>
  useQuery({
    queryKey: ["trace", traceId],
    queryFn: ({ signal }) => client.fetchTrace(traceId, signal),
    staleTime: 60_000,
    refetchInterval: (query) => retryOurs(query.state.error) || stillFilling(query.state.data),
    structuralSharing: false,
  });

/** The answer before stays until the next one is there. */
export const useSearchPages = (search: { readonly query: string; readonly range: TimeRange; readonly run: number }) =>
  useInfiniteQuery({
    queryKey: ["search", search],
    queryFn: ({ signal, pageParam }) => client.fetchSearch(search.query, search.range, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => retryOurs(query.state.error),
    structuralSharing: false,
    staleTime: Infinity,
  });

const SUGGESTIONS = { staleTime: 30_000, placeholderData: keepPreviousData } as const;

export const useServices = (range: TimeRange) =>
  useQuery({
    ...SUGGESTIONS,
    queryKey: ["services", range],
    queryFn: ({ signal }) => client.fetchServices(range, signal),
  });

export const useSpanNames = (service: string, range: TimeRange) =>
  useQuery({
    ...SUGGESTIONS,
    queryKey: ["span-names", service, range],
    queryFn: ({ signal }) => client.fetchSpanNames(service, range, signal),
  });

export const useAttributeKeys = (range: TimeRange) =>
  useQuery({
    ...SUGGESTIONS,
    queryKey: ["attribute-keys", range],
    queryFn: async ({ signal }) => {
      const [span, resource] = await Promise.all([
        client.fetchAttributeKeys("span", range, signal),
        client.fetchAttributeKeys("resource", range, signal),
      ]);
      return [...span.map((key) => `span.${key}`), ...resource.map((key) => `resource.${key}`)];
    },
  });

/** None for a null key. */
export const useAttributeValues = (key: string | null, range: TimeRange) =>
  useQuery({
    staleTime: SUGGESTIONS.staleTime,
    queryKey: ["attribute-values", key, range],
    queryFn: ({ signal }) => client.fetchAttributeValues(key ?? "", range, signal),
    enabled: key !== null,
  });

export const useStatus = (everyMillis: number | false) =>
  useQuery({ queryKey: ["status"], queryFn: ({ signal }) => client.fetchStatus(signal), refetchInterval: everyMillis });
