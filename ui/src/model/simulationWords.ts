import type { KeptAmount, Simulation } from "../types/policy";
import type { EpochMillis } from "../types/time";
import { errorKindWords } from "./explainWords";
import { rangeWords } from "./range";
import { fact, type Piece, plain } from "./verdict";
import { bytes, count, counted, percent, perSecond } from "./words";

/** Today beside the draft, one measure a line. */
export interface Compared {
  readonly measure: string;
  readonly today: string;
  readonly draft: string;
  /** `× 0.52`, `the same`, `all new`. */
  readonly change: string;
  /** Both as shares of the larger, for their bars. */
  readonly todayShare: number;
  readonly draftShare: number;
}

const MEASURES: readonly (readonly [string, (amount: KeptAmount) => number, (value: number) => string])[] = [
  ["traces kept", (amount) => amount.keptTraces, count],
  ["spans kept", (amount) => amount.keptSpans, count],
  ["spans/s kept", (amount) => amount.keptSpansPerSecond, perSecond],
  ["bytes a day", (amount) => amount.bytesPerDay, bytes],
];

export function compared({ today, draft }: Simulation): Compared[] {
  return MEASURES.map(([measure, of, write]) => {
    const [before, after] = [of(today), of(draft)];
    const larger = Math.max(before, after, Number.MIN_VALUE);
    return {
      measure,
      today: write(before),
      draft: write(after),
      change: changeWords(before, after),
      todayShare: before / larger,
      draftShare: after / larger,
    };
  });
}

function changeWords(before: number, after: number): string {
  if (before === after) return "the same";
  if (before === 0) return "new";
  if (after === 0) return "none";
  const times = after / before;
  return `× ${times >= 10 ? count(times) : times.toPrecision(times < 1 ? 2 : 3).replace(/\.?0+$/, "")}`;
}

/** `The draft would keep 4.1 GB a day instead of 7.1 GB, and lose sight of 2 services.` */
export function simulationVerdict(simulation: Simulation): Piece[] {
  const { today, draft, traces } = simulation;
  if (traces === 0)
    return [fact("No trace"), plain(" was decided in this time: there is nothing to try the draft on.")];
  const lost = lostCount(simulation);
  return [
    plain("The draft would keep "),
    fact(`${bytes(draft.bytesPerDay)} a day`),
    plain(draft.bytesPerDay === today.bytesPerDay ? ", as today," : ` instead of ${bytes(today.bytesPerDay)}`),
    ...(lost === null ? [plain(" and lose sight of nothing.")] : [plain(" and lose sight of "), lost, plain(".")]),
  ];
}

function lostCount({ lost }: Simulation): Piece | null {
  const parts = [
    lost.services.length === 0 ? "" : counted(lost.services.length, "service"),
    lost.errorKinds.length === 0 ? "" : counted(lost.errorKinds.length, "error kind"),
  ].filter((part) => part !== "");
  const least = lost.truncated ? "at least " : "";
  return parts.length === 0 ? null : { text: least + parts.join(" and "), fact: true, error: true };
}

/** `Looked at 10 000 of 184 220 traces decided 13:50:00 – 14:00:00, without incident windows.` */
export function basisWords({ traces, sampledTraces, from, to, incomplete }: Simulation, now: EpochMillis): string {
  const looked = sampledTraces < traces ? `${count(sampledTraces)} of ${count(traces)}` : count(traces);
  const short = incomplete ? " The journal did not hold more." : "";
  return `Looked at ${looked} traces decided ${rangeWords({ from, to }, now)}, without incident windows.${short}`;
}

export interface SimulatedRule {
  readonly name: string;
  readonly matched: string;
  readonly kept: string;
  readonly share: string;
}

export const simulatedRules = ({ rules }: Simulation): SimulatedRule[] =>
  rules.map(({ name, matched, kept }) => ({
    name,
    matched: count(matched),
    kept: count(kept),
    share: matched === 0 ? "" : percent(kept / matched),
  }));

export const lostErrorKinds = ({ lost }: Simulation): string[] => errorKindWords(lost.errorKinds);
