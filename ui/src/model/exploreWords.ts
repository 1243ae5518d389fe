import type { SearchPage, TimeRange, TraceSummary } from "../types/search";
import type { EpochMillis } from "../types/time";
import type { ExploreView } from "./exploreUrl";
import { LAST_WORDS, rangeWords } from "./range";
import { longestOf } from "./results";
import { fact, type Piece, plain } from "./verdict";
import { count, counted, dated, duration } from "./words";

/** `170 traces match in the last hour, newest first; 12 with errors, the longest 2.35 s.` */
export function exploreVerdict(
  pages: readonly SearchPage[],
  view: ExploreView,
  range: TimeRange,
  now: EpochMillis,
): Piece[] {
  const traces = pages.flatMap((page) => page.traces);
  const last = pages.at(-1);
  const more = last !== undefined && (last.cursor !== null || last.partial);
  const failed = traces.filter((trace) => trace.errorCount > 0).length;
  return [
    ...(more ? [plain("The newest ")] : []),
    fact(counted(traces.length, "trace")),
    plain(
      `${view.query.trim() === "" ? "" : traces.length === 1 ? " that matches" : " that match"} ${whenWords(view, range, now)}`,
    ),
    ...(failed > 0 ? [plain("; "), { text: count(failed), fact: true, error: true }, plain(" with errors")] : []),
    plain(", the longest "),
    fact(duration(longestOf(traces))),
    plain("."),
  ];
}

export const whenWords = (view: ExploreView, range: TimeRange, now: EpochMillis): string =>
  view.range.kind === "last" ? `in the ${LAST_WORDS[view.range.last]}` : `from ${rangeWords(range, now)}`;

/** Where the answer ends: nothing newer than this is missing. Null when it covers the whole range. */
export function completeDownTo(pages: readonly SearchPage[], now: EpochMillis): string | null {
  const last = pages.at(-1);
  if (last === undefined || last.completeFrom === null || (last.cursor === null && !last.partial)) return null;
  return dated(last.completeFrom, now);
}

/** The query in three pieces around the place where it stopped making sense; null when the place is not in it. */
export function errorParts(
  query: string,
  position: number | null,
  length: number | null,
): [string, string, string] | null {
  if (position === null || position < 0 || position > query.length) return null;
  const end = Math.min(query.length, position + Math.max(1, length ?? 1));
  const bad = query.slice(position, end);
  return [query.slice(0, position), bad === "" ? "\u00a0" : bad, query.slice(end)];
}

/** The query as it may have been meant: the name the server proposes, or a duration with a unit that exists. */
export function queryFixes(query: string, position: number | null, length: number | null, detail: string): string[] {
  const parts = errorParts(query, position, length);
  if (parts === null) return [];
  const [before, bad, after] = parts;
  const meant = /did you mean "([^"]+)"/.exec(detail)?.[1];
  if (meant !== undefined) return [before + meant + after];
  const number = /^(\d+(?:\.\d+)?)[a-z]*$/i.exec(bad)?.[1];
  if (number === undefined || !/duration/i.test(before.slice(-24))) return [];
  return ["ms", "s"].map((unit) => before + number + unit + after);
}

/** A duration compared with a bare number, which TraceQL takes for nanoseconds and hardly anyone means. */
export function bareDuration(query: string): { readonly number: string; readonly fixes: readonly string[] } | null {
  const found = /\bduration\s*(?:[<>]=?|!?=)\s*(\d+(?:\.\d+)?)(?![\w.µ])/i.exec(query);
  const number = found?.[1];
  if (found === null || number === undefined || number === "0") return null;
  const position = found.index + found[0].length - number.length;
  return { number, fixes: queryFixes(query, position, number.length, "") };
}

export function nextIndex(length: number, selected: number, step: 1 | -1): number {
  return Math.max(0, Math.min(length - 1, selected + step));
}

export const anyTraces = (pages: readonly SearchPage[]): readonly TraceSummary[] =>
  pages.flatMap((page) => page.traces);
