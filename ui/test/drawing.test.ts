import { describe, expect, it } from "vitest";
import { drops } from "../src/model/drops";
import { minimapPaths, strip } from "../src/model/minimap";
import { criticalPath } from "../src/model/path";
import { DESK, type Drawing, indentLevels, PHONE, rowMarks } from "../src/model/rowMarks";
import { NOTHING_FOLDED, visibleRows } from "../src/model/rows";
import { around, dragged, extent, scale, ticks, timeAt, type Window } from "../src/model/timeline";
import { waitWords } from "../src/model/rowWords";
import { buildTree } from "../src/model/tree";
import { nanos } from "../src/types/time";
import { shop, spanIdOf, traceOf } from "./traces";

const ms = (value: number) => nanos(value * 1e6);
const window = (from: number, to: number): Window => ({ from: ms(from), to: ms(to) });
const lane = { left: 400, right: 1_000 };
const tree = buildTree(shop());
const path = criticalPath(tree);

function drawing(shown: Window = window(0, 120), part: Partial<Drawing> = {}): Drawing {
  return { trace: tree.trace, path, x: scale(shown, lane), lane, shape: DESK, ...part };
}

const rows = visibleRows(tree, NOTHING_FOLDED).list;

describe("a row's marks", () => {
  it("draw the server's bar with the client as brackets around it", () => {
    const marks = rowMarks(drawing(), rows[1]!);
    expect(marks.bars).toEqual([{ x: 475, y: 7, width: 350, height: 12 }]);
    expect(marks.brackets).toBe("M450 10v6M450 13H475M825 13H850m0 -3v6");
  });
  it("draw the thread through the client's and the server's own time", () => {
    const marks = rowMarks(drawing(), rows[1]!);
    expect(marks.thread.map(({ x1, x2 }) => [x1, x2])).toEqual([
      [449.5, 500.5],
      [524.5, 530.5],
      [554.5, 560.5],
      [584.5, 600.5],
      [809.5, 850.5],
    ]);
  });
  it("draw the children's thread on a folded parent", () => {
    const folded = visibleRows(tree, new Set([spanIdOf(2)])).list[1]!;
    expect(rowMarks(drawing(), folded).thread).toEqual([{ x1: 449.5, x2: 850.5 }]);
  });
  it("leave the thread out when it is switched off", () => {
    expect(rowMarks(drawing(undefined, { path: null }), rows[1]!).thread).toEqual([]);
  });
  it("draw a group's members one after the other as bars in their true places", () => {
    const { bars } = rowMarks(drawing(), rows[2]!);
    expect(bars.map((bar) => [bar.x, bar.width])).toEqual([
      [500, 25],
      [530, 25],
      [560, 25],
    ]);
    expect(bars.map((bar) => [bar.y, bar.height])).toEqual([
      [7, 12],
      [7, 12],
      [7, 12],
    ]);
  });
  it("share the bar's height among a group's members that overlap", () => {
    const fan = buildTree(
      traceOf([
        { parent: null, at: 0, ms: 120 },
        ...[0, 10, 20, 60, 70].map((at) => ({ parent: 0, name: "q", at, ms: 40 })),
      ]),
    );
    const row = visibleRows(fan, NOTHING_FOLDED).list[1]!;
    const { bars } = rowMarks({ ...drawing(), trace: fan.trace }, row);
    expect(bars.map((bar) => Math.round(bar.y * 10) / 10)).toEqual([7, 11.2, 15.4, 7, 11.2]);
    expect(bars[0]!.height).toBeCloseTo(3.6);
  });
  it("keep thousands of ticks to what pixels can show", () => {
    const many = buildTree(
      traceOf([
        { parent: null, at: 0, ms: 120 },
        ...Array.from({ length: 5_000 }, () => ({ parent: 0, name: "q", at: 50, ms: 0.001 })),
      ]),
    );
    const row = visibleRows(many, NOTHING_FOLDED).list[1]!;
    expect(rowMarks({ ...drawing(), trace: many.trace }, row).bars.length).toBeLessThanOrEqual(4);
  });
  it("make the shortest span wide enough to see", () => {
    const short = buildTree(
      traceOf([
        { parent: null, at: 0, ms: 120 },
        { parent: 0, at: 10, ms: 0.001 },
      ]),
    );
    const row = visibleRows(short, NOTHING_FOLDED).list[1]!;
    expect(rowMarks({ ...drawing(), trace: short.trace }, row).bars[0]!.width).toBe(2);
  });
  it("draw a span that ends before it starts where it starts", () => {
    const wrong = buildTree(
      traceOf([
        { parent: null, at: 0, ms: 120 },
        { parent: 0, at: 60, ms: -20 },
      ]),
    );
    const row = visibleRows(wrong, NOTHING_FOLDED).list[1]!;
    const marks = rowMarks({ ...drawing(), trace: wrong.trace }, row);
    expect(marks.bars[0]).toMatchObject({ x: 700, width: 2 });
    expect(marks.label?.text).toBe("\u221220 ms");
  });
  it("cut bars at the lane when zoomed, and draw none outside of it", () => {
    expect(rowMarks(drawing(window(50, 60)), rows[0]!).bars[0]).toMatchObject({ x: 400, width: 600 });
    expect(rowMarks(drawing(window(50, 60)), rows[2]!).bars).toEqual([]);
    expect(rowMarks(drawing(window(50, 60)), rows[2]!).label).toBeNull();
  });
  it("mark what failed with a line and a sign", () => {
    const marks = rowMarks(drawing(), rows[3]!);
    expect(marks.error).toEqual({ x1: 600, x2: 800 });
    expect(marks.label?.text).toBe("▲ 40 ms");
    const folded = visibleRows(tree, new Set([spanIdOf(2)])).list[1]!;
    expect(rowMarks(drawing(), folded).label?.text).toBe("▲ 70 ms");
  });
  it("dot the time a message waited", () => {
    expect(rowMarks(drawing(), rows[5]!).wait).toEqual({ x1: 810, x2: 850 });
  });
  it("tell the time a message waited in words, unless it was taken at once", () => {
    const { spans } = tree.trace;
    const consumer = spans.findIndex((span) => span.kind === "CONSUMER");
    expect(waitWords(spans, consumer)).toBe("waited 8 ms");
    expect(waitWords(spans, 0)).toBeNull();
  });
  it("put the label right of the bar, else left of it, else inside", () => {
    expect(rowMarks(drawing(), rows[2]!).label?.anchor).toBe("start");
    expect(rowMarks(drawing(), rows[5]!).label).toMatchObject({ x: 1_006, anchor: "start" });
    const long = traceOf([
      { parent: null, status: "ERROR", at: 0, ms: 200_400 },
      { parent: 0, status: "ERROR", at: 50_000, ms: 150_400 },
    ]);
    const longRows = visibleRows(buildTree(long), NOTHING_FOLDED).list;
    const whole = { ...drawing(), trace: long, path: null, x: scale(extent(long), lane) };
    expect(rowMarks(whole, longRows[1]!).label).toMatchObject({ text: "▲ 2 min 30 s", anchor: "end" });
    expect(rowMarks(whole, longRows[1]!).label!.x).toBeLessThan(600);
    expect(rowMarks(whole, longRows[0]!).label).toMatchObject({ text: "▲ 3 min 20 s", x: 1_070, anchor: "end" });
  });
  it("have no label on a phone, where it stands above", () => {
    expect(rowMarks(drawing(undefined, { shape: PHONE }), rows[0]!).label).toBeNull();
  });
  it("step in no further than the column allows", () => {
    expect(indentLevels(3)).toBe(3);
    expect(indentLevels(5_000)).toBe(14);
  });
});

