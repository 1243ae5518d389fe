import { describe, expect, it } from "vitest";
import { readValue } from "../src/api/anyValue";
import { validate } from "../src/api/http";
import { ApiError, problemOf, UnreachableError } from "../src/api/problem";
import * as schema from "../src/api/schema";

const span = {
  spanId: "563d623c76514f8e",
  parentSpanId: null,
  parent: null,
  depth: 0,
  name: "POST /checkout",
  kind: "SERVER",
  startOffsetNanos: 0,
  durationNanos: 913_000_000,
  status: { code: "UNSET", message: "" },
  resource: 0,
  scope: 0,
  attributes: [{ key: "http.route", value: { stringValue: "/checkout" } }],
  droppedAttributesCount: 0,
  events: [{ offsetNanos: 3_000_000, name: "exception", attributes: [] }],
  droppedEventsCount: 0,
  links: [],
  droppedLinksCount: 0,
  traceState: "",
  flags: 257,
};

const trace = {
  traceId: "7f3a9c1000000000fedcba9876543210",
  startUnixNanos: "1795349947482000001",
  durationNanos: 913_000_000,
  root: { span: 0, service: "gateway", name: "POST /checkout" },
  completeness: { state: "complete", reasons: [] },
  decision: { decision: "keep", rule: "baseline", probability: 1 },
  services: [{ name: "gateway", spanCount: 1, errorCount: 0 }],
  resources: [{ service: "gateway", attributes: [], schemaUrl: "", droppedAttributesCount: 0 }],
  scopes: [{ name: "io.opentelemetry.jetty-12.0", version: "2.33.1", attributes: [], schemaUrl: "" }],
  spans: [span],
  criticalPath: { segments: [{ span: 0, startOffsetNanos: 0, durationNanos: 913_000_000 }], totalNanos: 913_000_000 },
  warnings: [],
  truncatedSpans: 0,
};

const read = (body: unknown) => validate("traces", schema.trace, body);

describe("a trace's answer", () => {
  it("becomes a trace with exact times", () => {
    const found = read(trace);
    expect(found.start).toBe(1795349947482000001n);
    expect(found.spans[0]).toMatchObject({ service: "gateway", start: 0, duration: 913_000_000, droppedAttributes: 0 });
    expect(found.spans[0]!.events[0]).toMatchObject({ offset: 3_000_000 });
    expect(found.path).toEqual([{ span: 0, start: 0, duration: 913_000_000 }]);
    expect(found.root).toBe(0);
  });
  it("may have further fields", () => {
    expect(read({ ...trace, usual: { p95: 1 } }).traceId).toBe(trace.traceId);
  });
  it("may hold spans that end before they start", () => {
    expect(read({ ...trace, spans: [{ ...span, durationNanos: -5 }] }).spans[0]!.duration).toBe(-5);
  });
  it("may have no root and no decision yet", () => {
    const found = read({ ...trace, root: null, decision: null, criticalPath: { segments: [] } });
    expect([found.root, found.decision, found.path]).toEqual([null, null, []]);
  });
  it("is refused with the field that is not as documented", () => {
    expect(() => read({ ...trace, spans: [{ ...span, kind: "LOUD" }] })).toThrow(/spans\.0\.kind/);
    expect(() => read({ ...trace, startUnixNanos: 12 })).toThrow(/startUnixNanos/);
    expect(() => read({ ...trace, spans: [{ ...span, attributes: [{ key: 1 }] }] })).toThrow(/spans\.0\.attributes/);
    expect(() => read(null)).toThrow(UnreachableError);
  });
  it("is refused when an index points nowhere", () => {
    expect(() => read({ ...trace, spans: [{ ...span, resource: 7 }] })).toThrow(/points nowhere/);
    expect(() => read({ ...trace, spans: [{ ...span, parent: 0 }] })).toThrow(/points nowhere/);
    expect(() =>
      read({ ...trace, criticalPath: { segments: [{ span: 5, startOffsetNanos: 0, durationNanos: 1 }] } }),
    ).toThrow(/points nowhere/);
  });
});

