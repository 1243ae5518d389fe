import * as v from "valibot";
import type { Explanation } from "../types/explanation";
import type { ErrorKind, PolicyView, Simulation } from "../types/policy";
import type { IncidentWindow } from "../types/window";
import { amount, epoch, instant, length, named, rate, seconds, text } from "./fields";

/** The answers about sampling: the policy, a draft of one, incident windows, and why a trace is there or not. */

const source = v.picklist(["built-in", "file", "api"]);

const rule = v.object({
  name: v.string(),
  when: named,
  tenants: v.optional(v.array(v.string()), []),
  sample: named,
  matched: amount,
  kept: amount,
  keptSpans: amount,
  matchedPerSecond: rate,
  keptPerSecond: rate,
});

const limit = v.optional(v.nullable(rate), null);

const budgetFields = {
  name: text,
  spansPerSecond: limit,
  bytesPerDay: limit,
  baselineFactor: rate,
  errorFactor: rate,
  storedSpansPerSecond: limit,
  storedBytesPerSecond: limit,
};

const budgets = v.optional(v.array(v.object(budgetFields)), []);

const budget = v.pipe(
  v.object({ ...budgetFields, tenants: budgets, services: budgets }),
  v.transform(({ tenants, services, ...total }) => ({ total, tenants, services })),
);

const problem = v.object({ line: amount, column: amount, detail: v.string() });

export const policy: v.GenericSchema<unknown, PolicyView> = v.object({
  source,
  file: named,
  generation: amount,
  since: instant,
  yaml: v.string(),
  rules: v.array(rule),
  budget,
  rejected: v.optional(v.nullable(v.object({ source, since: instant, problems: v.array(problem) })), null),
});

const errorKind: v.GenericSchema<unknown, ErrorKind> = v.object({
  service: v.string(),
  spanName: v.string(),
  errorType: text,
});

const keptAmount = {
  keptTraces: amount,
  keptSpans: amount,
  keptSpansPerSecond: rate,
  bytesPerDay: rate,
};

export const simulation: v.GenericSchema<unknown, Simulation> = v.pipe(
  v.object({
    traces: amount,
    spans: amount,
    ...keptAmount,
    today: v.object(keptAmount),
    rules: v.array(v.object({ name: v.string(), matched: amount, kept: amount })),
    lost: v.object({
      services: v.array(v.string()),
      errorKinds: v.array(errorKind),
      truncated: v.optional(v.boolean(), false),
    }),
    incomplete: v.optional(v.boolean(), false),
    from: instant,
    to: instant,
    sampledTraces: amount,
  }),
  v.transform(({ keptTraces, keptSpans, keptSpansPerSecond, bytesPerDay, ...rest }) => ({
    ...rest,
    draft: { keptTraces, keptSpans, keptSpansPerSecond, bytesPerDay },
  })),
);

const reachBack = v.object({
  state: v.picklist(["none", "waiting", "running", "done", "cancelled", "failed"]),
  from: v.optional(v.nullable(instant), null),
  matchedTraces: v.optional(amount, 0),
  keptTraces: v.optional(amount, 0),
  keptSpans: v.optional(amount, 0),
  overBudgetTraces: v.optional(amount, 0),
  incomplete: v.optional(v.boolean(), false),
  detail: text,
});

const windowService = v.object({
  service: named,
  matchedTraces: amount,
  keptTraces: amount,
  keptSpans: amount,
});

const summary = v.pipe(
  v.object({
    final: v.boolean(),
    openSeconds: seconds,
    keptSpansPerSecond: rate,
    keptShare: rate,
    byService: v.array(windowService),
  }),
  v.transform(({ openSeconds, ...rest }) => ({ ...rest, open: openSeconds })),
);

export const incidentWindow: v.GenericSchema<unknown, IncidentWindow> = v.pipe(
  v.object({
    id: v.string(),
    state: v.picklist(["open", "closing", "closed"]),
    opensAt: instant,
    closesAt: instant,
    scope: v.object({ q: v.string(), service: text, route: text }),
    rate,
    effectiveRate: rate,
    reachBackSeconds: seconds,
    budget: v.object({ spansPerSecond: rate }),
    reason: text,
    opener: text,
    matchedTraces: amount,
    keptTraces: amount,
    keptSpans: amount,
    overBudgetTraces: amount,
    keptShare: rate,
    reachBack,
    summary: v.nullable(summary),
  }),
  v.transform(({ scope, reachBackSeconds, budget: { spansPerSecond }, ...rest }) => ({
    ...rest,
    query: scope.q,
    service: scope.service,
    route: scope.route,
    reachBackFor: reachBackSeconds,
    budgetSpansPerSecond: spansPerSecond,
  })),
);

export const windows: v.GenericSchema<unknown, { windows: IncidentWindow[] }> = v.object({
  windows: v.array(incidentWindow),
});

export const explanation: v.GenericSchema<unknown, Explanation> = v.pipe(
  v.object({
    traceId: v.string(),
    decision: v.picklist(["keep", "drop", "pending"]),
    rule: named,
    trigger: named,
    probability: v.optional(v.nullable(rate), null),
    windowId: named,
    decidedAt: v.optional(v.nullable(instant), null),
    firstArrivalAt: v.optional(v.nullable(instant), null),
    root: v.optional(v.nullable(v.object({ service: text, name: text })), null),
    startUnixNanos: v.optional(v.nullable(epoch), null),
    durationNanos: v.optional(v.nullable(length), null),
    spanCount: v.optional(v.nullable(amount), null),
    bytes: v.optional(v.nullable(amount), null),
    errorKinds: v.optional(v.nullable(v.array(errorKind)), null),
    reason: text,
  }),
  v.transform(({ startUnixNanos, durationNanos, ...rest }) => ({
    ...rest,
    start: startUnixNanos,
    duration: durationNanos,
  })),
);