describe("the timeline", () => {
  it("covers asynchronous work after the root's end and skewed work before its start", () => {
    expect(extent(tree.trace)).toEqual(window(0, 120));
    const skewed = traceOf([
      { parent: null, at: 0, ms: 10 },
      { parent: 0, at: -3, ms: 2 },
    ]);
    expect(extent(skewed)).toEqual(window(-3, 10));
  });
  it("ticks at round times with the unit on the last", () => {
    expect(ticks(window(0, 120), lane, 64).map((tick) => tick.label)).toEqual([
      "0",
      "20",
      "40",
      "60",
      "80",
      "100",
      "120 ms",
    ]);
    expect(ticks(window(0, 5_000), lane, 120).at(-1)?.label).toBe("5 s");
    expect(ticks(window(0.1, 0.2), lane, 100).at(-1)?.label).toBe("200 µs");
  });
  it("leaves out a label that would run into the next", () => {
    const labels = ticks(window(0, 1_000), { left: 0, right: 400 }, 40).map((tick) => tick.label);
    expect(labels.at(-1)).toBe("1\u202f000 ms");
    expect(labels.at(-2)).toBe("");
  });
  it("reads a place as a time, kept inside the lane", () => {
    expect(timeAt(window(0, 120), lane, 700)).toBe(60e6);
    expect(timeAt(window(0, 120), lane, 0)).toBe(0);
  });
  it("zooms to what was dragged, in either direction, not to a click", () => {
    expect(dragged(window(0, 120), ms(50), ms(20))).toEqual(window(20, 50));
    expect(dragged(window(0, 120), ms(50), ms(50))).toBeNull();
    expect(dragged(window(0, 120), ms(-50), ms(500))).toEqual(window(0, 120));
  });
  it("zooms to a span with a little air", () => {
    expect(around(tree.trace, 6)).toEqual(window(36, 84));
  });
});