describe("attribute values", () => {
  it("are read in all their kinds", () => {
    expect(readValue({ stringValue: "" })).toEqual({ type: "string", value: "" });
    expect(readValue({ intValue: "9223372036854775807" })).toEqual({ type: "int", value: "9223372036854775807" });
    expect(readValue({ boolValue: false })).toEqual({ type: "bool", value: false });
    expect(readValue({ doubleValue: "NaN" })).toEqual({ type: "double", value: NaN });
    expect(readValue({ bytesValue: "AQI=" })).toEqual({ type: "bytes", value: "AQI=" });
    expect(readValue({})).toEqual({ type: "empty" });
    expect(readValue({ arrayValue: { values: [{ intValue: 1 }] } })).toEqual({
      type: "array",
      value: [{ type: "int", value: "1" }],
    });
    expect(readValue({ kvlistValue: { values: [{ key: "a", value: {} }] } })).toEqual({
      type: "kvlist",
      value: [{ key: "a", value: { type: "empty" } }],
    });
  });
  it("are refused when they are something else, or nested without end", () => {
    expect(readValue({ intValue: "1.5" })).toBeUndefined();
    expect(readValue({ somethingNew: 1 })).toBeUndefined();
    expect(readValue("text")).toBeUndefined();
    let deep: unknown = {};
    for (let i = 0; i < 100; i++) deep = { arrayValue: { values: [deep] } };
    expect(readValue(deep)).toBeUndefined();
  });
});

describe("the other answers", () => {
  it("read a search page", () => {
    const body = {
      traces: [
        {
          traceId: "aa",
          rootService: null,
          rootName: null,
          startUnixNanos: "1",
          durationNanos: 5,
          spanCount: 1,
          errorCount: 0,
          services: [],
          matched: 1,
          matchedSpans: [
            { spanId: "bb", service: "s", name: "n", startUnixNanos: "1", durationNanos: 5, status: "ERROR" },
          ],
        },
      ],
      cursor: null,
      completeFrom: "2026-11-22T14:03:10Z",
      partial: false,
      inspectedSpans: 1,
      inspectedBytes: 1,
      segmentsRead: 1,
      segmentsPruned: 0,
      elapsedMillis: 1,
    };
    const page = validate("search", schema.searchPage, body);
    expect(page.completeFrom).toBe(Date.UTC(2026, 10, 22, 14, 3, 10));
    expect(page.traces[0]!.matchedSpans[0]).toMatchObject({ start: 1n, duration: 5 });
    expect(() => validate("search", schema.searchPage, { ...body, completeFrom: "yesterday" })).toThrow(/completeFrom/);
  });
  it("read the status with and without a journal", () => {
    const body = {
      version: "0.1.0",
      uptimeSeconds: 12,
      balance: { received: 100, refused: { "too-old": 1 }, sampledOut: 0, stored: 98, failed: {}, pending: 1 },
      refusedRequests: { malformed: 2 },
      store: {
        spans: 98,
        hotSpans: 98,
        bytes: 4312,
        files: 0,
        oldest: null,
        newest: "2026-11-22T14:03:12Z",
        expiredSpans: 0,
      },
    };
    expect(validate("status", schema.status, body).journal).toBeNull();
    expect(() => validate("status", schema.status, { ...body, balance: { ...body.balance, stored: -1 } })).toThrow(
      /balance\.stored/,
    );
  });
});

describe("problem details", () => {
  it("keep the place in the query", () => {
    const problem = problemOf(400, {
      title: "Query is wrong",
      detail: "needs a unit",
      position: 13,
      length: 3,
      field: "q",
      limit: 8,
    });
    expect(problem).toEqual({
      status: 400,
      title: "Query is wrong",
      detail: "needs a unit",
      field: "q",
      limit: "8",
      position: 13,
      length: 3,
      problems: [],
    });
    expect(new ApiError(problem).yours).toBe(true);
  });
  it("are made up when the answer has none, and tell whose fault it is", () => {
    expect(problemOf(502, null).title).toBe("HTTP 502");
    expect(new ApiError(problemOf(502, "<html>")).yours).toBe(false);
    expect(new ApiError(problemOf(429, {})).yours).toBe(false);
  });
});
