import { describe, expect, it } from "vitest";
import { balanceParts, balanceSum, imbalance } from "../src/model/balance";
import { attributeLiteral, attributeName, durationLiteral, EMPTY_BUILDER, writeQuery } from "../src/model/builder";
import {
  completeDownTo,
  errorParts,
  exploreVerdict,
  nextIndex,
  queryFixes,
  bareDuration,
} from "../src/model/exploreWords";
import { attributeLink, slowerLink } from "../src/model/filterLink";
import { matches, neighbour, NO_FIND, wordsOf } from "../src/model/find";
import { DEFAULT_RANGE, resolve } from "../src/model/range";
import { inspected, resultRows } from "../src/model/results";
import { nextError, stepRow } from "../src/model/traceMoves";
import { NOTHING_FOLDED, visibleRows } from "../src/model/rows";
import { buildTree } from "../src/model/tree";
import { epochMillis, epochNanosOf, nanos } from "../src/types/time";
import type { SearchPage, TraceSummary } from "../src/types/search";
import { destination } from "../src/pages/chrome/Jump";
import { shop } from "./traces";

const NOW = epochMillis(Date.UTC(2026, 10, 22, 14, 32, 0));

const summary = (part: Partial<TraceSummary> = {}): TraceSummary => ({
  traceId: "7f3a9c1000000000fedcba9876543210",
  rootService: "gateway",
  rootName: "POST /checkout",
  start: epochNanosOf(String(BigInt(NOW - 5_000) * 1_000_000n)),
  duration: nanos(913e6),
  spanCount: 4,
  errorCount: 0,
  services: [
    { name: "gateway", spanCount: 1, errorCount: 0 },
    { name: "shop", spanCount: 3, errorCount: 0 },
  ],
  probability: 1,
  windowId: null,
  matched: 4,
  matchedSpans: [],
  ...part,
});

const page = (part: Partial<SearchPage> = {}): SearchPage => ({
  traces: [summary()],
  cursor: null,
  completeFrom: epochMillis(NOW - 3_600_000),
  partial: false,
  inspectedSpans: 120_000,
  inspectedBytes: 2_400_000,
  segmentsRead: 3,
  segmentsPruned: 38,
  elapsedMillis: 12,
  ...part,
});

describe("the builder", () => {
  it("writes TraceQL", () => {
    expect(
      writeQuery({
        service: 'a "b"',
        name: "GET /x",
        minDuration: "300",
        errors: true,
        attributeKey: "span.http.route",
        attributeValue: "/cart",
      }),
    ).toBe(
      '{ resource.service.name = "a \\"b\\"" && name = "GET /x" && duration >= 300ms && status = error && span.http.route = "/cart" }',
    );
    expect(writeQuery(EMPTY_BUILDER)).toBe("");
  });
  it("takes durations with and without a unit", () => {
    expect(durationLiteral("1.5 s")).toBe("1.5s");
    expect(durationLiteral("0")).toBeNull();
    expect(durationLiteral("fast")).toBeNull();
  });
  it("keeps numbers numbers and quotes the rest", () => {
    expect(attributeLiteral("42")).toBe("42");
    expect(attributeLiteral("true")).toBe("true");
    expect(attributeLiteral('"42"')).toBe('"42"');
    expect(attributeLiteral("4.18.0")).toBe('"4.18.0"');
  });
  it("gives a key without a scope a leading dot, and quotes odd ones", () => {
    expect(attributeName("http.route")).toBe(".http.route");
    expect(attributeName("resource.service.version")).toBe("resource.service.version");
    expect(attributeName("span.a b")).toBe('span."a b"');
  });
});

