import { type EpochMillis, epochMillis } from "../types/time";
import type { IncidentWindow, ReachBack } from "../types/window";
import { exploreLink } from "./exploreUrl";
import { countdown, clock, count, counted, dated, duration, percent, perSecond } from "./words";

/** `one window open`, `3 windows open`; null while none is. */
export function openWords(windows: readonly IncidentWindow[]): string | null {
  const open = windows.filter((each) => each.state === "open").length;
  if (open === 0) return null;
  return open === 1 ? "one window open" : `${open} windows open`;
}

export const isLive = (window: IncidentWindow): boolean => window.state !== "closed";

/** What is open, the next to end first; then what waits for its last traces. */
export const liveWindows = (windows: readonly IncidentWindow[]): IncidentWindow[] =>
  windows
    .filter(isLive)
    .sort((a, b) => Number(a.state === "closing") - Number(b.state === "closing") || a.closesAt - b.closesAt);

/** What has ended, the latest first. */
export const endedWindows = (windows: readonly IncidentWindow[]): IncidentWindow[] =>
  windows.filter((each) => !isLive(each)).sort((a, b) => b.closesAt - a.closesAt);

/** `06:13` while it is open, `closing` while its last traces are awaited. */
export const leftWords = (window: IncidentWindow, now: EpochMillis): string =>
  window.state === "open" ? countdown(window.closesAt, epochMillis(Math.max(now, window.opensAt))) : window.state;

const OPENERS: Readonly<Record<string, string>> = {
  person: "opened on this page",
  api: "opened over the API",
  slo: "opened by an objective",
  detector: "opened by the detector",
};

/** `p95 doubled · opened over the API · keeps 100 %, now 43 % for its budget`. */
export function windowMeta(window: IncidentWindow): string {
  const lowered =
    window.effectiveRate < window.rate * 0.999 ? `, now ${percent(window.effectiveRate)} for its budget` : "";
  return [
    window.reason,
    OPENERS[window.opener] ?? `opened by ${window.opener}`,
    `keeps ${percent(window.rate)}${window.state === "open" ? lowered : ""}`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** The window on its own axis, as shares of the whole from reach-back to end. */
export interface WindowBar {
  /** Where it opened. */
  readonly opened: number;
  /** Up to where it has come. */
  readonly now: number;
  readonly from: string;
  readonly to: string;
  readonly openedLabel: string;
  /** Only where there is room for it between the ends. */
  readonly showOpened: boolean;
  readonly showNow: boolean;
}

/** A label takes about so much of the axis. */
const LABEL = 0.2;

export function windowBar(window: IncidentWindow, now: EpochMillis): WindowBar {
  const from = window.reachBack.from ?? window.opensAt;
  const whole = Math.max(1, window.closesAt - from);
  const place = (time: EpochMillis) => Math.max(0, Math.min(1, (time - from) / whole));
  const opened = place(window.opensAt);
  const at = place(now);
  return {
    opened,
    now: at,
    from: from < window.opensAt ? `from ${clock(from)}` : `opened ${clock(from)}`,
    to: clock(window.closesAt),
    openedLabel: `opened ${clock(window.opensAt)}`,
    showOpened: opened >= LABEL && opened <= 1 - 2 * LABEL,
    showNow: window.state === "open" && at - Math.max(opened, LABEL) > LABEL && at < 1 - LABEL,
  };
}

/** Numbers with what they are of. */
export interface Counter {
  readonly value: string;
  readonly of: string;
  readonly slow?: boolean;
}

/** Between two times of the same window there is at least this: a rate over less is none. */
const SECOND_MILLIS = 1_000;

export function windowCounters(window: IncidentWindow, now: EpochMillis): Counter[] {
  const until = Math.min(now, window.closesAt);
  const seconds = Math.max(SECOND_MILLIS, until - window.opensAt) / 1_000;
  return [
    { value: count(window.keptTraces), of: `of ${counted(window.matchedTraces, "trace")} kept` },
    {
      value: perSecond(window.keptSpans / seconds),
      of: `of ${perSecond(window.budgetSpansPerSecond)} spans/s, in the mean`,
    },
    ...(window.overBudgetTraces > 0
      ? [{ value: count(window.overBudgetTraces), of: "over its budget, left to the policy", slow: true }]
      : []),
  ];
}

/** Whether the minutes before the opening are there, as a sentence; null without reach-back. */
export function reachBackWords(reachBack: ReachBack, now: EpochMillis): string | null {
  if (reachBack.state === "none" || reachBack.from === null) return null;
  const since = dated(reachBack.from, now);
  const found = `${count(reachBack.keptTraces)} of ${counted(reachBack.matchedTraces, "trace")} kept from before it opened`;
  const over = reachBack.overBudgetTraces === 0 ? "" : `, ${count(reachBack.overBudgetTraces)} over its budget`;
  const short = reachBack.incomplete ? ` The journal does not reach back to ${since}.` : "";
  const why = reachBack.detail === "" ? "" : ` ${reachBack.detail}.`;
  switch (reachBack.state) {
    case "waiting":
      return `Will read back to ${since}.${short}`;
    case "running":
      return `Reading back to ${since}: ${found} so far${over}.${short}`;
    case "done":
      return `Reached back to ${since}: ${found}${over}.${short}`;
    case "cancelled":
      return `Reading back to ${since} was stopped: ${found}${over}.${why}${short}`;
    case "failed":
      return `Reading back to ${since} failed: ${found}${over}.${why}${short}`;
  }
}

export const reachBackTrouble = (reachBack: ReachBack): boolean =>
  reachBack.state === "failed" || (reachBack.incomplete && reachBack.state !== "none");

/** `09:18:04 – 09:48:04`, with the date where it is not today. */
export const windowTime = (window: IncidentWindow, now: EpochMillis): string =>
  `${dated(window.opensAt, now)} – ${clock(window.closesAt)}`;

/** What a window came to, as one line. */
export function endedWords(window: IncidentWindow): string {
  const past = window.reachBack.keptTraces === 0 ? "" : ` + ${count(window.reachBack.keptTraces)}`;
  return `${count(window.keptTraces)}${past} traces`;
}

/** A sentence that sums an ended window up; null while it is open. */
export function summaryWords(window: IncidentWindow): string | null {
  const { summary } = window;
  if (summary === null) return null;
  const found =
    window.matchedTraces === 0
      ? "No trace matched."
      : `It kept ${percent(summary.keptShare)} of what matched, at ${perSecond(summary.keptSpansPerSecond)} spans/s.`;
  return `Open for ${duration(summary.open)}. ${found}${summary.final ? "" : " Its last traces are still awaited."}`;
}

export interface ServiceLine {
  readonly service: string | null;
  readonly matched: string;
  readonly kept: string;
  readonly spans: string;
}

export const serviceLines = (window: IncidentWindow): ServiceLine[] =>
  (window.summary?.byService ?? []).map((each) => ({
    service: each.service,
    matched: count(each.matchedTraces),
    kept: count(each.keptTraces),
    spans: count(each.keptSpans),
  }));

/** Traces may begin a little before the time they are received in. */
const AROUND_MILLIS = 60_000;

/** What was in its scope in its time, in Explore. */
export function windowTraces(window: IncidentWindow): string {
  const from = window.reachBack.from ?? window.opensAt;
  return exploreLink({
    query: window.query,
    range: {
      kind: "fixed",
      range: { from: epochMillis(from - AROUND_MILLIS), to: epochMillis(window.closesAt + AROUND_MILLIS) },
    },
  });
}
