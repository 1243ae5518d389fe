import type { Trace } from "../types/trace";
import type { CriticalPath } from "./path";
import { title, failed } from "./spanWords";
import { counted, duration, percent } from "./words";

/** A sentence in pieces, so that the view can set the facts apart without knowing what they say. */
export type Piece = { readonly text: string; readonly fact: boolean; readonly error?: boolean };

export const plain = (text: string): Piece => ({ text, fact: false });
export const fact = (text: string): Piece => ({ text, fact: true });

/** `913 ms for POST /checkout. 473 ms of it in payments → postgresql INSERT charges, 52 % of the path.` */
export function traceVerdict(trace: Trace, path: CriticalPath): Piece[] {
  const root = trace.root === null ? undefined : trace.spans[trace.root];
  if (root === undefined) {
    return [
      fact("No root yet."),
      plain(` ${counted(trace.spans.length, "span")} over `),
      fact(duration(trace.duration)),
      plain("."),
    ];
  }
  const pieces = [
    fact(duration(root.duration)),
    plain(` for ${root.name}`),
    ...failure(trace, failed(root)),
    plain("."),
  ];
  const { largest } = path;
  if (largest === null) return pieces;
  if (largest.span === trace.root && largest.share > 0.995) return [...pieces, plain(" All of it in the root itself.")];
  return [
    ...pieces,
    plain(" "),
    fact(duration(largest.time)),
    plain(` of it ${largest.between ? "between" : "in"} `),
    fact(`${largest.service} ${largest.between ? "and" : "→"} ${largest.name}`),
    plain(`${largest.spans > 1 ? `, ${counted(largest.spans, "span")}` : ""}, ${percent(largest.share)} of the path.`),
  ];
}

/** `failed in payments → POST /charges, 3 spans`: not who passed the error on, but where it began. */
function failure(trace: Trace, rootFailed: boolean): Piece[] {
  const errors = trace.services.reduce((sum, service) => sum + service.errorCount, 0);
  if (!rootFailed && errors === 0) return [];
  const what = { text: rootFailed ? "failed" : counted(errors, "error"), fact: true, error: true };
  const origin = failureOrigin(trace);
  if (origin === null || origin.span === trace.root) return [plain(", "), what];
  const span = trace.spans[origin.span]!;
  const times = origin.spans > 1 ? `, ${counted(origin.spans, "span")}` : "";
  return [plain(", "), what, plain(" in "), fact(`${span.service} → ${title(span)}`), plain(times)];
}

/** The last of the failed spans below which nothing failed, and how many of them bear its service and name. */
export function failureOrigin({ spans }: Trace): { readonly span: number; readonly spans: number } | null {
  const passedOn = new Uint8Array(spans.length);
  const origins: number[] = [];
  for (let i = spans.length - 1; i >= 0; i--) {
    const span = spans[i]!;
    if (failed(span) && passedOn[i] === 0) origins.push(i);
    if (span.parent !== null && (failed(span) || passedOn[i] === 1)) passedOn[span.parent] = 1;
  }
  const last = origins[0];
  if (last === undefined) return null;
  const { service, name } = spans[last]!;
  const alike = origins.filter((i) => spans[i]!.service === service && spans[i]!.name === name);
  return { span: last, spans: alike.length };
}

/** `4.98 s to its last span`: work that went on after the root had ended; null where there is none to speak of. */
export function tailWords(trace: Trace): string | null {
  const root = trace.root === null ? undefined : trace.spans[trace.root];
  if (root === undefined || trace.duration <= (root.start + root.duration) * 1.01) return null;
  return `${duration(trace.duration)} to its last span`;
}

export interface CompletenessWords {
  readonly glyph: "complete" | "late" | "partial";
  readonly word: string;
  readonly reason: string;
}

/** Glyph, word and reason, so that it never hangs on colour. */
export function completenessWords(trace: Trace): CompletenessWords {
  const counts = `${counted(trace.spans.length, "span")}, ${counted(trace.services.length, "service")}`;
  const { state, reasons } = trace.completeness;
  const why = reasons.join("; ");
  const word = { complete: "Complete", late: "Late", partial: "Partial" }[state];
  return { glyph: state, word, reason: why === "" ? counts : `${counts}; ${why}` };
}
