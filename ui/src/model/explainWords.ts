import type { Explanation } from "../types/explanation";
import type { EpochMillis } from "../types/time";
import type { Trace } from "../types/trace";
import { addsOnly, keptWords, oneIn, probabilityWords, shortWindow, triggerWords } from "./samplingWords";
import { fact, type Piece, plain } from "./verdict";
import { bytes, clockMillis, count, dated, duration } from "./words";

/** The rule's name where an incident window alone kept a trace. */
const WINDOW_RULE = "window";

const VERDICTS: Readonly<Record<Explanation["decision"], string>> = {
  keep: "Kept.",
  drop: "Not kept.",
  pending: "Not decided yet.",
};

/** `Not kept. Rule baseline kept 5 % of …`: the server's reason as a sentence. */
export function explainVerdict({ decision, reason }: Explanation): Piece[] {
  return [fact(VERDICTS[decision]), plain(reason === "" ? "" : ` ${sentence(reason)}`)];
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (trimmed.endsWith(".") ? "" : ".");
}

/** What is known of the trace, as names and values; what is not known is left out. */
export function explainFacts(found: Explanation, now: EpochMillis): (readonly [string, string])[] {
  const facts: [string, string | null][] = [
    ["rule", found.rule === WINDOW_RULE ? "the incident window's own rate" : found.rule],
    ["probability", chanceWords(found)],
    ["decided", decidedWords(found, now)],
    ["first span", found.firstArrivalAt === null ? null : dated(found.firstArrivalAt, now, clockMillis)],
    ["root", found.root === null ? null : `${found.root.service} ${found.root.name}`],
    ["duration", found.duration === null ? null : duration(found.duration)],
    ["spans", spansWords(found)],
  ];
  return facts.filter((pair): pair is [string, string] => pair[1] !== null);
}

function chanceWords({ decision, probability, trigger }: Explanation): string | null {
  if (probability === null) return null;
  return decision === "keep" ? keptWords(probability, trigger) : probabilityWords(probability);
}

function decidedWords({ decidedAt, trigger }: Explanation, now: EpochMillis): string | null {
  const when = decidedAt === null ? null : dated(decidedAt, now, clockMillis);
  if (trigger === null) return when;
  return `${when === null ? "" : `${when}, `}when ${triggerWords(trigger)}`;
}

function spansWords({ spanCount, bytes: size }: Explanation): string | null {
  if (spanCount === null) return null;
  return size === null ? count(spanCount) : `${count(spanCount)}, ${bytes(size)} encoded`;
}

/** `payments charge: timeout`, each once. */
export function errorKindWords(kinds: Explanation["errorKinds"]): string[] {
  return [
    ...new Set(
      (kinds ?? []).map(
        ({ service, spanName, errorType }) => `${service} ${spanName}${errorType === "" ? "" : `: ${errorType}`}`,
      ),
    ),
  ];
}

/** Why a stored trace was kept, short enough for its head; null where nobody decided. */
export interface DecisionWords {
  /** `Kept by rule slow, one in 20` */
  readonly short: string;
  /** In the server's words. */
  readonly long: string;
  readonly windowId: string | null;
}

export function decisionWords({ decision }: Trace): DecisionWords | null {
  if (decision === null) return null;
  const { rule, windowId, probability, trigger, reason } = decision;
  const verb = decision.decision === "keep" ? "Kept" : decision.decision === "drop" ? "Not kept" : decision.decision;
  const often = probability === null || addsOnly(trigger) ? null : oneIn(probability);
  const who =
    rule === WINDOW_RULE && windowId !== null
      ? ` by window ${shortWindow(windowId)}`
      : rule === null
        ? ""
        : ` by rule ${rule}`;
  return { short: `${verb}${who}${often === null ? "" : `, ${often}`}`, long: reason, windowId };
}

/** Everything the trace's own answer says about why it is there. */
export function decisionFacts(trace: Trace): (readonly [string, string])[] {
  const { decision } = trace;
  if (decision === null) return [];
  const facts: [string, string | null][] = [
    ["rule", decision.rule === WINDOW_RULE ? "the incident window's own rate" : decision.rule],
    ["decided", decision.trigger === null ? null : `when ${triggerWords(decision.trigger)}`],
    ["probability", decision.probability === null ? null : keptWords(decision.probability, decision.trigger)],
  ];
  return facts.filter((pair): pair is [string, string] => pair[1] !== null);
}
