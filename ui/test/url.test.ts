import { describe, expect, it } from "vitest";
import { exploreLink, formatExploreView, parseExploreView, shared } from "../src/model/exploreUrl";
import { DEFAULT_RANGE, resolve } from "../src/model/range";
import { formatTraceView, parseTraceView, traceIdIn } from "../src/model/traceUrl";
import { epochMillis } from "../src/types/time";

const NOW = epochMillis(Date.UTC(2026, 10, 22, 14, 32, 0));

describe("a trace's link", () => {
  it("keeps everything that is seen", () => {
    const search =
      "span=563d623c76514f8e&zoom=166-853.5&fold=00000000000000aa.x00000000000000bb-2&find=charges&only=errors%2Cdatabases&service=shop&path=off&view=table&times=raw";
    const view = parseTraceView(search);
    expect(view).toMatchObject({
      span: "563d623c76514f8e",
      zoom: { from: 166e6, to: 853.5e6 },
      showPath: false,
      table: true,
    });
    expect([...view.folds]).toEqual(["00000000000000aa", "+00000000000000bb-2"]);
    expect(view.find).toEqual({ text: "charges", errors: true, databases: true, service: "shop" });
    expect(formatTraceView(view)).toBe(search);
  });
  it("is empty for a trace that nobody touched", () => {
    expect(formatTraceView(parseTraceView(""))).toBe("");
  });
  it("ignores what is malformed", () => {
    expect(formatTraceView(parseTraceView("span=zz&zoom=9-3&fold=1.2&only=nonsense&view=9"))).toBe("");
  });
  it("zooms before the trace's start, where clocks disagree", () => {
    expect(parseTraceView("zoom=-12-40").zoom).toEqual({ from: -12e6, to: 40e6 });
  });
  it("names a trace by any hexadecimal digits", () => {
    expect(traceIdIn(" 7F3A9C1 ")).toBe("7f3a9c1");
    expect(traceIdIn("0".repeat(32))).toBeNull();
    expect(traceIdIn("a".repeat(33))).toBeNull();
    expect(traceIdIn("checkout")).toBeNull();
  });
});

describe("Explore's link", () => {
  it("keeps the query and the time", () => {
    const link = exploreLink({ query: '{ name = "a & b" }', range: { kind: "last", last: "15m" } });
    expect(link).toBe("/explore?q=%7B+name+%3D+%22a+%26+b%22+%7D&last=15m");
    expect(parseExploreView(link.split("?")[1]!)).toEqual({
      query: '{ name = "a & b" }',
      range: { kind: "last", last: "15m" },
    });
  });
  it("is bare by default", () => {
    expect(exploreLink({ query: " ", range: DEFAULT_RANGE })).toBe("/explore");
    expect(parseExploreView("last=99y&from=x").range).toEqual(DEFAULT_RANGE);
  });
  it("is absolute when shared", () => {
    const link = formatExploreView(shared({ query: "", range: { kind: "last", last: "5m" } }, NOW));
    expect(link).toBe("from=2026-11-22T14%3A27%3A00.000Z&to=2026-11-22T14%3A32%3A05.000Z");
    expect(parseExploreView(link).range).toEqual({ kind: "fixed", range: resolve({ kind: "last", last: "5m" }, NOW) });
  });
  it("takes unix seconds, but no range that ends before it begins", () => {
    expect(parseExploreView("from=1795349947&to=1795350000.5").range).toMatchObject({
      range: { from: 1795349947000, to: 1795350000500 },
    });
    expect(parseExploreView("from=5&to=4").range).toEqual(DEFAULT_RANGE);
  });
});
