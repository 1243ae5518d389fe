import type { EpochMillis } from "./time";

/** One rule of the policy in force, with what came to it. Counts run since the start, rates over about half a minute. */
export interface RuleState {
  readonly name: string;
  /** TraceQL over the whole trace; null where the rule is for every trace. */
  readonly when: string | null;
  readonly tenants: readonly string[];
  /** As the policy writes it, such as `{ slow: p99 }`; null for what an incident window alone kept. */
  readonly sample: string | null;
  readonly matched: number;
  readonly kept: number;
  readonly keptSpans: number;
  readonly matchedPerSecond: number;
  readonly keptPerSecond: number;
}

/** Limits that are not set are null; so is what nobody counts because nothing is limited. */
export interface BudgetState {
  /** Of the tenant or service; empty for the total. */
  readonly name: string;
  readonly spansPerSecond: number | null;
  readonly bytesPerDay: number | null;
  /** 0 to 1: what probabilities of the baseline are multiplied by to stay within the budget. */
  readonly baselineFactor: number;
  /** 0 to 1: the same for errors and slow traces of kinds that have been kept already. */
  readonly errorFactor: number;
  readonly storedSpansPerSecond: number | null;
  readonly storedBytesPerSecond: number | null;
}

export interface Budget {
  readonly total: BudgetState;
  readonly tenants: readonly BudgetState[];
  readonly services: readonly BudgetState[];
}

/** Lines and columns count from 1. */
export interface TextProblem {
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

export type PolicySource = "built-in" | "file" | "api";

export interface PolicyView {
  readonly source: PolicySource;
  /** What `sampling.policy` names. */
  readonly file: string | null;
  /** Counts the policies since the start, from 1. */
  readonly generation: number;
  readonly since: EpochMillis;
  readonly yaml: string;
  readonly rules: readonly RuleState[];
  readonly budget: Budget;
  /** The latest that could not be used, until another can be. */
  readonly rejected: {
    readonly source: PolicySource;
    readonly since: EpochMillis;
    readonly problems: readonly TextProblem[];
  } | null;
}

/** What a policy would have kept, or did keep. */
export interface KeptAmount {
  readonly keptTraces: number;
  readonly keptSpans: number;
  readonly keptSpansPerSecond: number;
  readonly bytesPerDay: number;
}

export interface Simulation {
  /** All that were decided in the time. */
  readonly traces: number;
  readonly spans: number;
  readonly draft: KeptAmount;
  readonly today: KeptAmount;
  readonly rules: readonly { readonly name: string; readonly matched: number; readonly kept: number }[];
  /** What has traces today and would have none; `truncated` when there is more. */
  readonly lost: {
    readonly services: readonly string[];
    readonly errorKinds: readonly ErrorKind[];
    readonly truncated: boolean;
  };
  /** The journal did not hold all that was asked for. */
  readonly incomplete: boolean;
  readonly from: EpochMillis;
  readonly to: EpochMillis;
  /** So many traces were looked at to say this. */
  readonly sampledTraces: number;
}

export interface ErrorKind {
  readonly service: string;
  readonly spanName: string;
  readonly errorType: string;
}
