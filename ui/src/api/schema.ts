import * as v from "valibot";
import type { AttributeValue } from "../types/attribute";
import type { SearchPage } from "../types/search";
import type { ServerStatus } from "../types/status";
import type { Trace } from "../types/trace";
import { anyValue, attributeList } from "./anyValue";
import { amount, dropped, epoch, instant, length, offset, text } from "./fields";

/** The border: what arrives is checked field by field and given its unit once. Unknown fields are dropped. */

const attributes = v.optional(attributeList, []);

const serviceCount = v.object({ name: v.string(), spanCount: amount, errorCount: amount });

const span = v.object({
  spanId: v.string(),
  parentSpanId: v.optional(v.nullable(v.string()), null),
  parent: v.optional(v.nullable(amount), null),
  name: v.string(),
  kind: v.picklist(["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"]),
  startOffsetNanos: offset,
  durationNanos: length,
  clockShiftNanos: v.optional(offset, 0),
  status: v.object({ code: v.picklist(["UNSET", "OK", "ERROR"]), message: text }),
  resource: amount,
  scope: amount,
  attributes,
  droppedAttributesCount: dropped,
  events: v.optional(v.array(v.object({ offsetNanos: offset, name: text, attributes })), []),
  droppedEventsCount: dropped,
  links: v.optional(v.array(v.object({ traceId: v.string(), spanId: v.string(), traceState: text, attributes })), []),
  droppedLinksCount: dropped,
  traceState: text,
  flags: v.optional(amount, 0),
});

const wireTrace = v.object({
  traceId: v.string(),
  startUnixNanos: epoch,
  durationNanos: length,
  root: v.nullable(v.object({ span: amount })),
  completeness: v.object({ state: v.picklist(["complete", "late", "partial"]), reasons: v.array(v.string()) }),
  decision: v.optional(
    v.nullable(
      v.object({
        decision: v.string(),
        rule: v.optional(v.nullable(v.string()), null),
        trigger: v.optional(v.nullable(v.string()), null),
        probability: v.optional(v.nullable(v.number()), null),
        windowId: v.optional(v.nullable(v.string()), null),
        reason: text,
      }),
    ),
    null,
  ),
  services: v.array(serviceCount),
  resources: v.array(v.object({ service: v.string(), attributes, schemaUrl: text })),
  scopes: v.array(v.object({ name: text, version: text, attributes })),
  spans: v.array(span),
  criticalPath: v.object({
    segments: v.array(v.object({ span: amount, startOffsetNanos: offset, durationNanos: length })),
  }),
  clocks: v.optional(
    v.array(
      v.object({
        name: v.string(),
        services: v.array(v.string()),
        shiftNanos: offset,
        calls: amount,
        fitting: amount,
      }),
    ),
    [],
  ),
  warnings: v.optional(v.array(v.string()), []),
  truncatedSpans: v.optional(amount, 0),
});

type WireTrace = v.InferOutput<typeof wireTrace>;

/** Indexes must point at something, and parents must come before their children: every later step relies on it. */
function consistent(wire: WireTrace): boolean {
  const { spans, resources, scopes } = wire;
  return (
    spans.every(
      (one, i) =>
        (one.parent === null || one.parent < i) &&
        one.resource < resources.length &&
        (one.scope < scopes.length || scopes.length === 0),
    ) &&
    wire.criticalPath.segments.every((segment) => segment.span < spans.length) &&
    (wire.root === null || wire.root.span < spans.length)
  );
}

