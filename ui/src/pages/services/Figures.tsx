import { errorWords, marked, quantileFigure } from "../../model/servicesWords";
import { count } from "../../model/words";
import type { Nanos } from "../../types/time";

interface ErrorsProps {
  readonly errors: number;
  readonly errorShare: number | null;
}

/** The share that failed, with ▲ where it is more than a few. */
export function Errors({ errors, errorShare }: ErrorsProps) {
  const bad = marked(errorShare);
  return (
    <span className={bad ? "err b" : errors === 0 ? "i3" : ""} title={`${count(errors)} failed`}>
      {bad && "▲ "}
      {errorWords({ errors, errorShare })}
    </span>
  );
}

interface QuantileProps {
  readonly value: Nanos | null;
  readonly which: "p50" | "p95" | "p99";
  readonly spans: number;
}

export function Quantile({ value, which, spans }: QuantileProps) {
  const { text, thin } = quantileFigure(value, which, spans);
  return (
    <span className={thin ? "i3" : ""} title={thin ? `of ${count(spans)} only` : undefined}>
      {text}
    </span>
  );
}
