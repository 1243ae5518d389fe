import { DEFAULT_RANGE, isLast, parseTime, type RangeChoice, resolve, toRfc3339 } from "./range";
import type { EpochMillis } from "../types/time";

/** What a link to Explore keeps: the query and its time. Paging is not part of it. */
export interface ExploreView {
  readonly query: string;
  readonly range: RangeChoice;
}

export function parseExploreView(search: string): ExploreView {
  const params = new URLSearchParams(search);
  return { query: params.get("q") ?? "", range: parseRange(params) };
}

function parseRange(params: URLSearchParams): RangeChoice {
  const from = parseTime(params.get("from"));
  const to = parseTime(params.get("to"));
  if (from !== null && to !== null && from < to) return { kind: "fixed", range: { from, to } };
  const last = params.get("last") ?? "";
  return isLast(last) ? { kind: "last", last } : DEFAULT_RANGE;
}

export function formatExploreView(view: ExploreView): string {
  const params = new URLSearchParams();
  if (view.query.trim() !== "") params.set("q", view.query);
  if (view.range.kind === "fixed") {
    params.set("from", toRfc3339(view.range.range.from));
    params.set("to", toRfc3339(view.range.range.to));
  } else if (view.range !== DEFAULT_RANGE) {
    params.set("last", view.range.last);
  }
  return params.toString();
}

/** The same view with absolute times: what one reader sends to another must show the same traces. */
export function shared(view: ExploreView, now: EpochMillis): ExploreView {
  return { ...view, range: { kind: "fixed", range: resolve(view.range, now) } };
}

export const exploreLink = (view: ExploreView): string => {
  const search = formatExploreView(view);
  return search === "" ? "/explore" : `/explore?${search}`;
};
