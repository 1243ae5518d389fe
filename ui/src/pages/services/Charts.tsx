import { useState } from "react";
import { useWidth } from "../../hooks/useSize";
import { shownValues, stepStart } from "../../model/chart";
import { clock, duration, percent, perSecond } from "../../model/words";
import type { Steps } from "../../types/metrics";
import type { TimeRange } from "../../types/search";
import { type EpochMillis, nanos } from "../../types/time";
import { Chart } from "./Chart";

export interface ServiceSteps {
  readonly rate: Steps | undefined;
  readonly errors: Steps | undefined;
  readonly p50: Steps | undefined;
  readonly p95: Steps | undefined;
  readonly p99: Steps | undefined;
}

interface ChartsProps {
  readonly steps: ServiceSteps;
  readonly what: "requests" | "spans";
  readonly table: boolean;
  readonly onZoom: (range: TimeRange | null) => void;
}

const NONE: readonly (number | null)[] = [];

const valuesOf = (steps: Steps | undefined) => steps?.series[0]?.values ?? NONE;

/** A line of nothing but zeros is not red. */
const anyOf = (steps: Steps) => valuesOf(steps).some((value) => (value ?? 0) > 0);

const rateText = (value: number) => `${perSecond(value)}/s`;
const time = (value: number) => duration(nanos(value));

/** Rate, errors and durations one below the other, over the same time. */
export function Charts({ steps, what, table, onZoom }: ChartsProps) {
  const [ref, width] = useWidth();
  const [at, setAt] = useState<EpochMillis | null>(null);
  const shared = { width, at, onAt: setAt, onZoom };
  if (table) return <ValueTable steps={steps} what={what} />;
  return (
    <div className="charts" ref={ref}>
      {width > 0 && (
        <>
          {steps.rate !== undefined && (
            <Chart
              {...shared}
              title={`${what} per second`}
              steps={steps.rate}
              lines={[{ name: "", values: valuesOf(steps.rate), tone: "main" }]}
              least={0.1}
              format={rateText}
            />
          )}
          {steps.errors !== undefined && (
            <Chart
              {...shared}
              title="failed"
              steps={steps.errors}
              lines={[{ name: "", values: valuesOf(steps.errors), tone: anyOf(steps.errors) ? "bad" : "quiet" }]}
              least={0.01}
              format={percent}
            />
          )}
          {steps.p50 !== undefined && steps.p95 !== undefined && steps.p99 !== undefined && (
            <Chart
              {...shared}
              title="duration"
              steps={steps.p95}
              lines={[
                { name: "p99", values: aligned(steps.p99, steps.p95), tone: "thin" },
                { name: "p95", values: valuesOf(steps.p95), tone: "main" },
                { name: "p50", values: aligned(steps.p50, steps.p95), tone: "quiet" },
              ]}
              least={1_000}
              format={time}
            />
          )}
        </>
      )}
    </div>
  );
}

/** The values of one answer at the steps of another: they may have been asked for a moment apart. */
function aligned(steps: Steps | undefined, to: Steps): readonly (number | null)[] {
  if (steps === undefined || steps.stepMillis !== to.stepMillis) return to.covered.map(() => null);
  const values = shownValues(valuesOf(steps), steps.covered);
  const offset = (to.from - steps.from) / steps.stepMillis;
  return to.covered.map((_, i) => values[i + offset] ?? null);
}

function ValueTable({ steps, what }: { readonly steps: ServiceSteps; readonly what: string }) {
  const { rate } = steps;
  if (rate === undefined) return null;
  const columns = [
    { name: `${what}/s`, values: shownValues(valuesOf(rate), rate.covered), write: perSecond },
    { name: "failed", values: aligned(steps.errors, rate), write: percent },
    { name: "p50", values: aligned(steps.p50, rate), write: time },
    { name: "p95", values: aligned(steps.p95, rate), write: time },
    { name: "p99", values: aligned(steps.p99, rate), write: time },
  ];
  return (
    <table className="figures values">
      <thead>
        <tr>
          <th scope="col">from</th>
          {columns.map(({ name }) => (
            <th key={name} scope="col" className="num">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rate.covered.map((covered, i) => (
          <tr key={stepStart(rate, i)} className={covered === 0 ? "i3" : ""}>
            <th scope="row">
              {clock(stepStart(rate, i))}
              {covered === 0 && " not measured"}
            </th>
            {columns.map(({ name, values, write }) => {
              const value = values[i];
              return (
                <td key={name} className="num">
                  {value === null || value === undefined ? "–" : write(value)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
