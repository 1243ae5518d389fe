import { toRfc3339 } from "../model/range";
import type { AttributeValue } from "../types/attribute";
import type { SearchPage, TimeRange } from "../types/search";
import type { ServerStatus } from "../types/status";
import type { Trace } from "../types/trace";
import { get } from "./http";
import * as schema from "./schema";

/** One function per endpoint of docs/api.md. */

const range = ({ from, to }: TimeRange) => ({ from: toRfc3339(from), to: toRfc3339(to) });

export const PAGE_SIZE = 50;

export const fetchTrace = (traceId: string, signal: AbortSignal): Promise<Trace> =>
  get(`traces/${encodeURIComponent(traceId)}`, {}, schema.trace, signal);

export const fetchSearch = (
  query: string,
  time: TimeRange,
  cursor: string | null,
  signal: AbortSignal,
): Promise<SearchPage> =>
  get(
    "search",
    { q: query.trim() === "" ? null : query, ...range(time), limit: String(PAGE_SIZE), cursor },
    schema.searchPage,
    signal,
  );

export const fetchServices = async (time: TimeRange, signal: AbortSignal): Promise<readonly string[]> =>
  (await get("services", range(time), schema.services, signal)).services;

export const fetchSpanNames = async (
  service: string,
  time: TimeRange,
  signal: AbortSignal,
): Promise<readonly string[]> =>
  (await get("span-names", { service: service === "" ? null : service, ...range(time) }, schema.spanNames, signal))
    .spanNames;

export const fetchAttributeKeys = async (
  scope: "span" | "resource",
  time: TimeRange,
  signal: AbortSignal,
): Promise<readonly string[]> =>
  (await get("attributes/keys", { scope, ...range(time) }, schema.attributeKeys, signal)).keys;

/** So many are ranked by what was typed; only the best are shown. */
const VALUES_MAX = 200;

export const fetchAttributeValues = async (
  key: string,
  time: TimeRange,
  signal: AbortSignal,
): Promise<readonly AttributeValue[]> =>
  (await get("attributes/values", { key, ...range(time), limit: String(VALUES_MAX) }, schema.attributeValues, signal))
    .values;

export const fetchStatus = (signal: AbortSignal): Promise<ServerStatus> => get("status", {}, schema.status, signal);
