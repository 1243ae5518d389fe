import * as v from "valibot";
import { epochMillis, epochNanosOf, nanos, NANOS_PER_SECOND } from "../types/time";

/** The fields that answers are made of: each is given its unit here. */

export const text = v.optional(v.string(), "");
export const whole = v.pipe(v.number(), v.integer());
export const amount = v.pipe(whole, v.minValue(0));
export const dropped = v.optional(amount, 0);
export const offset = v.pipe(whole, v.transform(nanos));
/** Negative for a span that ends before it starts: the sender's mistake, which is shown and not refused. */
export const length = offset;
export const epoch = v.pipe(v.string(), v.regex(/^-?\d{1,20}$/), v.transform(epochNanosOf));
export const instant = v.pipe(
  v.string(),
  v.check((value) => Number.isFinite(Date.parse(value)), "not an RFC 3339 time"),
  v.transform((value) => epochMillis(Date.parse(value))),
);
/** Fractions allowed, never below 0: rates, shares, sizes. */
export const rate = v.pipe(v.number(), v.minValue(0));
export const named = v.optional(v.nullable(v.string()), null);
export const seconds = v.pipe(
  rate,
  v.transform((value) => nanos(value * NANOS_PER_SECOND)),
);
