import { describe, expect, it } from "vitest";
import { validate } from "../src/api/http";
import * as schema from "../src/api/samplingSchema";
import { decisionFacts, decisionWords, errorKindWords, explainFacts, explainVerdict } from "../src/model/explainWords";
import { flow, keepsAll, ruleRows } from "../src/model/policyRules";
import {
  budgetRows,
  draftVerdict,
  rejectedWords,
  sacrifices,
  samplingVerdict,
  sourceWords,
} from "../src/model/policyWords";
import { oneIn, probabilityWords, sampleWords, shortWindow, triggerWords } from "../src/model/samplingWords";
import { explainLink, samplingPlace, windowLink } from "../src/model/samplingUrl";
import { basisWords, compared, lostErrorKinds, simulatedRules, simulationVerdict } from "../src/model/simulationWords";
import type { Piece } from "../src/model/verdict";
import { epochMillis } from "../src/types/time";
import { shop } from "./traces";

const NOW = epochMillis(new Date(2026, 10, 22, 14, 32, 0).getTime());
const iso = (beforeMillis: number) => new Date(NOW - beforeMillis).toISOString();
const said = (pieces: readonly Piece[]) => pieces.map((piece) => piece.text).join("");

const limit = {
  spansPerSecond: 1_200,
  bytesPerDay: 8e9,
  baselineFactor: 0.57,
  errorFactor: 1,
  storedSpansPerSecond: 1_005,
  storedBytesPerSecond: 82_000,
};

const rule = (name: string, part: object = {}) => ({
  name,
  when: null,
  tenants: [],
  sample: "always",
  matched: 0,
  matchedSpans: 0,
  kept: 0,
  keptSpans: 0,
  keptBytes: 0,
  matchedPerSecond: 0,
  keptPerSecond: 0,
  ...part,
});

const body = {
  source: "file",
  file: "/etc/policy.yaml",
  generation: 3,
  since: iso(60_000),
  yaml: "rules: []\n",
  rules: [
    rule("errors", {
      when: "{ status = error }",
      matched: 120,
      kept: 120,
      keptSpans: 2_400,
      matchedPerSecond: 2,
      keptPerSecond: 2.001,
    }),
    rule("acme", { tenants: ["acme"], sample: "{ probability: 0.2 }" }),
    rule("slow", { sample: "{ slow: p99 }" }),
    rule("baseline", {
      sample: "{ probability: 0.05 }",
      matched: 10_000,
      kept: 500,
      keptSpans: 7_600,
      matchedPerSecond: 98,
      keptPerSecond: 5,
    }),
    rule("window", { sample: null }),
  ],
  budget: { ...limit, tenants: [], services: [{ name: "checkout", ...limit, bytesPerDay: null, spansPerSecond: 900 }] },
  rejected: null,
};

const policy = (part: object = {}) => validate("policy", schema.policy, { ...body, ...part });

const unlimited = {
  spansPerSecond: null,
  bytesPerDay: null,
  baselineFactor: 1,
  errorFactor: 1,
  storedSpansPerSecond: null,
  storedBytesPerSecond: null,
  tenants: [],
  services: [],
};

describe("sampling's first line", () => {
  it("says what is kept and at what price", () => {
    expect(said(samplingVerdict(policy()))).toBe(
      "Keeping 7 % of traces at 1\u202f005 of 1\u202f200 spans/s; a day like now takes 7.1 GB of 8 GB.",
    );
  });
  it("leaves the price out where there is no budget", () => {
    expect(said(samplingVerdict(policy({ budget: unlimited })))).toBe("Keeping 7 % of traces.");
  });
  it("says when nothing is decided", () => {
    expect(said(samplingVerdict(policy({ rules: [rule("baseline", { matched: 9, kept: 4 })] })))).toBe(
      "No trace was decided in the last half minute. 4 of 9 traces kept before.",
    );
  });
  it("says when everything is kept, which the rules then cannot", () => {
    const all = policy({ rules: [rule("all", { sample: "{ probability: 1 }" })], budget: unlimited });
    expect(keepsAll(all)).toBe(true);
    expect(said(samplingVerdict(all))).toBe("Keeping every trace, as it arrives.");
    expect(keepsAll(policy({ rules: [rule("all")] }))).toBe(false);
    expect(keepsAll(policy({ rules: [rule("a", { when: "{ }" })], budget: unlimited }))).toBe(false);
  });
  it("names where the policy came from", () => {
    expect(sourceWords(policy(), NOW)).toBe("policy 3, from /etc/policy.yaml, since 14:31:00");
    expect(sourceWords(policy({ source: "built-in", file: null }), NOW)).toMatch(/^policy 3, built in, /);
  });
});

