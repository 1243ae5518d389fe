import { describe, expect, it } from "vitest";
import { validate } from "../src/api/http";
import * as schema from "../src/api/metricsSchema";
import { axisTop, gapsOf, lastOf, linePath, shownValues, spread, timeTicks } from "../src/model/chart";
import { refreshMillis } from "../src/model/range";
import { edges, matching, nextSort, operations, seriesOf, serviceRows, sortedRows } from "../src/model/services";
import {
  formatServicesView,
  parseServicesView,
  serviceIn,
  serviceLink,
  SERVICES_RANGE,
  sharedServices,
} from "../src/model/servicesUrl";
import {
  errorBound,
  errorWords,
  gapSentences,
  gapsLimits,
  marked,
  quantileFigure,
  servicesVerdict,
  serviceVerdict,
} from "../src/model/servicesWords";
import type { Piece } from "../src/model/verdict";
import { epochMillis, nanos } from "../src/types/time";

const said = (pieces: readonly Piece[]) => pieces.map((piece) => piece.text).join("");
const identity = (value: number) => value;

const group = (labels: Record<string, string>, count: number, errors: number, p95: number | null = 20e6) => ({
  labels,
  count,
  errors,
  requestsPerSecond: count / 900,
  errorShare: count === 0 ? null : errors / count,
  meanNanos: 1,
  durationNanos: [
    { quantile: 0.5, value: 10e6 },
    { quantile: 0.95, value: p95 },
    { quantile: 0.99, value: 90e6 },
  ],
  exemplars: ["7f3a9c1000000000fedcba9876543210"],
});

const body = (...groups: object[]) => ({
  of: "spans",
  from: "2026-11-27T10:00:00Z",
  to: "2026-11-27T10:15:00Z",
  resolutionSeconds: 10,
  coveredSeconds: 900,
  relativeError: 0.0219,
  groupCount: groups.length,
  truncated: false,
  groups,
});

const totals = (...groups: object[]) => validate("metrics/totals", schema.totals, body(...groups));

const query = (covered: readonly number[], points: readonly (readonly [number, number | null])[]) => ({
  metric: "rate",
  unit: "perSecond",
  from: "2026-11-27T10:00:00Z",
  to: "2026-11-27T10:00:30Z",
  stepSeconds: 10,
  covered,
  series: [{ labels: { service: "cart" }, count: 3, errors: 0, points }],
});

describe("the answers", () => {
  it("give quantiles their names and steps their time", () => {
    const one = totals(group({ service: "cart" }, 900, 9)).groups[0]!;
    expect([one.p50, one.p95, one.p99]).toEqual([10e6, 20e6, 90e6]);
    const steps = validate(
      "metrics/query",
      schema.steps,
      query(
        [1, 0, 0.5],
        [
          [0, 2],
          [10, null],
          [20, 1.5],
        ],
      ),
    );
    expect(steps.series[0]!.values).toEqual([2, null, 1.5]);
    expect(steps.stepMillis).toBe(10_000);
    expect(seriesOf(steps, "cart")).toEqual([2, null, 1.5]);
    expect(seriesOf(steps, "other")).toBeNull();
    expect(seriesOf(undefined, "cart")).toBeNull();
  });

  it("are refused where they do not fit together", () => {
    expect(() => validate("metrics/query", schema.steps, query([1, 1], [[0, 2]]))).toThrow(
      /points than there are steps/,
    );
    expect(() => validate("metrics/totals", schema.totals, body({ labels: {}, count: -1 }))).toThrow(/count/);
  });
});