describe("drops between rows", () => {
  const place = (span: number) => visibleRows(tree, NOTHING_FOLDED).ofSpan[span]!;
  const x = scale(window(0, 120), lane);
  it("stand where the path changes rows", () => {
    const all = drops(path.segments, place, x, lane, 0, 10);
    expect(all[0]).toEqual({ x: 450.5, fromRow: 0, toRow: 1 });
    expect(all.some((drop) => drop.fromRow === drop.toRow)).toBe(false);
  });
  it("stay inside the lane when zoomed", () => {
    const zoomed = scale(window(50, 60), lane);
    expect(drops(path.segments, place, zoomed, lane, 0, 10)).toEqual([]);
  });
  it("are only those that cross what is on screen", () => {
    expect(drops(path.segments, place, x, lane, 4, 4).every((drop) => Math.max(drop.fromRow, drop.toRow) >= 4)).toBe(
      true,
    );
  });
});

describe("the minimap", () => {
  it("has one path per hue", () => {
    const paths = minimapPaths(tree, 600, (service) => (service === "shop" ? 1 : 0));
    expect([...paths.keys()].sort()).toEqual([0, 1]);
    expect(paths.get(0)).toMatch(/^M0 [\d.]+h500v1\.3h-500z/);
  });
  it("stays small for a large trace", () => {
    const large = buildTree(
      traceOf([
        { parent: null, at: 0, ms: 100 },
        ...Array.from({ length: 20_000 }, (_, i) => ({ parent: 0, name: `n${i % 5}`, at: i / 400, ms: 10 })),
      ]),
    );
    expect(minimapPaths(large, 600, () => 0).get(0)!.length).toBeLessThan(400_000);
  });
  it("unrolls the path, one part per stay in a span, labelled where it fits", () => {
    const parts = strip(tree, path, 1_200);
    expect(parts[0]).toMatchObject({ x: 0, span: 0 });
    expect(parts.find((part) => part.span === 6)?.label).toBe("postgresql INSERT orders 40 ms · 40 %");
    expect(parts.find((part) => part.span === 7)?.label).toBeNull();
    expect(parts).toHaveLength(14);
  });
});
