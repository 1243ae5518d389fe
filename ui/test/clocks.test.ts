import { describe, expect, it } from "vitest";
import { asSent, clockLines, clockWords, onOneClock, unexplained } from "../src/model/clocks";
import { NANOS_PER_MILLI, nanos } from "../src/types/time";
import type { Trace } from "../src/types/trace";
import { traceOf } from "./traces";

const ms = (value: number) => nanos(value * NANOS_PER_MILLI);

/** The server's clock is 150 ms behind, so that its span was sent as if it began before the root. */
const sent: Trace = (() => {
  const trace = traceOf(
    [
      { parent: null, service: "web", at: 140, ms: 100 },
      { parent: 0, service: "web", kind: "CLIENT", at: 150, ms: 40 },
      { parent: 1, service: "api", kind: "SERVER", at: 0, ms: 30 },
    ],
    [
      [0, 140, 150],
      [1, 150, 155],
      [2, 155, 185],
      [1, 185, 190],
      [0, 190, 240],
    ],
  );
  return {
    ...trace,
    clocks: [{ name: "node-2", services: ["api"], shift: ms(155), calls: 2, fitting: 1 }],
    warnings: ["clock skew: 1 spans of api below web start up to 150 ms before their parents", "another"],
    spans: trace.spans.map((span) =>
      span.service === "api"
        ? { ...span, clockShift: ms(155), events: [{ offset: ms(10), name: "e", attributes: [] }] }
        : span,
    ),
  };
})();

describe("a trace with two clocks", () => {
  it("is drawn on the root's, from its first span on", () => {
    const shown = onOneClock(sent);
    expect(shown.spans.map((span) => span.start)).toEqual([ms(0), ms(10), ms(15)]);
    expect(shown.spans[2]!.events[0]!.offset).toBe(ms(25));
    expect(shown.path.map((segment) => segment.start)).toEqual([ms(0), ms(10), ms(15), ms(45), ms(50)]);
    expect(shown.duration).toBe(ms(100));
    expect(shown.start - sent.start).toBe(140n * 1_000_000n);
  });
  it("can be drawn as it was sent, the path on its spans", () => {
    const shown = asSent(sent);
    expect(shown.spans).toEqual(sent.spans);
    expect(shown.path[2]!.start).toBe(ms(0));
    expect(shown.path[3]!.start).toBe(ms(185));
  });
  it("says whose clock it moved and on what that stands", () => {
    expect(clockWords(sent, false)).toBe("clock of api moved +155 ms");
    expect(clockWords(sent, true)).toBe("clock of api differs by +155 ms");
    expect(clockLines(sent)).toEqual(["node-2 (api) +155 ms, from 2 calls, of which 1 fits"]);
    expect(unexplained(sent)).toEqual(["another"]);
  });
  it("is left as it is where clocks agree", () => {
    const trace = traceOf([{ parent: null, at: 0, ms: 10 }]);
    expect(onOneClock(trace)).toBe(trace);
    expect(asSent(trace)).toBe(trace);
    expect(clockWords(trace, false)).toBeNull();
  });
});
