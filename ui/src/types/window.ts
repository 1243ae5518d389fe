import type { EpochMillis, Nanos } from "./time";

/** Over, and waiting for its last traces while `closing`. */
export type WindowState = "open" | "closing" | "closed";

export type ReachBackState = "none" | "waiting" | "running" | "done" | "cancelled" | "failed";

/** How far the keeping of the minutes before the opening has come. */
export interface ReachBack {
  readonly state: ReachBackState;
  /** Null without reach-back. */
  readonly from: EpochMillis | null;
  readonly matchedTraces: number;
  readonly keptTraces: number;
  readonly keptSpans: number;
  readonly overBudgetTraces: number;
  /** The journal does not reach so far back. */
  readonly incomplete: boolean;
  /** What went wrong, empty when nothing did. */
  readonly detail: string;
}

export interface WindowService {
  /** Null for those beyond what is told apart. */
  readonly service: string | null;
  readonly matchedTraces: number;
  readonly keptTraces: number;
  readonly keptSpans: number;
}

export interface WindowSummary {
  /** False while its last traces are awaited. */
  readonly final: boolean;
  readonly open: Nanos;
  readonly keptSpansPerSecond: number;
  readonly keptShare: number;
  readonly byService: readonly WindowService[];
}

/** A time in which more of what is in scope is kept. */
export interface IncidentWindow {
  readonly id: string;
  readonly state: WindowState;
  readonly opensAt: EpochMillis;
  readonly closesAt: EpochMillis;
  /** What it is for, as TraceQL. */
  readonly query: string;
  /** Empty where the scope was given as TraceQL. */
  readonly service: string;
  readonly route: string;
  /** The share of matching traces that is asked for, above 0 to 1. */
  readonly rate: number;
  /** What is left of the rate to stay within the budget. */
  readonly effectiveRate: number;
  readonly reachBackFor: Nanos;
  readonly budgetSpansPerSecond: number;
  readonly reason: string;
  readonly opener: string;
  readonly matchedTraces: number;
  readonly keptTraces: number;
  readonly keptSpans: number;
  /** In scope and within the rate, but beyond the budget: left to the policy. */
  readonly overBudgetTraces: number;
  readonly keptShare: number;
  readonly reachBack: ReachBack;
  /** Null while it is open. */
  readonly summary: WindowSummary | null;
}

/** What is asked of the server to open one. Exactly one of `query` and `service` with `route` says for what. */
export interface WindowRequest {
  readonly scope: { readonly q: string } | { readonly service?: string; readonly route?: string };
  readonly rate: number;
  readonly ttl: string;
  readonly reachBack: string;
  readonly budget: { readonly spansPerSecond: number };
  readonly reason: string;
  readonly opener: "person";
}
