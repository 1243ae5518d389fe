import type { EpochMillis } from "./time";

export const ORDERS = ["flags", "bytes", "spans", "distinct"] as const;
export type LedgerOrder = (typeof ORDERS)[number];

export type Advice = "keep" | "drop" | "hash" | "template";

/** What one attribute key of a service costs. */
export interface LedgerKey {
  readonly service: string;
  readonly scope: string;
  readonly key: string;
  readonly spans: number;
  readonly bytes: number;
  /** Of all bytes of its service. */
  readonly byteShare: number;
  /** Within which share of the truth spans and bytes lie; 0 means counted. */
  readonly relativeError: number;
  readonly distinct: number;
  readonly distinctLow: number;
  readonly distinctHigh: number;
  readonly inspectedShare: number;
  /** Values never seen before, of those looked at in the last two minutes. */
  readonly newValues: number;
  readonly newValuesInspected: number;
  readonly lastQueriedAt: EpochMillis | null;
  readonly example: string;
  readonly exampleCut: boolean;
  readonly flags: readonly string[];
  readonly advice: Advice;
  readonly reason: string;
}

export interface FoldedNames {
  readonly service: string;
  readonly example: string;
  readonly names: number;
  readonly templatedSpans: number;
  readonly otherSpans: number;
}

export interface Ledger {
  readonly from: EpochMillis;
  readonly to: EpochMillis;
  readonly distinctFrom: EpochMillis;
  readonly distinctTo: EpochMillis;
  /** When counting began. */
  readonly since: EpochMillis;
  readonly queriesSince: EpochMillis;
  readonly keys: readonly LedgerKey[];
  readonly keysLeftOut: number;
  readonly foldedSpanNames: readonly FoldedNames[];
}
