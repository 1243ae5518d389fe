import type { IncidentWindow, WindowRequest } from "../types/window";
import { NANOS_PER_SECOND, type Nanos } from "../types/time";
import { NEW_WINDOW } from "./samplingUrl";

/** The form that opens a window, as typed; all of it stands in the address, so that a link can fill it in. */
export interface WindowDraft {
  readonly by: "query" | "service";
  readonly query: string;
  readonly service: string;
  readonly route: string;
  /** In percent. */
  readonly rate: string;
  readonly ttl: string;
  readonly reachBack: string;
  readonly spansPerSecond: string;
  readonly reason: string;
}

/** The server's own defaults, written out so that they can be seen; but minutes before the opening are why one opens one. */
export const NEW_DRAFT: WindowDraft = {
  by: "query",
  query: "",
  service: "",
  route: "",
  rate: "100",
  ttl: "10m",
  reachBack: "5m",
  spansPerSecond: "5000",
  reason: "",
};

/** Names in the address, short enough to be typed. */
const PARAMS = [
  ["rate", "rate"],
  ["ttl", "ttl"],
  ["reachBack", "reach"],
  ["spansPerSecond", "budget"],
  ["reason", "reason"],
] as const;

export function parseWindowDraft(search: string): WindowDraft {
  const params = new URLSearchParams(search);
  const scope = {
    query: params.get("q") ?? "",
    service: params.get("service") ?? "",
    route: params.get("route") ?? "",
  };
  const by = params.has("q") || (scope.service === "" && scope.route === "") ? "query" : "service";
  const rest = PARAMS.map(([field, param]) => [field, params.get(param) ?? NEW_DRAFT[field]]);
  return { ...NEW_DRAFT, ...scope, ...Object.fromEntries(rest), by };
}

export function formatWindowDraft(draft: WindowDraft): string {
  const params = new URLSearchParams();
  if (draft.by === "query") {
    if (draft.query !== "") params.set("q", draft.query);
  } else {
    if (draft.service !== "") params.set("service", draft.service);
    if (draft.route !== "") params.set("route", draft.route);
  }
  for (const [field, param] of PARAMS) if (draft[field] !== NEW_DRAFT[field]) params.set(param, draft[field]);
  return params.toString();
}

/** The form, filled in with what a window was opened with. */
export function likeLink(window: IncidentWindow): string {
  const scoped = window.service !== "" || window.route !== "";
  const search = formatWindowDraft({
    by: scoped ? "service" : "query",
    query: window.query,
    service: window.service,
    route: window.route,
    rate: plainNumber(window.rate * 100),
    ttl: NEW_DRAFT.ttl,
    reachBack: seconds(window.reachBackFor),
    spansPerSecond: plainNumber(window.budgetSpansPerSecond),
    reason: window.reason,
  });
  return search === "" ? NEW_WINDOW : `${NEW_WINDOW}?${search}`;
}

export const queryWindowLink = (query: string): string =>
  query.trim() === "" ? NEW_WINDOW : `${NEW_WINDOW}?${new URLSearchParams({ q: query })}`;

const plainNumber = (value: number): string => String(Number(value.toPrecision(6)));

function seconds(value: Nanos): string {
  const whole = Math.round(value / NANOS_PER_SECOND);
  return whole % 60 === 0 && whole > 0 ? `${whole / 60}m` : `${whole}s`;
}

/** A field of the form, and what is wrong with it. */
export interface DraftProblem {
  readonly field: keyof WindowDraft;
  readonly detail: string;
}

export type DraftResult =
  | { readonly kind: "request"; readonly request: WindowRequest }
  | { readonly kind: "problem"; readonly problem: DraftProblem };

/** What the server would refuse without a reason that helps is told here; the rest is for the server to judge. */
export function toRequest(draft: WindowDraft): DraftResult {
  const rate = Number(draft.rate.replace("%", ""));
  const spansPerSecond = Number(draft.spansPerSecond);
  const problem = (field: keyof WindowDraft, detail: string): DraftResult => ({
    kind: "problem",
    problem: { field, detail },
  });
  if (draft.by === "query" && draft.query.trim() === "") return problem("query", "{ } stands for every trace");
  if (draft.by === "service" && draft.service.trim() === "" && draft.route.trim() === "")
    return problem("service", "a service, a route or both");
  if (draft.rate.trim() === "" || !Number.isFinite(rate)) return problem("rate", "a number of percent, such as 100");
  if (draft.spansPerSecond.trim() === "" || !Number.isFinite(spansPerSecond))
    return problem("spansPerSecond", "a number of spans per second, such as 5000");
  return {
    kind: "request",
    request: {
      scope: scopeOf(draft),
      rate: rate / 100,
      ttl: compact(draft.ttl),
      reachBack: reach(draft.reachBack),
      budget: { spansPerSecond },
      reason: draft.reason.trim(),
      opener: "person",
    },
  };
}

function scopeOf({ by, query, service, route }: WindowDraft): WindowRequest["scope"] {
  if (by === "query") return { q: query.trim() };
  return {
    ...(service.trim() === "" ? {} : { service: service.trim() }),
    ...(route.trim() === "" ? {} : { route: route.trim() }),
  };
}

/** `10 min` is meant as `10m`. */
const compact = (text: string): string =>
  text
    .trim()
    .replace(/\s+/g, "")
    .replace(/^(\d+)min$/, "$1m");

const reach = (text: string): string => (/^0*$/.test(text.trim()) ? "0s" : compact(text));

const FIELDS: readonly (readonly [string, (draft: WindowDraft) => keyof WindowDraft])[] = [
  ["scope", ({ by }) => (by === "query" ? "query" : "service")],
  ["rate", () => "rate"],
  ["ttl", () => "ttl"],
  ["reachBack", () => "reachBack"],
  ["budget", () => "spansPerSecond"],
  ["reason", () => "reason"],
];

/** Which field of the form the server's problem is about; null when it is about none of them. */
export function problemField(field: string | null, draft: WindowDraft): keyof WindowDraft | null {
  const name = (field ?? "").split(".")[0];
  if (field === "scope.route") return "route";
  return FIELDS.find(([prefix]) => prefix === name)?.[1](draft) ?? null;
}
