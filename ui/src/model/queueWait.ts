import { nanos } from "../types/time";
import type { Span } from "../types/trace";
import type { Window } from "./timeline";

/** From the end of a message's sending to the start of its processing; null for what was not sent, or did not wait. */
export function queueWait(spans: readonly Span[], index: number): Window | null {
  const span = spans[index]!;
  const sender = span.kind === "CONSUMER" && span.parent !== null ? spans[span.parent]! : null;
  if (sender === null || sender.kind !== "PRODUCER") return null;
  const sent = nanos(sender.start + sender.duration);
  return span.start > sent ? { from: sent, to: span.start } : null;
}