describe("the rules", () => {
  it("stand in their order, windows last and only when they kept something", () => {
    expect(ruleRows(policy()).map(({ name, place }) => [name, place])).toEqual([
      ["errors", "1"],
      ["acme", "2"],
      ["slow", "3"],
      ["baseline", "4"],
    ]);
    const kept = policy({ rules: [...body.rules.slice(0, 4), rule("window", { sample: null, matched: 1, kept: 1 })] });
    expect(ruleRows(kept).at(-1)).toMatchObject({ name: "window", place: "", condition: "what incident windows kept" });
  });
  it("are told with what comes to them now, never more than all of it", () => {
    const [errors, acme, , baseline] = ruleRows(policy());
    expect(errors).toMatchObject({ matches: "2 %", matchesRate: "2/s", keeps: "100 %", total: "120 of 120" });
    expect(errors!.share).toBeCloseTo(0.24);
    expect(acme).toMatchObject({ matches: "", keeps: "", total: "0 of 0", shareWords: "0 %" });
    expect(baseline).toMatchObject({ matches: "98 %", keeps: "5 %", keepsRate: "5/s" });
  });
  it("say for which traces they are", () => {
    expect(ruleRows(policy()).map(({ condition, traceQl }) => [condition, traceQl])).toEqual([
      ["{ status = error }", true],
      ["every trace of acme", false],
      ["every other trace", false],
      ["everything else", false],
    ]);
  });
  it("sum up to what is decided", () => {
    const { kept, ...rest } = flow(policy());
    expect(kept).toBeCloseTo(0.07001);
    expect(rest).toEqual({ perSecond: 100, matchedTotal: 10_120, keptTotal: 620 });
  });
  it("say in words what they do", () => {
    expect(sampleWords("drop")).toBe("keeps none");
    expect(sampleWords("{ probability: 0.125 }")).toBe("keeps 12.5 %");
    expect(sampleWords("{ slow: p99.9 }")).toBe("keeps what is slower than its operation's p99.9; the rest goes on");
    expect(sampleWords("{ slow: 500ms }")).toBe("keeps what takes at least 500\u00a0ms; the rest goes on");
    expect(sampleWords("{ throughput: 0.1, per: operation }")).toBe(
      "keeps one trace in 10 s per operation; the rest goes on",
    );
    expect(sampleWords("{ throughput: 4 }")).toBe("keeps 4 traces/s");
    expect(sampleWords("{ something: new }")).toBe("{ something: new }");
  });
});

describe("the budget", () => {
  it("is told with what is stored of it", () => {
    const [all, checkout] = budgetRows(policy().budget);
    expect(all).toMatchObject({ scope: "all", baseline: "× 0.57", errors: "all", giving: true });
    expect(all!.spans).toEqual({ words: "1\u202f005 of 1\u202f200", share: 1_005 / 1_200, over: false });
    expect(all!.bytes!.words).toBe("7.1 GB of 8 GB");
    expect(checkout).toMatchObject({ scope: "service", name: "checkout", bytes: null });
    expect(checkout!.spans).toEqual({ words: "1\u202f005 of 900", share: 1, over: true });
  });
  it("has no line where nothing is limited", () => {
    expect(budgetRows(policy({ budget: unlimited }).budget)).toEqual([]);
  });
  it("says what it gives up", () => {
    expect(sacrifices(policy().budget).map(({ state, kind }) => [state, kind])).toEqual([
      ["giving: keeps 57 %, 57 % for checkout", "giving"],
      ["not yet", "waiting"],
      ["of service, span name and error type, in 5 min", "never"],
    ]);
  });
});

describe("a rejected file", () => {
  it("is told with the time and leaves the policy before", () => {
    const problems = [{ line: 3, column: 11, detail: "no sampling" }];
    const rejected = policy({ rejected: { source: "file", since: iso(8_000), problems } });
    expect(rejectedWords(rejected, NOW)).toBe(
      "The file /etc/policy.yaml could not be used at 14:31:52. The one before stays in force.",
    );
    expect(rejected.rejected!.problems).toEqual(problems);
    expect(rejectedWords(policy(), NOW)).toBeNull();
  });
});

describe("a draft", () => {
  it("is told beside what is in force", () => {
    expect(said(draftVerdict(0, 0, policy()))).toBe("The draft is policy 3, which is in force.");
    expect(said(draftVerdict(1, 0, policy()))).toBe("The draft differs from what is in force in 1 line.");
    expect(said(draftVerdict(1, 2, policy()))).toBe("The server refused the draft: 2 problems.");
  });
});

