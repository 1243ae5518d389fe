import { DEFAULT_RANGE, formatRange, parseRange, type RangeChoice, resolve } from "./range";
import type { EpochMillis } from "../types/time";

/** What a link to Explore keeps: the query and its time. Paging is not part of it. */
export interface ExploreView {
  readonly query: string;
  readonly range: RangeChoice;
}

export function parseExploreView(search: string): ExploreView {
  const params = new URLSearchParams(search);
  return { query: params.get("q") ?? "", range: parseRange(params, DEFAULT_RANGE) };
}

export function formatExploreView(view: ExploreView): string {
  const params = new URLSearchParams();
  if (view.query.trim() !== "") params.set("q", view.query);
  formatRange(params, view.range, DEFAULT_RANGE);
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
