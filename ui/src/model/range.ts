import type { TimeRange } from "../types/search";
import { type EpochMillis, epochMillis } from "../types/time";
import { clock, dated } from "./words";

/** The time a search covers: the last so much, or from here to there. */
export type RangeChoice =
  { readonly kind: "last"; readonly last: Last } | { readonly kind: "fixed"; readonly range: TimeRange };

export const LASTS = ["5m", "15m", "1h", "6h", "24h"] as const;
export type Last = (typeof LASTS)[number];

export const LAST_MILLIS: Readonly<Record<Last, number>> = {
  "5m": 300_000,
  "15m": 900_000,
  "1h": 3_600_000,
  "6h": 21_600_000,
  "24h": 86_400_000,
};

export const LAST_WORDS: Readonly<Record<Last, string>> = {
  "5m": "last 5 min",
  "15m": "last 15 min",
  "1h": "last hour",
  "6h": "last 6 h",
  "24h": "last 24 h",
};

export const DEFAULT_RANGE: RangeChoice = { kind: "last", last: "1h" };

export const isLast = (text: string): text is Last => (LASTS as readonly string[]).includes(text);

/** The choice as two fixed ends. Spans may arrive stamped slightly ahead of this clock: `to` runs a little over. */
const AHEAD_MILLIS = 5_000;

export function resolve(choice: RangeChoice, now: EpochMillis): TimeRange {
  if (choice.kind === "fixed") return choice.range;
  return { from: epochMillis(now - LAST_MILLIS[choice.last]), to: epochMillis(now + AHEAD_MILLIS) };
}

/** What was measured is stamped by the server as it comes: nothing of it is ahead. */
export function resolveMeasured(choice: RangeChoice, now: EpochMillis): TimeRange {
  if (choice.kind === "fixed") return choice.range;
  return { from: epochMillis(now - LAST_MILLIS[choice.last]), to: now };
}

/** How often a page about the last so much looks again: a ninetieth of it, but never more often than rollups are cut. */
export function refreshMillis(choice: RangeChoice): number | false {
  return choice.kind === "fixed" ? false : Math.max(10_000, LAST_MILLIS[choice.last] / 90);
}

/** The range that a link holds; `byDefault` where it holds none. */
export function parseRange(params: URLSearchParams, byDefault: RangeChoice): RangeChoice {
  const from = parseTime(params.get("from"));
  const to = parseTime(params.get("to"));
  if (from !== null && to !== null && from < to) return { kind: "fixed", range: { from, to } };
  const last = params.get("last") ?? "";
  return isLast(last) ? { kind: "last", last } : byDefault;
}

export function formatRange(params: URLSearchParams, choice: RangeChoice, byDefault: RangeChoice): void {
  if (choice.kind === "fixed") {
    params.set("from", toRfc3339(choice.range.from));
    params.set("to", toRfc3339(choice.range.to));
  } else if (byDefault.kind === "fixed" || choice.last !== byDefault.last) {
    params.set("last", choice.last);
  }
}

/** `13:32:10 – 14:32:10`, with the date where it is not today. */
export function rangeWords(range: TimeRange, now: EpochMillis): string {
  const sameDay = new Date(range.from).toDateString() === new Date(range.to).toDateString();
  return `${dated(range.from, now)} – ${sameDay ? clock(range.to) : dated(range.to, now)}`;
}

export const toRfc3339 = (time: EpochMillis): string => new Date(time).toISOString();

/** RFC 3339 or unix seconds, as the API takes them; null when it is neither. */
export function parseTime(text: string | null): EpochMillis | null {
  if (text === null || text === "") return null;
  const millis = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
  return Number.isFinite(millis) ? epochMillis(millis) : null;
}

/** The value of an `<input type="datetime-local">` in the viewer's zone. */
export function toLocalInput(time: EpochMillis): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${clock(time)}`.replace(
    /:(\d)$/,
    ":0$1",
  );
}
