import type { Budget, BudgetState, PolicySource, PolicyView } from "../types/policy";
import type { EpochMillis } from "../types/time";
import { flow, keepsAll } from "./policyRules";
import { fact, type Piece, plain } from "./verdict";
import { bytes, count, counted, dated, percent, perSecond } from "./words";

const SECONDS_PER_DAY = 86_400;

/** `Keeping 2.6 % of traces at 1 005 of 1 200 spans/s; a day like now takes 7.1 of 8 GB.` */
export function samplingVerdict(policy: PolicyView): Piece[] {
  if (keepsAll(policy)) return [plain("Keeping "), fact("every trace"), plain(", as it arrives.")];
  const { kept, matchedTotal, keptTotal } = flow(policy);
  if (kept === null) {
    const before = matchedTotal === 0 ? "" : ` ${count(keptTotal)} of ${counted(matchedTotal, "trace")} kept before.`;
    return [fact("No trace"), plain(` was decided in the last half minute.${before}`)];
  }
  return [plain("Keeping "), fact(percent(kept)), plain(" of traces"), ...price(policy.budget.total), plain(".")];
}

function price(total: BudgetState): Piece[] {
  const pieces: Piece[] = [];
  if (total.storedSpansPerSecond !== null) {
    pieces.push(plain(" at "), fact(perSecond(total.storedSpansPerSecond)));
    pieces.push(plain(total.spansPerSecond === null ? " spans/s" : ` of ${perSecond(total.spansPerSecond)} spans/s`));
  }
  if (total.storedBytesPerSecond !== null && total.bytesPerDay !== null) {
    pieces.push(plain("; a day like now takes "), fact(bytesPerDay(total.storedBytesPerSecond)));
    pieces.push(plain(` of ${bytes(total.bytesPerDay)}`));
  }
  return pieces;
}

const bytesPerDay = (bytesPerSecond: number): string => bytes(bytesPerSecond * SECONDS_PER_DAY);

/** What the draft is, beside what is in force. */
export function draftVerdict(changed: number, problems: number, policy: PolicyView): Piece[] {
  if (problems > 0)
    return [
      plain("The server refused the draft: "),
      { ...fact(counted(problems, "problem")), error: true },
      plain("."),
    ];
  if (changed === 0) return [plain(`The draft is policy ${policy.generation}, which is in force.`)];
  return [plain("The draft differs from what is in force in "), fact(counted(changed, "line")), plain(".")];
}

const SOURCES: Readonly<Record<PolicySource, string>> = {
  "built-in": "built in",
  file: "from a file",
  api: "set by somebody over the API or this page",
};

/** `policy 3, from a file, since 09:12:04`. */
export function sourceWords(policy: PolicyView, now: EpochMillis): string {
  const { source, file, generation, since } = policy;
  const where = source === "file" && file !== null ? `from ${file}` : SOURCES[source];
  return `policy ${generation}, ${where}, since ${dated(since, now)}`;
}

/** Which policy takes over when what was set is given up. */
export const resetWords = ({ file }: PolicyView): string =>
  file === null ? "Go back to the built-in policy" : `Go back to ${file}`;

/** `The file of 14:31:52 is not in force: line 3, column 11: …`. */
export function rejectedWords(policy: PolicyView, now: EpochMillis): string | null {
  const { rejected } = policy;
  if (rejected === null) return null;
  const what = rejected.source === "file" ? `The file ${policy.file ?? ""}` : "The policy that was saved";
  return `${what.trim()} could not be used at ${dated(rejected.since, now)}. The one before stays in force.`;
}

export interface BudgetRow {
  readonly scope: string;
  readonly name: string;
  readonly spans: Meter | null;
  readonly bytes: Meter | null;
  readonly baseline: string;
  readonly errors: string;
  readonly giving: boolean;
}

export interface Meter {
  readonly words: string;
  /** Of the limit, 0 to 1. */
  readonly share: number;
  readonly over: boolean;
}

const isLimited = (state: BudgetState): boolean => state.spansPerSecond !== null || state.bytesPerDay !== null;

/** One line per budget that is set; none where nothing is limited. */
export function budgetRows({ total, tenants, services }: Budget): BudgetRow[] {
  return [
    ...(isLimited(total) ? [budgetRow("all", total)] : []),
    ...tenants.map((each) => budgetRow("tenant", each)),
    ...services.map((each) => budgetRow("service", each)),
  ];
}

function budgetRow(scope: string, state: BudgetState): BudgetRow {
  return {
    scope,
    name: state.name,
    spans: meter(state.storedSpansPerSecond, state.spansPerSecond, perSecond),
    bytes: meter(
      state.storedBytesPerSecond === null ? null : state.storedBytesPerSecond * SECONDS_PER_DAY,
      state.bytesPerDay,
      bytes,
    ),
    baseline: factorWords(state.baselineFactor),
    errors: factorWords(state.errorFactor),
    giving: state.baselineFactor < 1,
  };
}

/** Stored is a mean that dies away, and the budget holds over longer times: a little above is within. */
const OVER = 1.03;

function meter(stored: number | null, limit: number | null, write: (value: number) => string): Meter | null {
  if (limit === null) return null;
  const now = stored ?? 0;
  const share = limit === 0 ? 1 : now / limit;
  return { words: `${write(now)} of ${write(limit)}`, share: Math.min(1, share), over: share > OVER };
}

const factorWords = (factor: number): string => (factor >= 1 ? "all" : `× ${factor.toPrecision(2)}`);

/** What the budget gives up, first to last. */
export interface Sacrifice {
  readonly what: string;
  readonly state: string;
  readonly kind: "waiting" | "giving" | "never";
}

export function sacrifices(budget: Budget): Sacrifice[] {
  return [
    step("Baseline", budget, (state) => state.baselineFactor),
    step("Errors and slow, repeated", budget, (state) => state.errorFactor),
    { what: "Never: the first of each kind", state: "of service, span name and error type, in 5 min", kind: "never" },
  ];
}

/** So many tenants and services are named; the table above has them all. */
const NAMED = 2;

function step(what: string, { total, tenants, services }: Budget, factor: (state: BudgetState) => number): Sacrifice {
  const giving = [total, ...tenants, ...services].filter((state) => factor(state) < 1);
  if (giving.length === 0) return { what, state: "not yet", kind: "waiting" };
  const named = giving.slice(0, NAMED).map((state) => {
    const share = percent(factor(state));
    return state.name === "" ? share : `${share} for ${state.name}`;
  });
  const more = giving.length > NAMED ? " and others" : "";
  return { what, state: `giving: keeps ${named.join(", ")}${more}`, kind: "giving" };
}
