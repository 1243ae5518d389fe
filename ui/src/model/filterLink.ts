import type { Attribute } from "../types/attribute";
import { NANOS_PER_MILLI, type Nanos, plus, toEpochMillis, epochMillis } from "../types/time";
import type { Span, Trace } from "../types/trace";
import { first, literal, quote } from "./attributes";
import { attributeName } from "./builder";
import { exploreLink } from "./exploreUrl";
import type { RangeChoice } from "./range";
import { requestPath } from "./spanWords";

/** Links from a trace into Explore cover the half hour on either side of the trace, wherever the picker stood. */
const AROUND_MILLIS = 30 * 60_000;

function around(trace: Trace): RangeChoice {
  const start = toEpochMillis(trace.start);
  const end = toEpochMillis(plus(trace.start, trace.duration));
  return { kind: "fixed", range: { from: epochMillis(start - AROUND_MILLIS), to: epochMillis(end + AROUND_MILLIS) } };
}

/** All traces with this value; null where TraceQL has no literal for it. */
export function attributeLink(trace: Trace, scope: "span" | "resource", attribute: Attribute): string | null {
  const value = literal(attribute.value);
  if (value === null) return null;
  return exploreLink({ query: `{ ${attributeName(`${scope}.${attribute.key}`)} = ${value} }`, range: around(trace) });
}

/** A request named only by its method is alike when it also goes to the same host. */
function same(span: Span): string {
  const host = requestPath(span) === null ? null : first(span.attributes, "server.address");
  const named = `resource.service.name = ${quote(span.service)} && name = ${quote(span.name)}`;
  return host === null ? named : `${named} && span.server.address = ${quote(host)}`;
}

export function sameSpanLink(trace: Trace, span: Span): string {
  return exploreLink({ query: `{ ${same(span)} }`, range: around(trace) });
}

/** All spans of this service and name that took at least as long, rounded down so that this one is among them. */
export function slowerLink(trace: Trace, span: Span): string {
  return exploreLink({
    query: `{ ${same(span)} && duration >= ${floorDuration(span.duration)} }`,
    range: around(trace),
  });
}

function floorDuration(time: Nanos): string {
  return time >= NANOS_PER_MILLI ? `${Math.floor(time / NANOS_PER_MILLI)}ms` : `${Math.floor(time)}ns`;
}
