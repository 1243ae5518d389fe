import { duration } from "./words";
import { nanos } from "../types/time";

/** What sampling says in its own short words, said in whole ones. */

const TRIGGERS: Readonly<Record<string, string>> = {
  quiet: "its root had ended and no span came any more",
  timeout: "its time was up",
  size: "it had grown too large to wait",
  memory: "there was no room for it to wait",
  immediate: "it arrived: everything is kept",
  late: "more spans came after the first decision",
  "reach-back": "an incident window reached back to it",
  shutdown: "the server was stopping",
};

/** What made a trace be decided, to stand behind "when". */
export const triggerWords = (trigger: string): string => TRIGGERS[trigger] ?? trigger;

/** `one in 20`; null where it is all or none. */
export function oneIn(probability: number): string | null {
  if (probability <= 0 || probability >= 1) return null;
  const times = 1 / probability;
  const whole = Math.round(times);
  return Math.abs(times - whole) < 0.05 ? `one in ${whole}` : `one in ${times.toFixed(times < 10 ? 1 : 0)}`;
}

/** `2.85 %`: three digits, since a rule's probability is a number that somebody chose. */
const exactly = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

/** `5 % of traces like it are kept, one in 20`. */
export function probabilityWords(probability: number): string {
  if (probability >= 1) return "every trace like it is kept";
  const often = oneIn(probability);
  return often === null ? "no trace like it is kept" : `${exactly(probability)} of traces like it are kept, ${often}`;
}

/** What these add was dropped before: those that were kept at first stand for all. */
const ADDING: ReadonlySet<string> = new Set(["reach-back", "late"]);

/** Whether a kept trace stands for others that were not kept. */
export const addsOnly = (trigger: string | null): boolean => trigger !== null && ADDING.has(trigger);

/** With which probability a trace was kept, and so for how many it stands. */
export const keptWords = (probability: number, trigger: string | null): string =>
  addsOnly(trigger) ? "it stands for itself only: the sample was whole without it" : probabilityWords(probability);

/** Windows are named by when they opened; what tells them apart is behind the last dash. */
export const shortWindow = (id: string): string => id.slice(id.lastIndexOf("-") + 1);

/** `{ slow: p99 }` as a sentence's end; what is not known stays as it is written. */
export function sampleWords(sample: string | null): string {
  if (sample === null) return "their own rates, whatever rule applies";
  if (sample === "always") return "keeps all";
  if (sample === "drop") return "keeps none";
  const [, what = "", value = "", per] = /^\{ (\w+): ([^,}]+?)(?:, per: (\w+))? \}$/.exec(sample) ?? [];
  switch (what) {
    case "probability":
      return `keeps ${exactly(Number(value))}`;
    case "slow":
      return value.startsWith("p")
        ? `keeps what is slower than its operation's ${value}; the rest goes on`
        : `keeps what takes at least ${spaced(value)}; the rest goes on`;
    case "throughput":
      return `keeps ${throughput(Number(value))}${per === undefined ? "" : ` per ${per}`}${per === undefined ? "" : "; the rest goes on"}`;
    default:
      return sample;
  }
}

/** `one trace in 10 s`, `4 traces/s`. */
function throughput(tracesPerSecond: number): string {
  if (!(tracesPerSecond > 0)) return "no traces";
  if (tracesPerSecond === 1) return "1 trace/s";
  return tracesPerSecond > 1 ? `${tracesPerSecond} traces/s` : `one trace in ${duration(nanos(1e9 / tracesPerSecond))}`;
}

const spaced = (value: string): string => value.replace(/^([\d.]+)([a-zµ]+)$/, "$1\u00a0$2");