describe("lines", () => {
  it("end where nothing was measured, and a lone value can be seen", () => {
    expect(linePath([1, 2, null, 3, null], identity, identity)).toBe("M0 1L1 2M1.5 3h3");
    expect(linePath([null, null], identity, identity)).toBe("");
  });

  it("do not show what no measured moment stands behind", () => {
    expect(shownValues([5, 6, null], [1, 0, 1])).toEqual([5, null, null]);
  });

  it("tell gaps from what is not there yet", () => {
    expect(gapsOf([0, 0, 1, 0, 1, 0])).toEqual([
      { from: 0, to: 1 },
      { from: 3, to: 3 },
    ]);
    expect(gapsOf([1, 0, 0, 0])).toEqual([{ from: 1, to: 3 }]);
    expect(gapsOf([1, 1])).toEqual([]);
  });

  it("stand on axes that halve well", () => {
    expect([0.9, 1, 1.1, 3, 5, 7, 99].map((max) => axisTop(max, 0.01))).toEqual([1, 1, 2, 4, 6, 8, 100]);
    expect(axisTop(0, 0.01)).toBe(0.01);
    expect(axisTop(0.004, 0.01)).toBe(0.01);
  });

  it("bear their last value, and labels keep apart within the chart", () => {
    expect(lastOf([1, 4, null])).toEqual({ index: 1, value: 4 });
    expect(lastOf([null])).toBeNull();
    expect(spread([10, 12, 90], 13, 100)).toEqual([10, 23, 90]);
    expect(spread([98, 99, 97], 13, 100)).toEqual([87, 100, 74]);
  });

  it("have round times below, apart from each other", () => {
    const from = epochMillis(new Date(2026, 10, 27, 10, 3, 20).getTime());
    const ticks = timeTicks(from, epochMillis(from + 900_000), 0, 900, 84);
    expect(ticks.map((tick) => tick.label)).toEqual([
      "10:04",
      "10:06",
      "10:08",
      "10:10",
      "10:12",
      "10:14",
      "10:16",
      "10:18",
    ]);
    expect(ticks[0]!.x).toBeCloseTo(40);
    const short = timeTicks(from, epochMillis(from + 60_000), 0, 300, 84);
    expect(short.map((tick) => tick.label)).toEqual(["10:03:30", "10:04:00"]);
  });
});

describe("services", () => {
  const rows = serviceRows(
    totals(group({ service: "cart" }, 900, 0), group({ service: "pay" }, 450, 9), group({ service: "idle" }, 0, 0)),
    totals(group({ service: "cart" }, 1_800, 0), group({ service: "job" }, 90, 0)),
  );

  it("are told by requests, or by spans where nobody asks them", () => {
    expect(rows.map((row) => [row.name, row.of, row.count])).toEqual([
      ["cart", "requests", 900],
      ["pay", "requests", 450],
      ["job", "spans", 90],
    ]);
  });

  it("stand by errors, then rate; by any column; and either way", () => {
    const order = (key: Parameters<typeof nextSort>[1], up: boolean) =>
      sortedRows(rows, { key, up }).map((row) => row.name);
    expect(order("errors", false)).toEqual(["pay", "cart", "job"]);
    expect(order("rate", true)).toEqual(["job", "pay", "cart"]);
    expect(order("service", true)).toEqual(["cart", "job", "pay"]);
    expect(nextSort({ key: "rate", up: false }, "rate")).toEqual({ key: "rate", up: true });
    expect(nextSort({ key: "rate", up: false }, "service")).toEqual({ key: "service", up: true });
  });

  it("are found by a part of their name", () => {
    expect(matching(rows, " PA ").map((row) => row.name)).toEqual(["pay"]);
    expect(matching(rows, "")).toHaveLength(3);
  });

  it("are summed up in a sentence that names the one that fails most", () => {
    expect(said(servicesVerdict(rows, "in the last 15 min"))).toBe(
      "3 services took 1.5 requests/s in the last 15 min; pay failed most, 2 % of its requests, all errors are there.",
    );
    expect(said(servicesVerdict(rows.slice(0, 1), "in the last hour"))).toBe(
      "1 service took 1 requests/s in the last hour; none failed.",
    );
    expect(said(servicesVerdict(rows.slice(2), "in the last hour"))).toBe(
      "1 service sent 0.1 spans/s in the last hour; none failed.",
    );
  });

  it("have a sentence of their own", () => {
    expect(said(serviceVerdict(rows[1]!, "in the last 15 min"))).toBe(
      "pay took 0.5 requests/s in the last 15 min: 2 % failed, half took up to 10 ms, 95\u00a0% up to 20 ms.",
    );
    expect(said(serviceVerdict({ ...rows[0]!, perSecond: null, p50: null }, "now"))).toBe(
      "cart took 900 requests now: none failed.",
    );
  });

  it("say how much stands behind a figure", () => {
    expect(quantileFigure(nanos(9e6), "p99", 99)).toEqual({ text: "n 99", thin: true });
    expect(quantileFigure(nanos(9e6), "p99", 100)).toEqual({ text: "9 ms", thin: false });
    expect(quantileFigure(nanos(9e6), "p95", 3)).toEqual({ text: "9 ms", thin: true });
    expect(quantileFigure(null, "p50", 0)).toEqual({ text: "–", thin: true });
    expect(errorBound(0.0219)).toBe("Quantiles within 2.2 %");
    expect(errorWords({ errors: 0, errorShare: null })).toBe("–");
    expect(errorWords({ errors: 0, errorShare: 0 })).toBe("0");
    expect([marked(null), marked(0.009), marked(0.01)]).toEqual([false, false, true]);
  });

  it("list requests before what they call, and edges by how much went over them", () => {
    const found = operations(
      totals(
        group({ name: "INSERT", kind: "CLIENT" }, 900, 90),
        group({ name: "GET /", kind: "SERVER" }, 50, 0),
        group({ name: "POST /", kind: "SERVER" }, 20, 1),
        group({ name: "gone", kind: "SERVER" }, 0, 0),
      ),
    );
    expect(found.map((one) => one.name)).toEqual(["POST /", "GET /", "INSERT"]);
    const called = edges(
      totals(group({ server: "a", type: "call" }, 1, 0), group({ server: "b", type: "database" }, 5, 0)),
      "server",
    );
    expect(called.map((edge) => [edge.name, edge.type])).toEqual([
      ["b", "database"],
      ["a", "call"],
    ]);
  });
});

