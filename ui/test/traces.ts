import { nanos, epochNanosOf, NANOS_PER_MILLI } from "../src/types/time";
import type { Attribute } from "../src/types/attribute";
import type { PathSegment, Span, SpanKind, StatusCode, Trace } from "../src/types/trace";

/** A span as a test describes it, times in milliseconds. `parent` is an index, null for a root. */
export interface Sketch {
  readonly parent: number | null;
  readonly service?: string;
  readonly name?: string;
  readonly kind?: SpanKind;
  readonly at: number;
  readonly ms: number;
  readonly status?: StatusCode;
  readonly attributes?: Readonly<Record<string, string>>;
}

const ms = (value: number) => nanos(value * NANOS_PER_MILLI);

export const spanIdOf = (index: number): string => (index + 1).toString(16).padStart(16, "0");

/** Sketches must be in depth-first order, as the API sends spans. `path` is `[span, from, to]` in milliseconds. */
export function traceOf(sketches: readonly Sketch[], path: readonly (readonly [number, number, number])[] = []): Trace {
  const services = [...new Set(sketches.map((sketch) => sketch.service ?? "shop"))];
  return {
    traceId: "7f3a9c1000000000fedcba9876543210",
    start: epochNanosOf("1795349947482000000"),
    duration: ms(Math.max(...sketches.map((sketch) => sketch.at + sketch.ms))),
    root: sketches[0]?.parent === null ? 0 : null,
    completeness: { state: "complete", reasons: [] },
    decision: null,
    services: services.map((name) => ({
      name,
      spanCount: sketches.filter((sketch) => (sketch.service ?? "shop") === name).length,
      errorCount: sketches.filter((sketch) => (sketch.service ?? "shop") === name && sketch.status === "ERROR").length,
    })),
    resources: services.map((service) => ({ service, attributes: [], schemaUrl: "" })),
    scopes: [],
    spans: sketches.map((sketch, index) => spanOf(sketch, index, services)),
    path: path.map(([span, from, to]): PathSegment => ({ span, start: ms(from), duration: ms(to - from) })),
    clocks: [],
    warnings: [],
    truncatedSpans: 0,
  };
}

function spanOf(sketch: Sketch, index: number, services: readonly string[]): Span {
  const service = sketch.service ?? "shop";
  return {
    spanId: spanIdOf(index),
    parentSpanId: sketch.parent === null ? null : spanIdOf(sketch.parent),
    parent: sketch.parent,
    name: sketch.name ?? `span ${index}`,
    kind: sketch.kind ?? "INTERNAL",
    start: ms(sketch.at),
    duration: ms(sketch.ms),
    clockShift: ms(0),
    status: { code: sketch.status ?? "UNSET", message: "" },
    service,
    resource: services.indexOf(service),
    scope: 0,
    attributes: Object.entries(sketch.attributes ?? {}).map(([key, value]): Attribute => ({
      key,
      value: { type: "string", value },
    })),
    droppedAttributes: 0,
    events: [],
    droppedEvents: 0,
    links: [],
    droppedLinks: 0,
    traceState: "",
    flags: 1,
  };
}

/** A gateway calls a shop, which runs three equal statements and one that fails; a queue hands work on. */
export const SHOP: readonly Sketch[] = [
  { parent: null, service: "gateway", name: "POST /checkout", kind: "SERVER", at: 0, ms: 100 },
  { parent: 0, service: "gateway", name: "POST", kind: "CLIENT", at: 10, ms: 80 },
  { parent: 1, service: "shop", name: "POST /orders", kind: "SERVER", at: 15, ms: 70 },
  {
    parent: 2,
    service: "shop",
    name: "SELECT stock",
    kind: "CLIENT",
    at: 20,
    ms: 5,
    attributes: { "db.system.name": "postgresql" },
  },
  {
    parent: 2,
    service: "shop",
    name: "SELECT stock",
    kind: "CLIENT",
    at: 26,
    ms: 5,
    attributes: { "db.system.name": "postgresql" },
  },
  {
    parent: 2,
    service: "shop",
    name: "SELECT stock",
    kind: "CLIENT",
    at: 32,
    ms: 5,
    attributes: { "db.system.name": "postgresql" },
  },
  {
    parent: 2,
    service: "shop",
    name: "INSERT orders",
    kind: "CLIENT",
    at: 40,
    ms: 40,
    status: "ERROR",
    attributes: { "db.system.name": "postgresql" },
  },
  { parent: 2, service: "shop", name: "send orders", kind: "PRODUCER", at: 80, ms: 2 },
  { parent: 7, service: "mail", name: "process orders", kind: "CONSUMER", at: 90, ms: 30 },
];

export const SHOP_PATH: readonly (readonly [number, number, number])[] = [
  [0, 0, 10],
  [1, 10, 15],
  [2, 15, 20],
  [3, 20, 25],
  [2, 25, 26],
  [4, 26, 31],
  [2, 31, 32],
  [5, 32, 37],
  [2, 37, 40],
  [6, 40, 80],
  [7, 80, 82],
  [2, 82, 85],
  [1, 85, 90],
  [0, 90, 100],
];

export const shop = (): Trace => traceOf(SHOP, SHOP_PATH);
