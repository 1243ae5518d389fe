/**
 * Time with its unit in the type. A bare number cannot be passed where one of these is asked for, and nanoseconds
 * cannot be passed as milliseconds.
 */
declare const unit: unique symbol;

/** A duration, or an offset from the start of a trace. Exact up to 104 days. */
export type Nanos = number & { readonly [unit]: "nanos" };

/** A point in time, nanoseconds since 1970 in UTC. A BigInt, since a number is exact only up to 2^53. */
export type EpochNanos = bigint & { readonly [unit]: "epochNanos" };

/** A point in time as JavaScript's `Date` counts it. */
export type EpochMillis = number & { readonly [unit]: "epochMillis" };

export const nanos = (value: number): Nanos => value as Nanos;
export const epochMillis = (value: number): EpochMillis => value as EpochMillis;

/** The API writes 64-bit times as decimal strings. Throws when the text is no integer. */
export const epochNanosOf = (decimal: string): EpochNanos => BigInt(decimal) as EpochNanos;

export const toEpochMillis = (time: EpochNanos): EpochMillis => epochMillis(Number(time / 1_000_000n));

export const plus = (time: EpochNanos, offset: Nanos): EpochNanos => (time + BigInt(Math.round(offset))) as EpochNanos;

export const NANOS_PER_MILLI = 1_000_000;
export const NANOS_PER_SECOND = 1_000_000_000;
