import * as v from "valibot";
import type { Ledger } from "../types/ledger";
import { amount, instant, rate, text } from "./fields";

/** The answer of `/api/v1/ledger`. */

const share = v.pipe(rate, v.maxValue(1));

const key = v.object({
  service: v.string(),
  scope: v.string(),
  key: v.string(),
  spans: amount,
  bytes: amount,
  byteShare: share,
  relativeError: rate,
  distinct: amount,
  distinctLow: amount,
  distinctHigh: amount,
  inspectedShare: share,
  newValues: amount,
  newValuesInspected: amount,
  lastQueriedAt: v.nullable(instant),
  example: text,
  exampleCut: v.boolean(),
  flags: v.array(v.string()),
  advice: v.picklist(["keep", "drop", "hash", "template"]),
  reason: text,
});

export const ledger: v.GenericSchema<unknown, Ledger> = v.object({
  from: instant,
  to: instant,
  distinctFrom: instant,
  distinctTo: instant,
  since: instant,
  queriesSince: instant,
  keys: v.array(key),
  keysLeftOut: amount,
  foldedSpanNames: v.array(
    v.object({ service: v.string(), example: text, names: amount, templatedSpans: amount, otherSpans: amount }),
  ),
});