describe("Explore's words", () => {
  const view = { query: "{ status = error }", range: DEFAULT_RANGE };
  const said = (pages: SearchPage[]) =>
    exploreVerdict(pages, view, resolve(view.range, NOW), NOW)
      .map((piece) => piece.text)
      .join("");
  it("say how many, when and how long", () => {
    expect(said([page()])).toBe("1 trace that matches in the last hour, the longest 913 ms.");
  });
  it("do not claim to have all when there is more", () => {
    expect(said([page({ cursor: "x", traces: [summary(), summary({ errorCount: 2 })] })])).toBe(
      "The newest 2 traces that match in the last hour; 1 with errors, the longest 913 ms.",
    );
  });
  it("say how far the answer is complete, unless it is all", () => {
    expect(completeDownTo([page()], NOW)).toBeNull();
    expect(completeDownTo([page({ partial: true })], NOW)).not.toBeNull();
  });
  it("offer the name that the server proposes", () => {
    expect(queryFixes("{ durati > 3s }", 2, 6, 'no intrinsic; did you mean "duration"? Else …')).toEqual([
      "{ duration > 3s }",
    ]);
  });
  it("warn of a duration that is nanoseconds", () => {
    expect(bareDuration("{ name = `x` && duration>=300 }")).toEqual({
      number: "300",
      fixes: ["{ name = `x` && duration>=300ms }", "{ name = `x` && duration>=300s }"],
    });
    expect(bareDuration("{ duration > 300ms && .size > 30 && duration != 0 }")).toBeNull();
  });
  it("leave bytes out where all was in memory", () => {
    expect(inspected([{ ...page(), inspectedBytes: 0, segmentsRead: 1, segmentsPruned: 0 }])).toBe(
      "120\u202f000 spans in 1 of 1 segment, 12 ms",
    );
  });
  it("say what was inspected", () => {
    expect(inspected([page(), page()])).toBe("240\u202f000 spans, 4.8 MB in 6 of 82 segments, 24 ms");
  });
  it("underline the place that is wrong, also behind the end", () => {
    expect(errorParts("{ duration > 300 }", 13, 3)).toEqual(["{ duration > ", "300", " }"]);
    expect(errorParts("{ a =", 5, 0)).toEqual(["{ a =", "\u00a0", ""]);
    expect(errorParts("{ }", 99, 1)).toBeNull();
    expect(errorParts("{ }", null, null)).toBeNull();
  });
  it("offer a unit where one is missing, and nowhere else", () => {
    expect(queryFixes("{ duration > 300x }", 13, 4, "")).toEqual(["{ duration > 300ms }", "{ duration > 300s }"]);
    expect(queryFixes("{ .size > 300x }", 10, 4, "")).toEqual([]);
  });
  it("stay inside the list when moving", () => {
    expect([nextIndex(3, -1, 1), nextIndex(3, 2, 1), nextIndex(3, 0, -1)]).toEqual([0, 2, 0]);
  });
});

describe("a result", () => {
  it("is drawn on the scale of the longest", () => {
    const rows = resultRows([summary(), summary({ duration: nanos(456.5e6) })], NOW);
    expect(rows.map((row) => row.length)).toEqual([1, 0.5]);
    expect(rows[0]!.parts.map((part) => [part.service, part.share])).toEqual([
      ["shop", 0.75],
      ["gateway", 0.25],
    ]);
  });
  it("opens at the span that was looked for", () => {
    const hit = {
      spanId: "00000000000000aa",
      service: "shop",
      name: "INSERT",
      start: epochNanosOf("1"),
      duration: nanos(1),
      status: "UNSET" as const,
    };
    const [row] = resultRows([summary({ matched: 2, matchedSpans: [hit] })], NOW);
    expect(row!.href).toBe("/trace/7f3a9c1000000000fedcba9876543210?span=00000000000000aa");
    expect(row!.matched).toBe("shop INSERT ×2");
  });
  it("bears the mark of the window that kept it", () => {
    const [marked, plain] = resultRows([summary({ windowId: "w20261122T143100-4f2a" }), summary()], NOW);
    expect(marked!.window).toEqual({ short: "4f2a", id: "w20261122T143100-4f2a" });
    expect(plain!.window).toBeNull();
  });
  it("says that the root is missing", () => {
    expect(resultRows([summary({ rootService: null, rootName: null })], NOW)[0]!.name).toBe("no root yet");
  });
});

