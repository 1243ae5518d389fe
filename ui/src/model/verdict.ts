import type { Trace } from "../types/trace";
import type { CriticalPath } from "./path";
import { counted, duration, percent } from "./words";

/** A sentence in pieces, so that the view can set the facts apart without knowing what they say. */
export type Piece = { readonly text: string; readonly fact: boolean; readonly error?: boolean };

const plain = (text: string): Piece => ({ text, fact: false });
const fact = (text: string): Piece => ({ text, fact: true });

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
    ...failure(trace, root.status.code === "ERROR"),
    plain("."),
  ];
  const { largest } = path;
  if (largest === null) return pieces;
  if (largest.span === trace.root && largest.share > 0.995) return [...pieces, plain(" All of it in the root itself.")];
  return [
    ...pieces,
    plain(" "),
    fact(duration(largest.time)),
    plain(` of it in ${largest.network ? "the network of " : ""}`),
    fact(`${largest.service} → ${largest.name}`),
    plain(`${largest.spans > 1 ? `, ${counted(largest.spans, "span")}` : ""}, ${percent(largest.share)} of the path.`),
  ];
}

function failure(trace: Trace, rootFailed: boolean): Piece[] {
  if (rootFailed) return [plain(", "), { text: "failed", fact: true, error: true }];
  const errors = trace.services.reduce((sum, service) => sum + service.errorCount, 0);
  return errors === 0 ? [] : [plain(", "), { text: counted(errors, "error"), fact: true, error: true }];
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

/** `Kept by rule slow, p = 0.60`. */
export function decisionWords(trace: Trace): string | null {
  const { decision } = trace;
  if (decision === null) return null;
  const verb = decision.decision === "keep" ? "Kept" : decision.decision === "drop" ? "Not kept" : decision.decision;
  const rule = decision.rule === null ? "" : ` by rule ${decision.rule}`;
  const chance = decision.probability === null ? "" : `, p = ${decision.probability.toFixed(2)}`;
  return verb + rule + chance;
}
