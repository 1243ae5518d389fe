import type { PolicyView, RuleState } from "../types/policy";
import { sampleWords } from "./samplingWords";
import { count, percent, perSecond } from "./words";

/** One line of the rules' table, ready to be written down. */
export interface RuleRow {
  readonly name: string;
  /** Its place in the order, empty for what windows alone kept. */
  readonly place: string;
  readonly condition: string;
  /** Whether `condition` is TraceQL and not words. */
  readonly traceQl: boolean;
  readonly sample: string;
  /** Of all traces that are decided now, `matchesRate` of them a second; empty while none comes. */
  readonly matches: string;
  readonly matchesRate: string;
  readonly keeps: string;
  readonly keepsRate: string;
  /** Since the start. */
  readonly total: string;
  /** Of all spans kept since the start, 0 to 1. */
  readonly share: number;
  readonly shareWords: string;
}

/** What is slower than this is noise of a rate that dies away. */
const IDLE_PER_SECOND = 0.005;

const sum = (rules: readonly RuleState[], pick: (rule: RuleState) => number): number =>
  rules.reduce((total, rule) => total + pick(rule), 0);

/** A rate is a mean that dies away: that of what was kept may stand a little above the one it is part of. */
const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(1, part / whole));

export interface Flow {
  /** Traces decided per second, as it is now. */
  readonly perSecond: number;
  /** Of these kept, 0 to 1; null while none comes. */
  readonly kept: number | null;
  readonly matchedTotal: number;
  readonly keptTotal: number;
}

export function flow({ rules }: PolicyView): Flow {
  const matched = sum(rules, (rule) => rule.matchedPerSecond);
  return {
    perSecond: matched,
    kept:
      matched < IDLE_PER_SECOND
        ? null
        : shareOf(
            sum(rules, (rule) => rule.keptPerSecond),
            matched,
          ),
    matchedTotal: sum(rules, (rule) => rule.matched),
    keptTotal: sum(rules, (rule) => rule.kept),
  };
}

/** In the policy's order. What windows alone kept comes last, and only when there is some. */
export function ruleRows(policy: PolicyView): RuleRow[] {
  const { rules } = policy;
  const matchedPerSecond = flow(policy).perSecond;
  const keptSpans = sum(rules, (rule) => rule.keptSpans);
  return rules
    .filter((rule) => rule.sample !== null || rule.matched > 0)
    .map((rule, i) => ({
      name: rule.name,
      place: rule.sample === null ? "" : String(i + 1),
      ...condition(rule, i, rules),
      sample: sampleWords(rule.sample),
      ...live(rule, matchedPerSecond),
      total: `${count(rule.kept)} of ${count(rule.matched)}`,
      share: shareOf(rule.keptSpans, keptSpans),
      shareWords: percent(shareOf(rule.keptSpans, keptSpans)),
    }));
}

function condition(rule: RuleState, place: number, all: readonly RuleState[]): Pick<RuleRow, "condition" | "traceQl"> {
  const tenants = rule.tenants.length === 0 ? "" : `of ${rule.tenants.join(", ")}`;
  if (rule.when !== null) return { condition: tenants === "" ? rule.when : `${rule.when} ${tenants}`, traceQl: true };
  if (rule.sample === null) return { condition: "what incident windows kept", traceQl: false };
  if (tenants !== "") return { condition: `every trace ${tenants}`, traceQl: false };
  if (place === 0) return { condition: "every trace", traceQl: false };
  const last = all.slice(place + 1).every(({ sample }) => sample === null);
  return { condition: last ? "everything else" : "every other trace", traceQl: false };
}

function live(rule: RuleState, allPerSecond: number): Pick<RuleRow, "matches" | "matchesRate" | "keeps" | "keepsRate"> {
  if (rule.matchedPerSecond < IDLE_PER_SECOND) return { matches: "", matchesRate: "", keeps: "", keepsRate: "" };
  return {
    matches: percent(shareOf(rule.matchedPerSecond, allPerSecond)),
    matchesRate: `${perSecond(rule.matchedPerSecond)}/s`,
    keeps: percent(shareOf(rule.keptPerSecond, rule.matchedPerSecond)),
    keepsRate: `${perSecond(rule.keptPerSecond)}/s`,
  };
}

/** Whether nothing can be dropped, so that nobody decides trace by trace and the rules count nothing. */
export function keepsAll({ rules, budget }: PolicyView): boolean {
  const first = rules[0];
  const limited = [budget.total, ...budget.tenants, ...budget.services].some(
    (each) => each.spansPerSecond !== null || each.bytesPerDay !== null,
  );
  return (
    !limited &&
    first !== undefined &&
    first.when === null &&
    first.tenants.length === 0 &&
    (first.sample === "always" || /^\{ probability: 1(\.0+)? \}$/.test(first.sample ?? ""))
  );
}
