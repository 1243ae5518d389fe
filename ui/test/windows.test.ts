import { describe, expect, it } from "vitest";
import { validate } from "../src/api/http";
import { ApiError, problemOf } from "../src/api/problem";
import * as schema from "../src/api/samplingSchema";
import {
  formatWindowDraft,
  likeLink,
  NEW_DRAFT,
  parseWindowDraft,
  problemField,
  queryWindowLink,
  toRequest,
} from "../src/model/windowDraft";
import {
  endedWindows,
  endedWords,
  leftWords,
  liveWindows,
  openWords,
  reachBackTrouble,
  reachBackWords,
  serviceLines,
  summaryWords,
  windowBar,
  windowCounters,
  windowMeta,
  windowTraces,
} from "../src/model/windowWords";
import { countdown, perSecond } from "../src/model/words";
import { caretOf, changedCount, commonLines, draftLines, indent, openProblems } from "../src/model/yamlText";
import { epochMillis } from "../src/types/time";

const NOW = epochMillis(new Date(2026, 10, 22, 14, 32, 0).getTime());
const MINUTE = 60_000;
const iso = (afterMillis: number) => new Date(NOW + afterMillis).toISOString();

const body = {
  id: "w20261122T142200-4f2a",
  state: "open",
  opensAt: iso(-10 * MINUTE),
  closesAt: iso(10 * MINUTE),
  scope: { q: '{ name = "POST /checkout" }' },
  rate: 1,
  effectiveRate: 1,
  reachBackSeconds: 300,
  budget: { spansPerSecond: 800 },
  reason: "p95 doubled",
  opener: "person",
  matchedTraces: 1_000,
  keptTraces: 990,
  keptSpans: 60_000,
  overBudgetTraces: 10,
  keptShare: 0.99,
  reachBack: {
    state: "done",
    from: iso(-15 * MINUTE),
    matchedTraces: 400,
    keptTraces: 390,
    keptSpans: 9_000,
    overBudgetTraces: 10,
    incomplete: false,
  },
  summary: null,
};

const window = (part: object = {}) => validate("windows", schema.incidentWindow, { ...body, ...part });

const closed = (part: object = {}) =>
  window({
    state: "closed",
    closesAt: iso(-MINUTE),
    summary: {
      final: true,
      openSeconds: 540,
      keptSpansPerSecond: 111.1,
      keptShare: 0.99,
      byService: [
        { service: "gateway", matchedTraces: 998, keptTraces: 988, keptSpans: 59_000 },
        { service: null, matchedTraces: 2, keptTraces: 2, keptSpans: 1_000 },
      ],
    },
    ...part,
  });

describe("a window", () => {
  it("counts down to its end and stops there", () => {
    expect(leftWords(window(), NOW)).toBe("10:00");
    expect(leftWords(window({ closesAt: iso(-5) }), NOW)).toBe("00:00");
    expect(leftWords(closed(), NOW)).toBe("closed");
    expect(countdown(epochMillis(NOW + 3_973_400), NOW)).toBe("1:06:14");
  });
  it("says why it is there and what it keeps", () => {
    expect(windowMeta(window())).toBe("p95 doubled · opened on this page · keeps 100 %");
    expect(windowMeta(window({ reason: "", opener: "moon", rate: 0.5, effectiveRate: 0.2 }))).toBe(
      "opened by moon · keeps 50 %, now 20 % for its budget",
    );
  });
  it("is drawn from where it reaches back to, to its end", () => {
    const bar = windowBar(window(), NOW);
    expect([bar.opened, bar.now]).toEqual([0.2, 0.6]);
    expect([bar.from, bar.openedLabel, bar.to]).toEqual(["from 14:17:00", "opened 14:22:00", "14:42:00"]);
    expect([bar.showOpened, bar.showNow]).toEqual([true, true]);
  });
  it("without reach-back begins where it opened, with no label twice", () => {
    const bar = windowBar(window({ reachBack: { state: "none" } }), NOW);
    expect([bar.opened, bar.now, bar.from, bar.showOpened]).toEqual([0, 0.5, "opened 14:22:00", false]);
    expect(windowBar(closed(), NOW)).toMatchObject({ now: 1, showNow: false });
  });
  it("tells its counts, and what its budget cost only where it did", () => {
    expect(windowCounters(window(), NOW).map(({ value, of }) => `${value} ${of}`)).toEqual([
      "990 of 1\u202f000 traces kept",
      "100 of 800 spans/s, in the mean",
      "10 over its budget, left to the policy",
    ]);
    expect(windowCounters(window({ overBudgetTraces: 0 }), NOW)).toHaveLength(2);
  });
  it("leads to the traces in its scope, from where it reaches back to", () => {
    const link = new URLSearchParams(windowTraces(window()).split("?")[1]);
    expect(link.get("q")).toBe('{ name = "POST /checkout" }');
    expect([link.get("from"), link.get("to")]).toEqual([iso(-16 * MINUTE), iso(11 * MINUTE)]);
  });
});

