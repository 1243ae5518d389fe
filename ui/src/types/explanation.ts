import type { ErrorKind } from "./policy";
import type { EpochMillis, EpochNanos, Nanos } from "./time";

/** Why a trace is there or not; null is what is not known. */
export interface Explanation {
  readonly traceId: string;
  readonly decision: "keep" | "drop" | "pending";
  readonly rule: string | null;
  readonly trigger: string | null;
  readonly probability: number | null;
  readonly windowId: string | null;
  readonly decidedAt: EpochMillis | null;
  /** Of a trace that waits: since when. */
  readonly firstArrivalAt: EpochMillis | null;
  readonly root: { readonly service: string; readonly name: string } | null;
  readonly start: EpochNanos | null;
  readonly duration: Nanos | null;
  readonly spanCount: number | null;
  readonly bytes: number | null;
  readonly errorKinds: readonly ErrorKind[] | null;
  /** In the server's words. */
  readonly reason: string;
}
