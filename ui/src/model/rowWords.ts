import { type Nanos, nanos } from "../types/time";
import type { Span, Trace } from "../types/trace";
import type { CriticalPath } from "./path";
import { queueWait } from "./queueWait";
import type { Row } from "./rows";
import { glyph, type Glyph, requestPath, retry, type StatusPill, statusPill, target } from "./spanWords";
import { type Call, callFailed } from "./tree";
import { count, counted, duration, percent } from "./words";

/** The words of one row. */
export interface RowWords {
  readonly service: string;
  readonly glyph: Glyph;
  readonly target: string | null;
  readonly name: string;
  /** Of a request whose name is only its method. */
  readonly path: string | null;
  readonly times: string | null;
  readonly status: StatusPill | null;
  readonly notes: readonly string[];
  /** Something in the row, or in what it hides, failed. */
  readonly failed: boolean;
  readonly duration: string;
  /** For a screen reader: what only the marks say. */
  readonly spoken: string;
}

export function rowWords(trace: Trace, row: Row): RowWords {
  const span = trace.spans[row.call.span]!;
  const client = row.call.client === null ? null : trace.spans[row.call.client]!;
  const status = row.group === null ? rowStatus(span, client) : groupStatus(row);
  const hidden = row.group === null && !row.open ? row.call.errorsBelow : 0;
  const notes = [
    row.call.async ? "async" : null,
    row.group === null ? waitWords(trace.spans, row.call.span) : null,
    client === null ? retry(span) : retry(client),
    hidden > 0 ? `▲ ${count(hidden)} inside` : null,
    isOrphan(client ?? span) ? "parent missing" : null,
  ].filter((note) => note !== null);
  const failed = status?.error === true || hidden > 0 || (row.group === null && callFailed(trace.spans, row.call));
  const length = duration(row.group === null ? span.duration : groupLength(trace, row.group.members));
  const times = row.group === null ? null : `×${count(row.group.members.length)}`;
  return {
    service: span.service,
    glyph: glyph(span),
    target: target(span),
    name: span.name,
    path: commonPath(trace, row.group?.members ?? [row.call]),
    times,
    status,
    notes,
    failed,
    duration: length,
    spoken: [client === null ? null : `called by ${client.service}`, length, failed ? "failed" : null]
      .filter((part) => part !== null)
      .join(", "),
  };
}

const isOrphan = (span: Span): boolean => span.parentSpanId !== null && span.parent === null;

/** What the members of a group have in common, or nothing. */
function commonPath({ spans }: Trace, members: readonly Call[]): string | null {
  const path = requestPath(spans[members[0]!.span]!);
  return members.every((call) => requestPath(spans[call.span]!) === path) ? path : null;
}

/** Below this a message was taken at once. */
const WAIT_MIN_NANOS = 1e6;

/** `waited 2.9 s`: how long a message lay in its queue. */
export function waitWords(spans: readonly Span[], index: number): string | null {
  const waited = queueWait(spans, index);
  if (waited === null || waited.to - waited.from < WAIT_MIN_NANOS) return null;
  return `waited ${duration(nanos(waited.to - waited.from))}`;
}

/** A server's status always, a client's only when it says more: that it failed. */
function rowStatus(span: Span, client: Span | null): StatusPill | null {
  const status = statusPill(span);
  if (status !== null && (span.kind !== "CLIENT" || status.error)) return status;
  const outer = client === null ? null : statusPill(client);
  return outer?.error === true ? outer : null;
}

function groupStatus(row: Row): StatusPill | null {
  const errors = row.group?.errors ?? 0;
  return errors === 0 ? null : { text: counted(errors, "error"), error: true };
}

/** From the first start to the last end. */
function groupLength({ spans }: Trace, members: readonly Call[]): Nanos {
  let start = Infinity;
  let end = -Infinity;
  for (const { span, client } of members) {
    const outer = spans[client ?? span]!;
    start = Math.min(start, outer.start);
    end = Math.max(end, outer.start + outer.duration);
  }
  return nanos(end - start);
}

/** When a span starts, how long it lasts and its own share of the critical path, null when it is not on it. */
export function spanTiming(
  trace: Trace,
  path: CriticalPath,
  index: number,
): { start: string; lasts: string; share: string | null } {
  const span = trace.spans[index]!;
  const time = path.ofSpan[index]!;
  return {
    start: duration(span.start),
    lasts: duration(span.duration),
    share: time > 0 && path.total > 0 ? percent(time / path.total) : null,
  };
}