describe("reaching back", () => {
  const words = (part: object) => reachBackWords(window({ reachBack: { ...body.reachBack, ...part } }).reachBack, NOW);
  it("is told at every step", () => {
    expect(words({ state: "waiting" })).toBe("Will read back to 14:17:00.");
    expect(words({ state: "running" })).toBe(
      "Reading back to 14:17:00: 390 of 400 traces kept from before it opened so far, 10 over its budget.",
    );
    expect(words({ overBudgetTraces: 0 })).toBe(
      "Reached back to 14:17:00: 390 of 400 traces kept from before it opened.",
    );
    expect(words({ state: "cancelled", detail: "the window was closed" })).toMatch(
      /was stopped: .* the window was closed\.$/,
    );
    expect(words({ state: "failed", detail: "disk" })).toMatch(/ failed: .* disk\.$/);
    expect(reachBackWords(window({ reachBack: { state: "none" } }).reachBack, NOW)).toBeNull();
  });
  it("does not hide that the journal was too short", () => {
    expect(words({ incomplete: true })).toMatch(/The journal does not reach back to 14:17:00\.$/);
    expect(reachBackTrouble(window({ reachBack: { ...body.reachBack, incomplete: true } }).reachBack)).toBe(true);
    expect(reachBackTrouble(window().reachBack)).toBe(false);
  });
});

describe("all windows", () => {
  const all = [closed({ id: "a" }), window({ id: "b" }), window({ id: "c", closesAt: iso(MINUTE) })];
  it("stand with the next to end first, those that ended apart", () => {
    const closing = closed({ id: "e", state: "closing" });
    expect(liveWindows([closing, ...all]).map(({ id }) => id)).toEqual(["c", "b", "e"]);
    expect(endedWindows([...all, closed({ id: "d", closesAt: iso(-30 * MINUTE) })]).map(({ id }) => id)).toEqual([
      "a",
      "d",
    ]);
  });
  it("are counted", () => {
    expect([openWords(all), openWords([all[1]!]), openWords([])]).toEqual(["2 windows open", "one window open", null]);
  });
  it("end with a summary", () => {
    expect(summaryWords(closed())).toBe("Open for 9 min. It kept 99 % of what matched, at 111 spans/s.");
    expect(summaryWords(window())).toBeNull();
    expect(summaryWords(closed({ matchedTraces: 0 }))).toBe("Open for 9 min. No trace matched.");
    expect(endedWords(closed())).toBe("990 + 390 traces");
    expect(serviceLines(closed()).map(({ service, kept }) => [service, kept])).toEqual([
      ["gateway", "988"],
      [null, "2"],
    ]);
  });
});

describe("the form of a window", () => {
  const draft = { ...NEW_DRAFT, query: "{ status = error }" };
  it("stands in the address as far as it is not the default", () => {
    expect(formatWindowDraft(NEW_DRAFT)).toBe("");
    const full = {
      ...NEW_DRAFT,
      by: "service",
      service: "checkout",
      route: "/pay",
      rate: "50",
      ttl: "15m",
      reachBack: "0",
      spansPerSecond: "800",
      reason: "slow & odd",
    } as const;
    expect(parseWindowDraft(formatWindowDraft(full))).toEqual(full);
    expect(parseWindowDraft("q=%7B+%7D&rate=7")).toEqual({ ...NEW_DRAFT, query: "{ }", rate: "7" });
  });
  it("asks for what is written", () => {
    expect(toRequest({ ...draft, rate: "12.5 %", ttl: " 15 min ", reachBack: "0", reason: " why " })).toEqual({
      kind: "request",
      request: {
        scope: { q: "{ status = error }" },
        rate: 0.125,
        ttl: "15m",
        reachBack: "0s",
        budget: { spansPerSecond: 5_000 },
        reason: "why",
        opener: "person",
      },
    });
    expect(toRequest({ ...draft, by: "service", service: "a", route: " " })).toMatchObject({
      request: { scope: { service: "a" } },
    });
  });
  it("names the field that is missing before the server has to", () => {
    const field = (part: object) => {
      const result = toRequest({ ...draft, ...part });
      return result.kind === "problem" ? result.problem.field : null;
    };
    expect([
      field({ query: " " }),
      field({ by: "service" }),
      field({ rate: "many" }),
      field({ rate: "" }),
      field({ spansPerSecond: "" }),
      field({}),
    ]).toEqual(["query", "service", "rate", "rate", "spansPerSecond", null]);
  });
  it("shows the server's problem at the field it is about", () => {
    expect(problemField("scope", draft)).toBe("query");
    expect(problemField("scope.q", draft)).toBe("query");
    expect(problemField("scope.service", { ...draft, by: "service" })).toBe("service");
    expect(problemField("scope.route", { ...draft, by: "service" })).toBe("route");
    expect(problemField("budget.spansPerSecond", draft)).toBe("spansPerSecond");
    expect(problemField("reachBack", draft)).toBe("reachBack");
    expect(problemField("body", draft)).toBeNull();
    expect(problemField(null, draft)).toBeNull();
  });
  it("is filled in by a window that was, and by a query", () => {
    const like = parseWindowDraft(likeLink(window()).split("?")[1]!);
    expect(like).toEqual({
      ...NEW_DRAFT,
      query: '{ name = "POST /checkout" }',
      spansPerSecond: "800",
      reason: "p95 doubled",
    });
    const scoped = window({ scope: { q: "{ … }", service: "checkout", route: "/pay" }, rate: 0.07 });
    expect(parseWindowDraft(likeLink(scoped).split("?")[1]!)).toMatchObject({
      by: "service",
      service: "checkout",
      route: "/pay",
      rate: "7",
    });
    expect(queryWindowLink(" ")).toBe("/sampling/windows/new");
    expect(queryWindowLink("{ }")).toBe("/sampling/windows/new?q=%7B+%7D");
  });
});

