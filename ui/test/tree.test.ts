import { describe, expect, it } from "vitest";
import { allFolded, foldKey, foldLevel, NOTHING_FOLDED, reveal, toggle, visibleRows } from "../src/model/rows";
import { buildTree, groupPlace, leadOf } from "../src/model/tree";
import { shop, spanIdOf, traceOf, type Sketch } from "./traces";

const tree = buildTree(shop());
const namesOf = (rows: ReturnType<typeof visibleRows>) =>
  rows.list.map(
    (row) =>
      `${"  ".repeat(row.depth)}${row.group === null ? "" : `${row.group.members.length}× `}${tree.trace.spans[row.call.span]!.name}`,
  );

describe("rows of a trace", () => {
  it("join the client and the server of one call and group equal siblings", () => {
    expect(namesOf(visibleRows(tree, NOTHING_FOLDED))).toEqual([
      "POST /checkout",
      "  POST /orders",
      "    3× SELECT stock",
      "    INSERT orders",
      "    send orders",
      "      process orders",
    ]);
    expect(tree.callOf[1]).toBe(tree.callOf[2]);
    expect(tree.callOf[1]!.client).toBe(1);
  });
  it("do not join a client that has further children", () => {
    const twice = traceOf([
      { parent: null, kind: "SERVER", at: 0, ms: 9 },
      { parent: 0, kind: "CLIENT", at: 1, ms: 8 },
      { parent: 1, kind: "SERVER", at: 2, ms: 2 },
      { parent: 1, kind: "SERVER", at: 5, ms: 2 },
    ]);
    expect(visibleRows(buildTree(twice), NOTHING_FOLDED).list).toHaveLength(4);
  });
  it("do not group two, nor siblings of different services", () => {
    const pairs = traceOf([
      { parent: null, at: 0, ms: 9 },
      { parent: 0, name: "q", service: "a", at: 1, ms: 1 },
      { parent: 0, name: "q", service: "a", at: 2, ms: 1 },
      { parent: 0, name: "q", service: "b", at: 3, ms: 1 },
    ]);
    expect(visibleRows(buildTree(pairs), NOTHING_FOLDED).list).toHaveLength(4);
  });
  it("spread a group out below its own row", () => {
    const group = visibleRows(tree, NOTHING_FOLDED).list[2]!.group!;
    const open = visibleRows(tree, toggle(tree, NOTHING_FOLDED, group));
    expect(namesOf(open).slice(2, 6)).toEqual([
      "    3× SELECT stock",
      "      SELECT stock",
      "      SELECT stock",
      "      SELECT stock",
    ]);
    expect(open.ofSpan[4]).toBe(4);
  });
  it("tell which row shows a hidden span", () => {
    const folded = visibleRows(tree, new Set([spanIdOf(2)]));
    expect(folded.list).toHaveLength(2);
    expect([...folded.ofSpan]).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect([...visibleRows(tree, NOTHING_FOLDED).ofSpan]).toEqual([0, 1, 1, 2, 2, 2, 3, 4, 5]);
  });
  it("know about errors further down", () => {
    expect(tree.callOf[0]!.errorsBelow).toBe(1);
    expect(tree.callOf[6]!.errorsBelow).toBe(0);
  });
  it("call work asynchronous that a queue handed over or that began after its parent", () => {
    expect(tree.callOf[8]!.async).toBe(true);
    expect(tree.callOf[7]!.async).toBe(false);
    const late = buildTree(
      traceOf([
        { parent: null, at: 0, ms: 5 },
        { parent: 0, at: 7, ms: 1 },
      ]),
    );
    expect(late.callOf[1]!.async).toBe(true);
  });
  it("number equal siblings", () => {
    expect(groupPlace(tree.callOf[4]!)).toEqual({ nth: 2, of: 3, previous: 3, next: 5 });
    expect(groupPlace(tree.callOf[6]!)).toBeNull();
  });
  it("show orphans as roots", () => {
    const orphans = traceOf([
      { parent: null, at: 0, ms: 1 },
      { parent: null, at: 3, ms: 1 },
    ]);
    expect(buildTree(orphans).roots).toHaveLength(2);
  });
  it("can be a hundred thousand, in one chain as well as side by side", () => {
    const chain: Sketch[] = Array.from({ length: 100_000 }, (_, i) => ({
      parent: i === 0 ? null : i - 1,
      name: "deep",
      at: 0,
      ms: 1,
    }));
    expect(visibleRows(buildTree(traceOf(chain)), NOTHING_FOLDED).list).toHaveLength(100_000);
    const fan: Sketch[] = Array.from({ length: 100_000 }, (_, i) => ({
      parent: i === 0 ? null : 0,
      name: "wide",
      at: 0,
      ms: 1,
    }));
    expect(visibleRows(buildTree(traceOf(fan)), NOTHING_FOLDED).list).toHaveLength(2);
  });
});

describe("links to spans", () => {
  it("tell spans apart that bear the same id", () => {
    const trace = traceOf([
      { parent: null, at: 0, ms: 9 },
      { parent: 0, at: 1, ms: 1 },
      { parent: 0, at: 3, ms: 1 },
    ]);
    const repeated = {
      ...trace,
      spans: trace.spans.map((span, i) => (i === 2 ? { ...span, spanId: spanIdOf(1) } : span)),
    };
    const { keys, indexOf } = buildTree(repeated);
    expect(keys).toEqual([spanIdOf(0), spanIdOf(1), `${spanIdOf(1)}-2`]);
    expect(indexOf.get(`${spanIdOf(1)}-2`)).toBe(2);
  });
});

describe("folding", () => {
  it("closes all and opens level by level", () => {
    const closed = allFolded(tree);
    expect(visibleRows(tree, closed).list).toHaveLength(1);
    const once = foldLevel(tree, closed, "unfold");
    expect(visibleRows(tree, once).list).toHaveLength(2);
    expect(visibleRows(tree, foldLevel(tree, once, "unfold")).list).toHaveLength(5);
  });
  it("closes the deepest level first", () => {
    expect(visibleRows(tree, foldLevel(tree, NOTHING_FOLDED, "fold")).list).toHaveLength(5);
  });
  it("opens what hides a span, and nothing else", () => {
    const open = reveal(tree, allFolded(tree), 8);
    expect(visibleRows(tree, open).ofSpan[8]).toBe(5);
    expect(reveal(tree, NOTHING_FOLDED, 8)).toBe(NOTHING_FOLDED);
  });
  it("leaves a group closed when one of its own spans is looked at", () => {
    expect(reveal(tree, NOTHING_FOLDED, 4)).toBe(NOTHING_FOLDED);
  });
  it("marks groups and spans apart in the link", () => {
    const group = visibleRows(tree, NOTHING_FOLDED).list[2]!.group!;
    expect(foldKey(tree, group)).toBe(`+${spanIdOf(3)}`);
    expect(foldKey(tree, leadOf(group))).toBe(spanIdOf(3));
  });
});