describe("correlation gaps", () => {
  const gaps = validate("metrics/gaps", schema.gaps, {
    from: "2026-11-27T10:00:00Z",
    to: "2026-11-27T10:15:00Z",
    covered: 0.9,
    tracesWithoutSeries: [
      { service: "cart", name: "GET /1", traces: 100, more: true, example: "ab", reason: "folded" },
      { service: "other", name: "x", traces: 1, more: false, example: "cd", reason: "" },
    ],
    seriesWithoutTraces: [{ service: "cart", name: "poll", count: 5_400, errors: 0, reason: "not kept" }],
    uncheckedSeries: 3,
    truncated: true,
  });

  it("of one service are sentences, with an example where there is one", () => {
    expect(gapSentences(gaps, "cart").map((gap) => [said(gap.pieces), gap.reason, gap.traceId])).toEqual([
      ["GET /1 has at least 100 stored traces and no series of its own.", "folded", "ab"],
      ["poll was measured 5\u202f400 times, and no trace with it is stored.", "not kept", null],
    ]);
    expect(gapSentences(gaps, "idle")).toEqual([]);
  });

  it("say what was not looked at", () => {
    expect(gapsLimits(gaps)).toBe(
      "90 % of this time was measured; 3 series of all services not looked up; there may be more.",
    );
    expect(gapsLimits({ ...gaps, covered: 1, uncheckedSeries: 0, truncated: false })).toBeNull();
  });
});

describe("addresses of services", () => {
  const view = parseServicesView("");

  it("keep time, search, order and table, and nothing that goes without saying", () => {
    expect(formatServicesView(view)).toBe("");
    expect(view.range).toEqual(SERVICES_RANGE);
    const text = "q=pay&sort=-p95&table=1&last=1h";
    expect(formatServicesView(parseServicesView(text))).toBe(text);
    expect(formatServicesView(parseServicesView("sort=service"))).toBe("sort=service");
    expect(parseServicesView("sort=what&last=9z")).toEqual(view);
  });

  it("lead to any name and back", () => {
    for (const name of ["cart", "shop.mail", "a b/c%41", "ünï", "?#"]) {
      const url = new URL(serviceLink(name, view), "http://localhost");
      expect(serviceIn(url.pathname)).toBe(name);
      expect(url.pathname.slice(url.pathname.lastIndexOf("/"))).not.toContain(".");
    }
    expect(serviceIn("/services")).toBeNull();
    expect(serviceIn("/services/%zz")).toBe("%zz");
  });

  it("that are shared have absolute times", () => {
    const now = epochMillis(Date.parse("2026-11-27T10:15:00Z"));
    expect(formatServicesView(sharedServices(view, now))).toBe(
      "from=2026-11-27T10%3A00%3A00.000Z&to=2026-11-27T10%3A15%3A00.000Z",
    );
  });

  it("that are fixed are not looked at again", () => {
    const range = { from: epochMillis(0), to: epochMillis(1) };
    expect(refreshMillis({ kind: "fixed", range })).toBe(false);
    expect(refreshMillis({ kind: "last", last: "5m" })).toBe(10_000);
    expect(refreshMillis({ kind: "last", last: "24h" })).toBe(960_000);
  });
});
