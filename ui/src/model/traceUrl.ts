import { NANOS_PER_MILLI, nanos } from "../types/time";
import { type Find } from "./find";
import { type Folds } from "./rows";
import type { Window } from "./timeline";

/** Everything of a trace page that a link keeps. */
export interface TraceView {
  /** A key of `Tree.keys`. */
  readonly span: string | null;
  readonly zoom: Window | null;
  readonly folds: Folds;
  readonly find: Find;
  readonly showPath: boolean;
  readonly table: boolean;
  /** Times as they were sent, with each host's clock. */
  readonly raw: boolean;
}

/** A link stays short enough for chat programs; what is folded beyond this is not shared. */
const FOLDS_MAX = 60;

/** `zoom=166-853.5` counts milliseconds from the trace's start. Whatever is malformed is as if it were not there. */
export function parseTraceView(search: string): TraceView {
  const query = new URLSearchParams(search);
  const only = new Set((query.get("only") ?? "").split(","));
  return {
    span: /^[0-9a-f]{16}(-\d{1,6})?$/i.test(query.get("span") ?? "") ? query.get("span")!.toLowerCase() : null,
    zoom: parseZoom(query.get("zoom")),
    folds: new Set(
      (query.get("fold") ?? "")
        .split(".")
        .filter((key) => /^x?[0-9a-f]{16}(-\d{1,6})?$/.test(key))
        .map((key) => key.replace("x", "+")),
    ),
    find: {
      text: query.get("find") ?? "",
      errors: only.has("errors"),
      databases: only.has("databases"),
      service: query.get("service"),
    },
    showPath: query.get("path") !== "off",
    table: query.get("view") === "table",
    raw: query.get("times") === "raw",
  };
}

function parseZoom(text: string | null): Window | null {
  const match = /^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)$/.exec(text ?? "");
  if (match === null) return null;
  const [from, to] = [Number(match[1]), Number(match[2])];
  return to > from ? { from: nanos(from * NANOS_PER_MILLI), to: nanos(to * NANOS_PER_MILLI) } : null;
}

export function formatTraceView(view: TraceView): string {
  const query = new URLSearchParams();
  if (view.span !== null) query.set("span", view.span);
  if (view.zoom !== null) query.set("zoom", `${millis(view.zoom.from)}-${millis(view.zoom.to)}`);
  const folds = [...view.folds].slice(0, FOLDS_MAX).map((key) => key.replace("+", "x"));
  if (folds.length > 0) query.set("fold", folds.join("."));
  if (view.find.text !== "") query.set("find", view.find.text);
  const only = [view.find.errors ? "errors" : "", view.find.databases ? "databases" : ""].filter(Boolean);
  if (only.length > 0) query.set("only", only.join(","));
  if (view.find.service !== null) query.set("service", view.find.service);
  if (!view.showPath) query.set("path", "off");
  if (view.table) query.set("view", "table");
  if (view.raw) query.set("times", "raw");
  return query.toString();
}

const millis = (time: number): string => String(Math.round(time / 1e2) / 1e4);

/** `7F3A9C1` and `7f3a9c1` name the same trace; null for what cannot be a trace id. */
export function traceIdIn(text: string): string | null {
  const id = text.trim().toLowerCase();
  return /^[0-9a-f]{1,32}$/.test(id) && !/^0+$/.test(id) ? id : null;
}
