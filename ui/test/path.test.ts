import { describe, expect, it } from "vitest";
import { criticalPath, segmentsWithin } from "../src/model/path";
import { phoneRows } from "../src/model/phoneRows";
import { NOTHING_FOLDED, visibleRows } from "../src/model/rows";
import { buildTree } from "../src/model/tree";
import { completenessWords, tailWords, traceVerdict } from "../src/model/verdict";
import { shop, type Sketch, traceOf } from "./traces";

const tree = buildTree(shop());
const path = criticalPath(tree);
const said = (trace = tree.trace, way = path) =>
  traceVerdict(trace, way)
    .map((piece) => piece.text)
    .join("");

describe("the critical path", () => {
  it("adds up to the root's duration", () => {
    expect(path.total).toBe(100e6);
    expect(path.services.reduce((sum, service) => sum + service.share, 0)).toBeCloseTo(1);
  });
  it("is told per service, the largest first", () => {
    expect(path.services.map(({ service, time }) => [service, time / 1e6])).toEqual([
      ["shop", 70],
      ["gateway", 30],
      ["mail", 0],
    ]);
  });
  it("names the largest part and whom it talks to", () => {
    expect(path.largest).toMatchObject({
      service: "shop",
      name: "postgresql INSERT orders",
      time: 40e6,
      share: 0.4,
      spans: 1,
      between: false,
    });
  });
  it("adds up equal spans: three short calls may weigh more than a long one", () => {
    const many = buildTree(
      traceOf(
        [
          { parent: null, name: "root", kind: "SERVER", at: 0, ms: 100 },
          { parent: 0, name: "q", kind: "CLIENT", at: 0, ms: 20 },
          { parent: 0, name: "q", kind: "CLIENT", at: 20, ms: 20 },
          { parent: 0, name: "q", kind: "CLIENT", at: 40, ms: 20 },
          { parent: 0, name: "big", kind: "CLIENT", at: 60, ms: 40 },
        ],
        [
          [1, 0, 20],
          [2, 20, 40],
          [3, 40, 60],
          [4, 60, 100],
        ],
      ),
    );
    expect(criticalPath(many).largest).toMatchObject({ name: "q", time: 60e6, spans: 3 });
  });
  it("tells the time between a client and its server apart", () => {
    const slowWire = buildTree(
      traceOf(
        [
          { parent: null, service: "a", kind: "SERVER", at: 0, ms: 100 },
          { parent: 0, service: "a", name: "GET", kind: "CLIENT", at: 0, ms: 100 },
          { parent: 1, service: "b", name: "GET /x", kind: "SERVER", at: 60, ms: 10 },
        ],
        [
          [1, 0, 60],
          [2, 60, 70],
          [1, 70, 100],
        ],
      ),
    );
    expect(criticalPath(slowWire).largest).toMatchObject({ between: true, service: "a", name: "b GET /x", time: 90e6 });
  });
  it("does not add up requests to different hosts, though all are named POST", () => {
    const request = (at: number, host: string, to: string) => ({
      parent: 0,
      name: "POST",
      kind: "CLIENT" as const,
      at,
      ms: 30,
      attributes: {
        "http.request.method": "POST",
        "server.address": host,
        "url.full": `http://${host}:8080${to}?a=1`,
      },
    });
    const three = buildTree(
      traceOf(
        [
          { parent: null, kind: "SERVER", at: 0, ms: 100 },
          request(0, "cards", "/charges"),
          request(30, "cards", "/charges"),
          request(60, "carrier", "/labels"),
        ],
        [
          [1, 0, 30],
          [2, 30, 60],
          [3, 60, 90],
          [0, 90, 100],
        ],
      ),
    );
    expect(criticalPath(three).largest).toMatchObject({ name: "cards POST /charges", time: 60e6, spans: 2 });
    expect(three.roots[0]).toMatchObject({ kind: "call", branches: [{}, {}, {}] });
  });
  it("finds the segments of a subtree", () => {
    expect(segmentsWithin(path, 3, 6).map((segment) => segment.span)).toEqual([3, 4, 5]);
    expect(segmentsWithin(path, 8, 9)).toEqual([]);
    expect(segmentsWithin(path, 0, 9)).toHaveLength(path.segments.length);
  });
});

describe("the verdict", () => {
  it("says how long, what failed and where the time went", () => {
    expect(said()).toBe(
      "100 ms for POST /checkout, 1 error in shop → postgresql INSERT orders. 40 ms of it in shop → postgresql INSERT orders, 40 % of the path.",
    );
  });
  it("names where a failure began, not who passed it on", () => {
    const charge = (at: number, client: number): Sketch[] => [
      { parent: 0, service: "orders", name: "POST", kind: "CLIENT", at, ms: 10, status: "ERROR" },
      { parent: client, service: "payments", name: "POST /charges", kind: "SERVER", at, ms: 9, status: "ERROR" },
    ];
    const retried = traceOf([
      { parent: null, name: "POST /orders", kind: "SERVER", at: 0, ms: 60, status: "ERROR" },
      ...charge(0, 1),
      ...charge(20, 3),
      ...charge(40, 5),
    ]);
    expect(said(retried, criticalPath(buildTree(retried)))).toBe(
      "60 ms for POST /orders, failed in payments → POST /charges, 3 spans.",
    );
  });
  it("says how long work went on after the root, where it did", () => {
    expect(tailWords(shop())).toBe("120 ms to its last span");
    expect(tailWords(traceOf([{ parent: null, at: 0, ms: 5 }]))).toBeNull();
  });
  it("says so when there is no root", () => {
    const trace = { ...shop(), root: null, path: [] };
    expect(said(trace, criticalPath(buildTree(trace)))).toBe("No root yet. 9 spans over 120 ms.");
  });
  it("does not call a lone root's own time a hop", () => {
    const alone = traceOf([{ parent: null, name: "job", at: 0, ms: 5 }], [[0, 0, 5]]);
    expect(said(alone, criticalPath(buildTree(alone)))).toBe("5 ms for job. All of it in the root itself.");
  });
  it("gives completeness a word and its reasons", () => {
    const partial = {
      ...shop(),
      completeness: { state: "partial" as const, reasons: ["2 orphans"] },
    };
    expect(completenessWords(partial)).toEqual({
      glyph: "partial",
      word: "Partial",
      reason: "9 spans, 3 services; 2 orphans",
    });
  });
});

describe("rows on a phone", () => {
  const all = visibleRows(tree, NOTHING_FOLDED);
  it("are those with a part of the path, and what leads there", () => {
    const { rows, hidden } = phoneRows(all, path, () => false, -1);
    expect(rows.list.map((row) => row.call.span)).toEqual([0, 2, 3, 6]);
    expect(hidden).toBe(2);
    expect(rows.ofSpan[6]).toBe(3);
    expect(rows.ofSpan[8]).toBe(-1);
  });
  it("always hold the selected one and those that failed", () => {
    expect(phoneRows(all, path, () => false, 5).hidden).toBe(0);
    expect(phoneRows(all, path, (row) => row.call.span === 7, -1).rows.list.map((row) => row.call.span)).toContain(7);
  });
});
