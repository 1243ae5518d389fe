import { formatRange, parseRange, type RangeChoice, resolveMeasured } from "./range";
import { DEFAULT_SORT, type Sort, SORTS } from "./services";
import type { EpochMillis } from "../types/time";

/** What a link to the services keeps: the time, what is searched for, the order, and whether values stand in a table. */
export interface ServicesView {
  readonly range: RangeChoice;
  readonly search: string;
  readonly sort: Sort;
  readonly table: boolean;
}

export const SERVICES = "/services";

export const SERVICES_RANGE: RangeChoice = { kind: "last", last: "15m" };

export function parseServicesView(text: string): ServicesView {
  const params = new URLSearchParams(text);
  const sort = params.get("sort") ?? "";
  const key = SORTS.find((each) => each === sort.replace(/^-/, ""));
  return {
    range: parseRange(params, SERVICES_RANGE),
    search: params.get("q") ?? "",
    sort: key === undefined ? DEFAULT_SORT : { key, up: !sort.startsWith("-") },
    table: params.get("table") === "1",
  };
}

export function formatServicesView({ range, search, sort, table }: ServicesView): string {
  const params = new URLSearchParams();
  if (search.trim() !== "") params.set("q", search);
  if (sort.key !== DEFAULT_SORT.key || sort.up) params.set("sort", `${sort.up ? "" : "-"}${sort.key}`);
  if (table) params.set("table", "1");
  formatRange(params, range, SERVICES_RANGE);
  return params.toString();
}

/** The same with absolute times: what is sent to somebody must show them the same. */
export const sharedServices = (view: ServicesView, now: EpochMillis): ServicesView => ({
  ...view,
  range: { kind: "fixed", range: resolveMeasured(view.range, now) },
});

const withSearch = (path: string, search: string): string => (search === "" ? path : `${path}?${search}`);

export const servicesLink = (view: ServicesView): string => withSearch(SERVICES, formatServicesView(view));

/** A dot in its last part would make the server take the address for a file: a slash behind it says that it is none. */
export function serviceLink(name: string, view: ServicesView): string {
  const part = encodeURIComponent(name);
  return withSearch(`${SERVICES}/${part}${part.includes(".") ? "/" : ""}`, formatServicesView(view));
}

/** The service that a path names, read from the address as it stands; null for the list of all. */
export function serviceIn(path: string): string | null {
  const part = path.split("/")[2] ?? "";
  if (part === "") return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