const simulated = (part: object = {}) =>
  validate("policy/simulate", schema.simulation, {
    traces: 20_000,
    spans: 360_000,
    keptTraces: 1_000,
    keptSpans: 18_000,
    keptSpansPerSecond: 5,
    bytesPerDay: 3.55e9,
    today: { keptTraces: 2_000, keptSpans: 36_000, keptSpansPerSecond: 10, bytesPerDay: 7.1e9 },
    rules: [
      { name: "errors", matched: 0, kept: 0 },
      { name: "baseline", matched: 20_000, kept: 1_000 },
    ],
    lost: { services: ["mail"], errorKinds: [{ service: "bank", spanName: "charge", errorType: "timeout" }] },
    from: iso(3_600_000),
    to: iso(0),
    sampledTraces: 10_000,
    ...part,
  });

describe("a simulation", () => {
  it("compares the draft with today", () => {
    expect(compared(simulated()).map(({ measure, today, draft, change }) => [measure, today, draft, change])).toEqual([
      ["traces kept", "2\u202f000", "1\u202f000", "× 0.5"],
      ["spans kept", "36\u202f000", "18\u202f000", "× 0.5"],
      ["spans/s kept", "10", "5", "× 0.5"],
      ["bytes a day", "7.1 GB", "3.5 GB", "× 0.5"],
    ]);
    expect(compared(simulated()).map(({ todayShare, draftShare }) => [todayShare, draftShare])[0]).toEqual([1, 0.5]);
  });
  it("says what would be lost sight of", () => {
    expect(said(simulationVerdict(simulated()))).toBe(
      "The draft would keep 3.5 GB a day instead of 7.1 GB and lose sight of 1 service and 1 error kind.",
    );
    expect(lostErrorKinds(simulated())).toEqual(["bank charge: timeout"]);
    expect(said(simulationVerdict(simulated({ lost: { services: [], errorKinds: [] }, bytesPerDay: 7.1e9 })))).toBe(
      "The draft would keep 7.1 GB a day, as today, and lose sight of nothing.",
    );
  });
  it("names what it stands on, and says when that is nothing", () => {
    expect(basisWords(simulated(), NOW)).toBe(
      "Looked at 10\u202f000 of 20\u202f000 traces decided 13:32:00 – 14:32:00, without incident windows.",
    );
    expect(said(simulationVerdict(simulated({ traces: 0, sampledTraces: 0 })))).toMatch(/^No trace was decided/);
  });
  it("says when it knows less than was asked", () => {
    expect(basisWords(simulated({ incomplete: true }), NOW)).toMatch(/ The journal did not hold more\.$/);
    const some = { services: ["mail"], errorKinds: [], truncated: true };
    expect(said(simulationVerdict(simulated({ lost: some })))).toMatch(/lose sight of at least 1 service\.$/);
  });
  it("has no share of a rule that nothing came to", () => {
    expect(simulatedRules(simulated()).map(({ share }) => share)).toEqual(["", "5 %"]);
  });
  it("survives amounts of nothing", () => {
    const nothing = { keptTraces: 0, keptSpans: 0, keptSpansPerSecond: 0, bytesPerDay: 0 };
    const lines = compared(simulated({ ...nothing, today: nothing }));
    expect(lines.map(({ change, todayShare }) => [change, todayShare])[0]).toEqual(["the same", 0]);
    expect(compared(simulated({ today: nothing }))[0]!.change).toBe("new");
    expect(compared(simulated(nothing))[0]!.change).toBe("none");
  });
});

const explained = (part: object = {}) =>
  validate("explain", schema.explanation, {
    traceId: "7f3a9c1000000000fedcba9876543210",
    decision: "drop",
    rule: "baseline",
    trigger: "quiet",
    probability: 0.0285,
    windowId: null,
    decidedAt: iso(121_000),
    root: { service: "gateway", name: "GET /catalog" },
    startUnixNanos: "1795349947482000000",
    durationNanos: 21_000_000,
    spanCount: 38,
    bytes: 20_900,
    errorKinds: [],
    reason: "rule baseline kept 2.85 % of the traces that it is for",
    ...part,
  });