function toTrace(wire: WireTrace): Trace {
  return {
    traceId: wire.traceId,
    start: wire.startUnixNanos,
    duration: wire.durationNanos,
    root: wire.root?.span ?? null,
    completeness: wire.completeness,
    decision: wire.decision,
    services: wire.services,
    resources: wire.resources,
    scopes: wire.scopes,
    spans: wire.spans.map((one) => ({
      spanId: one.spanId,
      parentSpanId: one.parentSpanId,
      parent: one.parent,
      name: one.name,
      kind: one.kind,
      start: one.startOffsetNanos,
      duration: one.durationNanos,
      clockShift: one.clockShiftNanos,
      status: one.status,
      service: wire.resources[one.resource]!.service,
      resource: one.resource,
      scope: one.scope,
      attributes: one.attributes,
      droppedAttributes: one.droppedAttributesCount,
      events: one.events.map((event) => ({
        offset: event.offsetNanos,
        name: event.name,
        attributes: event.attributes,
      })),
      droppedEvents: one.droppedEventsCount,
      links: one.links,
      droppedLinks: one.droppedLinksCount,
      traceState: one.traceState,
      flags: one.flags,
    })),
    path: wire.criticalPath.segments.map((segment) => ({
      span: segment.span,
      start: segment.startOffsetNanos,
      duration: segment.durationNanos,
    })),
    clocks: wire.clocks.map(({ shiftNanos, ...clock }) => ({ ...clock, shift: shiftNanos })),
    warnings: wire.warnings,
    truncatedSpans: wire.truncatedSpans,
  };
}

export const trace: v.GenericSchema<unknown, Trace> = v.pipe(
  wireTrace,
  v.check(consistent, "an index of a span, resource or scope points nowhere"),
  v.transform(toTrace),
);

const matchedSpan = v.pipe(
  v.object({
    spanId: v.string(),
    service: v.string(),
    name: v.string(),
    startUnixNanos: epoch,
    durationNanos: length,
    status: v.picklist(["UNSET", "OK", "ERROR"]),
  }),
  v.transform(({ startUnixNanos, durationNanos, ...rest }) => ({
    ...rest,
    start: startUnixNanos,
    duration: durationNanos,
  })),
);

const summary = v.pipe(
  v.object({
    traceId: v.string(),
    rootService: v.nullable(v.string()),
    rootName: v.nullable(v.string()),
    startUnixNanos: epoch,
    durationNanos: length,
    spanCount: amount,
    errorCount: amount,
    services: v.array(serviceCount),
    probability: v.optional(v.number(), 1),
    windowId: v.optional(v.nullable(v.string()), null),
    matched: amount,
    matchedSpans: v.array(matchedSpan),
  }),
  v.transform(({ startUnixNanos, durationNanos, ...rest }) => ({
    ...rest,
    start: startUnixNanos,
    duration: durationNanos,
  })),
);

export const searchPage: v.GenericSchema<unknown, SearchPage> = v.object({
  traces: v.array(summary),
  cursor: v.optional(v.nullable(v.string()), null),
  completeFrom: v.optional(v.nullable(instant), null),
  partial: v.boolean(),
  inspectedSpans: amount,
  inspectedBytes: amount,
  segmentsRead: amount,
  segmentsPruned: amount,
  elapsedMillis: v.pipe(v.number(), v.minValue(0)),
});

export const services: v.GenericSchema<unknown, { services: string[]; truncated: boolean }> = v.object({
  services: v.array(v.string()),
  truncated: v.boolean(),
});

export const spanNames: v.GenericSchema<unknown, { spanNames: string[]; truncated: boolean }> = v.object({
  spanNames: v.array(v.string()),
  truncated: v.boolean(),
});

export const attributeKeys: v.GenericSchema<unknown, { keys: string[]; truncated: boolean }> = v.object({
  keys: v.array(v.string()),
  truncated: v.boolean(),
});

export const attributeValues: v.GenericSchema<unknown, { values: AttributeValue[]; truncated: boolean }> = v.object({
  values: v.array(anyValue),
  truncated: v.boolean(),
});

const perReason = v.record(v.string(), amount);
const when = v.optional(v.nullable(v.string()), null);

export const status: v.GenericSchema<unknown, ServerStatus> = v.object({
  version: v.string(),
  uptimeSeconds: v.pipe(v.number(), v.minValue(0)),
  listen: v.optional(v.record(v.string(), v.number()), {}),
  balance: v.object({
    received: amount,
    refused: perReason,
    sampledOut: amount,
    stored: amount,
    failed: perReason,
    pending: amount,
  }),
  refusedRequests: v.optional(perReason, {}),
  journal: v.optional(
    v.nullable(
      v.object({ bytes: amount, unreleasedBytes: amount, segments: amount, oldest: when, damagedRecords: amount }),
    ),
    null,
  ),
  store: v.object({
    spans: amount,
    hotSpans: amount,
    bytes: amount,
    files: amount,
    oldest: when,
    newest: when,
    expiredSpans: amount,
  }),
});