describe("the jump box", () => {
  it("knows trace ids, queries and services apart", () => {
    expect(destination(" 7F3A9C1 ")).toBe("/trace/7f3a9c1");
    expect(destination("{ status = error }")).toBe("/explore?q=%7B+status+%3D+error+%7D");
    expect(destination("payments")).toBe("/explore?q=%7B+resource.service.name+%3D+%22payments%22+%7D");
    expect(destination("  ")).toBeNull();
  });
});

describe("find in a trace", () => {
  const trace = shop();
  it("looks for all words in names, services and attributes", () => {
    expect(matches(trace, { ...NO_FIND, text: "postgresql insert" })).toEqual([6]);
    expect(matches(trace, { ...NO_FIND, text: "db.system.name=postgresql" })).toEqual([3, 4, 5, 6]);
    expect(matches(trace, { ...NO_FIND, errors: true })).toEqual([6]);
    expect(matches(trace, { ...NO_FIND, service: "mail" })).toEqual([8]);
    expect(matches(trace, NO_FIND)).toEqual([]);
  });
  it("keeps quoted words together", () => {
    expect(wordsOf('a "b c" d"')).toEqual(["a", "b c", 'd"']);
  });
  it("goes round", () => {
    expect(neighbour([3, 6], 6, 1)).toBe(3);
    expect(neighbour([3, 6], null, -1)).toBe(6);
    expect(neighbour([3, 6], 4, -1)).toBe(3);
    expect(neighbour([], 1, 1)).toBeNull();
  });
});

describe("moving in a trace", () => {
  const trace = shop();
  const rows = visibleRows(buildTree(trace), NOTHING_FOLDED);
  it("goes by rows, not by spans", () => {
    expect(stepRow(rows, null, 1)).toBe(0);
    expect(stepRow(rows, 0, 1)).toBe(2);
    expect(stepRow(rows, 4, 1)).toBe(6);
    expect(stepRow(rows, 8, 1)).toBeNull();
  });
  it("finds the next error, round the end", () => {
    expect(nextError(trace, null)).toBe(6);
    expect(nextError(trace, 6)).toBe(6);
  });
});

describe("links out of a trace", () => {
  const trace = shop();
  it("search around the trace's own time", () => {
    const link = attributeLink(trace, "span", {
      key: "db.system.name",
      value: { type: "string", value: "postgresql" },
    });
    expect(new URLSearchParams(link!.split("?")[1]).get("q")).toBe('{ span.db.system.name = "postgresql" }');
    expect(new URLSearchParams(link!.split("?")[1]).get("from")).toBe("2026-11-22T11:49:07.482Z");
  });
  it("are not offered for what TraceQL cannot compare", () => {
    expect(attributeLink(trace, "span", { key: "list", value: { type: "array", value: [] } })).toBeNull();
  });
  it("include the span itself among those as slow", () => {
    expect(new URLSearchParams(slowerLink(trace, trace.spans[6]!).split("?")[1]).get("q")).toBe(
      '{ resource.service.name = "shop" && name = "INSERT orders" && duration >= 40ms }',
    );
  });
});

describe("the balance", () => {
  const balance = { received: 100, refused: { "too-old": 1 }, sampledOut: 0, stored: 98, failed: {}, pending: 1 };
  it("adds up", () => {
    expect(imbalance(balance)).toBe(0);
    expect(balanceSum(balance)).toBe("98 stored + 1 pending + 1 refused");
    expect(balanceParts(balance).map((part) => part.share)).toEqual([0.98, 0, 0.01, 0.01, 0]);
  });
  it("shows what is unaccounted for", () => {
    expect(imbalance({ ...balance, stored: 90 })).toBe(8);
  });
});