describe("an explanation", () => {
  it("begins with the decision and goes on in the server's words", () => {
    expect(said(explainVerdict(explained()))).toBe("Not kept. Rule baseline kept 2.85 % of the traces that it is for.");
    expect(said(explainVerdict(explained({ decision: "pending", reason: "" })))).toBe("Not decided yet.");
  });
  it("lists what is known, and leaves out what is not", () => {
    expect(explainFacts(explained(), NOW)).toEqual([
      ["rule", "baseline"],
      ["probability", "2.85 % of traces like it are kept, one in 35"],
      ["decided", "14:29:59.000, when its root had ended and no span came any more"],
      ["root", "gateway GET /catalog"],
      ["duration", "21 ms"],
      ["spans", "38, 21 kB encoded"],
    ]);
    const stored = explained({
      decision: "keep",
      rule: null,
      trigger: null,
      decidedAt: null,
      bytes: null,
      errorKinds: null,
      probability: 1,
    });
    expect(explainFacts(stored, NOW).map(([name]) => name)).toEqual(["probability", "root", "duration", "spans"]);
  });
  it("says since when a trace waits", () => {
    const waiting = explained({
      decision: "pending",
      rule: null,
      trigger: null,
      probability: null,
      decidedAt: null,
      firstArrivalAt: iso(1_500),
    });
    expect(explainFacts(waiting, NOW)[0]).toEqual(["first span", "14:31:58.500"]);
  });
  it("names each error kind once", () => {
    const kind = { service: "payments", spanName: "charge", errorType: "timeout" };
    expect(errorKindWords([kind, kind, { ...kind, errorType: "" }])).toEqual([
      "payments charge: timeout",
      "payments charge",
    ]);
  });
  it("is refused with the field that is not as documented", () => {
    expect(() => explained({ decision: "perhaps" })).toThrow(/decision/);
    expect(() => policy({ generation: "3" })).toThrow(/generation/);
  });
});

describe("probabilities", () => {
  it("are one in so many", () => {
    expect([oneIn(0.05), oneIn(0.3), oneIn(0.0285), oneIn(1), oneIn(0)]).toEqual([
      "one in 20",
      "one in 3.3",
      "one in 35",
      null,
      null,
    ]);
    expect(probabilityWords(1)).toBe("every trace like it is kept");
    expect(probabilityWords(0)).toBe("no trace like it is kept");
  });
  it("have triggers that may be new", () => {
    expect(triggerWords("timeout")).toBe("its time was up");
    expect(triggerWords("moon")).toBe("moon");
  });
});

describe("a stored trace's decision", () => {
  const decided = (part: object) => ({
    ...shop(),
    decision: {
      decision: "keep",
      rule: "slow",
      trigger: "quiet",
      probability: 0.6,
      windowId: null,
      reason: "kept by rule slow",
      ...part,
    },
  });
  it("names the rule that kept it, and how often that is", () => {
    expect(decisionWords(decided({}))!.short).toBe("Kept by rule slow, one in 1.7");
    expect(decisionWords(decided({ probability: 1 }))!.short).toBe("Kept by rule slow");
    expect(decisionWords(shop())).toBeNull();
  });
  it("names the window that alone kept it", () => {
    const kept = decided({ rule: "window", windowId: "w20261122T140805-4f2a", probability: 1 });
    expect(decisionWords(kept)!.short).toBe("Kept by window 4f2a");
    expect(decisionFacts(kept)).toEqual([
      ["rule", "the incident window's own rate"],
      ["decided", "when its root had ended and no span came any more"],
      ["probability", "every trace like it is kept"],
    ]);
    expect(decisionFacts(shop())).toEqual([]);
  });
  it("stands for no others where it was added to what had been kept", () => {
    const added = decided({ rule: "window", trigger: "reach-back", windowId: "w1-4f2a", probability: 0.5 });
    expect(decisionWords(added)!.short).toBe("Kept by window 4f2a");
    expect(decisionFacts(added).at(-1)![1]).toBe("it stands for itself only: the sample was whole without it");
    const found = explained({ decision: "keep", trigger: "late" });
    expect(explainFacts(found, NOW)[1]![1]).toMatch(/^it stands for itself only/);
  });
});

describe("the sampling page's address", () => {
  it("leads to a window, the form or an explanation, and else to the overview", () => {
    expect(samplingPlace(undefined)).toEqual({ kind: "overview" });
    expect(samplingPlace("windows/new")).toEqual({ kind: "new" });
    expect(samplingPlace("windows/w1-4f2a")).toEqual({ kind: "window", id: "w1-4f2a" });
    expect(samplingPlace("explain/7F3A")).toEqual({ kind: "explain", id: "7F3A" });
    expect(samplingPlace("explain")).toEqual({ kind: "explain", id: "" });
    expect(samplingPlace("windows")).toEqual({ kind: "overview" });
    expect([explainLink("aa"), windowLink("w1")]).toEqual(["/sampling/explain/aa", "/sampling/windows/w1"]);
  });
  it("names windows by what tells them apart", () => {
    expect(shortWindow("w20261122T140805-4f2a")).toBe("4f2a");
  });
});
