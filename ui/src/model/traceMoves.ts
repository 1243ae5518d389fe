import type { Trace } from "../types/trace";
import type { Rows } from "./rows";
import { failed } from "./spanWords";

/** Where the keys lead. All answers are span indexes; null means stay. */

export function stepRow(rows: Rows, selected: number | null, step: 1 | -1): number | null {
  const at = selected === null ? (step === 1 ? -1 : rows.list.length) : rows.ofSpan[selected]!;
  return rows.list[at + step]?.call.span ?? null;
}

export function nextError(trace: Trace, selected: number | null): number | null {
  const from = selected ?? -1;
  for (let i = 1; i <= trace.spans.length; i++) {
    const index = (from + i) % trace.spans.length;
    if (index >= 0 && failed(trace.spans[index]!)) return index;
  }
  return null;
}

export const errorCount = (trace: Trace): number => trace.spans.reduce((sum, span) => sum + (failed(span) ? 1 : 0), 0);