describe("a policy's text", () => {
  const inForce = "rules:\n  - name: a\n    sample: always\n";
  const draft = "rules:\n  - name: b\n    sample: alwys\n";
  const said = { text: draft, problems: [{ line: 3, column: 13, detail: "no sampling" }] };
  it("shows a problem at its word", () => {
    const lines = draftLines(draft, inForce, openProblems(draft, said));
    expect(lines.map(({ number, changed, wrong }) => [number, changed, wrong])).toEqual([
      [1, false, false],
      [2, true, false],
      [3, true, true],
      [4, false, false],
    ]);
    expect(lines[2]!.parts).toEqual(["    sample: ", "alwys", ""]);
  });
  it("lets go of a problem whose line has changed, and only of that", () => {
    const two = { text: draft, problems: [...said.problems, { line: 2, column: 5, detail: "x" }] };
    const mended = draft.replace("alwys", "always");
    expect(openProblems(mended, two).map(({ current }) => current)).toEqual([false, true]);
    expect(openProblems(mended, null)).toEqual([]);
  });
  it("has something to underline at a line's end, and for a place beyond it", () => {
    const at = (column: number) => draftLines("a: b", "", [{ line: 1, column, detail: "", current: true }])[0]!.parts;
    expect(at(5)).toEqual(["a: b", "\u00a0", ""]);
    expect(at(99)).toEqual(["a: b", "\u00a0", ""]);
    expect(at(1)).toEqual(["", "a:", " b"]);
  });
  it("counts the lines that differ", () => {
    expect(changedCount(inForce, inForce)).toBe(0);
    expect(changedCount(inForce, draft)).toBe(2);
    expect(changedCount(inForce, `# why\n${inForce}`)).toBe(1);
    expect(changedCount(inForce, "rules:\n")).toBe(2);
    expect([...commonLines(["a", "b", "c"], ["b", "x", "c"])]).toEqual([0, 2]);
  });
  it("leads to a place, or the nearest there is", () => {
    expect(caretOf("ab\ncd", 2, 2)).toBe(4);
    expect(caretOf("ab\ncd", 9, 9)).toBe(5);
    expect(caretOf("ab\ncd", 0, 0)).toBe(0);
  });
  it("is indented by two, one line or many", () => {
    expect(indent("ab", 1, 1, false)).toEqual({ text: "a  b", from: 3, to: 3 });
    expect(indent("a\nb\nc", 0, 3, false)).toEqual({ text: "  a\n  b\nc", from: 2, to: 7 });
    expect(indent("  a\n b", 3, 6, true)).toEqual({ text: "a\nb", from: 1, to: 3 });
  });
});

describe("a refused policy", () => {
  it("keeps every problem with its place", () => {
    const problem = problemOf(400, {
      title: "Not a policy",
      problems: [{ line: 3, column: 11, detail: "a" }, { line: "x" }, null],
    });
    expect(problem.problems).toEqual([{ line: 3, column: 11, detail: "a" }]);
    expect(new ApiError(problem).yours).toBe(true);
  });
});

describe("rates", () => {
  it("are never rounded to nothing", () => {
    expect([perSecond(0), perSecond(0.02), perSecond(4.25), perSecond(1_005.4)]).toEqual([
      "0",
      "< 0.1",
      "4.3",
      "1\u202f005",
    ]);
  });
});
