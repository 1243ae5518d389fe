import { useId, useRef, useState } from "react";
import {
  axisTop,
  gapsOf,
  highest,
  lastOf,
  linePath,
  shownValues,
  spread,
  stepStart,
  timeTicks,
} from "../../model/chart";
import { clock } from "../../model/words";
import type { Steps } from "../../types/metrics";
import type { TimeRange } from "../../types/search";
import { type EpochMillis, epochMillis } from "../../types/time";

export interface Line {
  /** Empty where it is the only one. */
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly tone: "main" | "thin" | "quiet" | "bad";
}

interface ChartProps {
  readonly title: string;
  readonly steps: Steps;
  readonly lines: readonly Line[];
  /** The axis ends no lower, so that next to nothing does not look like much. */
  readonly least: number;
  readonly format: (value: number) => string;
  readonly width: number;
  /** Of the step that the pointer is at, in any of the charts. */
  readonly at: EpochMillis | null;
  readonly onAt: (time: EpochMillis | null) => void;
  /** Null leads back out. */
  readonly onZoom: (range: TimeRange | null) => void;
}

const HEIGHT = 120;
const TOP = 15;
const BOTTOM = 18;
const RIGHT = 92;
const DRAG_MIN = 6;

/** Lines over time from zero on. What was not measured is hatched, and no line runs through it. */
export function Chart({ title, steps, lines, least, format, width, at, onAt, onZoom }: ChartProps) {
  const svg = useRef<SVGSVGElement>(null);
  const hatch = useId();
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const right = Math.max(60, width - RIGHT);
  const base = HEIGHT - BOTTOM;
  const count = steps.covered.length;
  const shown = lines.map((line) => ({ ...line, values: shownValues(line.values, steps.covered) }));
  const top = axisTop(highest(shown.map((line) => line.values)), least);
  const edge = (index: number) => (index / count) * right;
  const x = (index: number) => edge(index + 0.5);
  const y = (value: number) => base - (value / top) * (base - TOP);
  const ends = shown.map((line) => lastOf(line.values));
  const labels = spread(
    ends.map((end) => (end === null ? base : y(end.value) + 4)),
    13,
    base + 2,
  );
  const over = at === null ? -1 : Math.floor((at - steps.from) / steps.stepMillis);
  const pointed = over >= 0 && over < count ? over : null;
  const px = (clientX: number) =>
    Math.min(right, Math.max(0, clientX - (svg.current?.getBoundingClientRect().left ?? 0)));
  const indexAt = (place: number) => Math.min(count - 1, Math.floor((place / right) * count));
  const end = () => {
    if (drag === null) return;
    setDrag(null);
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    if (to - from < DRAG_MIN) return;
    onZoom({ from: stepStart(steps, indexAt(from)), to: stepStart(steps, indexAt(to) + 1) });
  };
  const readings = shown.map((line) => {
    const value = pointed === null ? null : line.values[pointed];
    return `${line.name === "" ? "" : `${line.name} `}${value === null || value === undefined ? "–" : format(value)}`;
  });
  return (
    <figure className="chart">
      <figcaption className="sm">
        <b>{title}</b>
        {pointed !== null && (
          <span className="i2">
            {clock(stepStart(steps, pointed))} {readings.join(", ")}
            {steps.covered[pointed] === 0 && ", not measured"}
          </span>
        )}
      </figcaption>
      <svg
        ref={svg}
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`${title}: ${summary(shown, format)}`}
        onPointerMove={(event) => {
          const place = px(event.clientX);
          onAt(epochMillis(steps.from + (indexAt(place) + 0.5) * steps.stepMillis));
          if (drag !== null) setDrag({ ...drag, to: place });
        }}
        onPointerLeave={() => {
          onAt(null);
          setDrag(null);
        }}
        onPointerDown={(event) => {
          if (event.pointerType === "mouse" && event.button === 0)
            setDrag({ from: px(event.clientX), to: px(event.clientX) });
        }}
        onPointerUp={end}
        onDoubleClick={() => onZoom(null)}
      >
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path className="hatch" d="M0 0V5" />
          </pattern>
        </defs>
        {gapsOf(steps.covered).map((gap) => (
          <rect
            key={gap.from}
            fill={`url(#${hatch})`}
            x={edge(gap.from)}
            width={edge(gap.to + 1) - edge(gap.from)}
            y={TOP}
            height={base - TOP}
          >
            <title>not measured</title>
          </rect>
        ))}
        <path className="hair" d={`M0 ${TOP}H${right}M0 ${(TOP + base) / 2}H${right}`} />
        <path className="base" d={`M0 ${base + 0.5}H${right}`} />
        <text x={0} y={TOP - 4}>
          {format(top)}
        </text>
        {timeTicks(steps.from, epochMillis(steps.from + count * steps.stepMillis), 0, right, 84).map((tick) => (
          <text
            key={tick.x}
            x={tick.x}
            y={HEIGHT - 4}
            textAnchor={tick.x < 20 ? "start" : tick.x > right - 16 ? "end" : "middle"}
          >
            {tick.label}
          </text>
        ))}
        {shown.map((line) => (
          <path key={line.name} className={`line ${line.tone}`} d={linePath(line.values, x, y)} />
        ))}
        {shown.map((line, i) => {
          const last = ends[i];
          if (last === null || last === undefined) return null;
          return (
            <text
              key={line.name}
              className={`halo k ${line.tone}`}
              x={Math.min(x(last.index) + 6, right + 6)}
              y={labels[i]}
            >
              {format(last.value)} <tspan className="name">{line.name}</tspan>
            </text>
          );
        })}
        {pointed !== null && <path className="at" d={`M${x(pointed)} ${TOP}V${base}`} />}
        {drag !== null && (
          <rect
            className="drag"
            x={Math.min(drag.from, drag.to)}
            width={Math.abs(drag.to - drag.from)}
            y={TOP}
            height={base - TOP}
          />
        )}
      </svg>
    </figure>
  );
}

/** What the lines say, for who does not see them. */
function summary(lines: readonly Line[], format: (value: number) => string): string {
  return lines
    .map((line) => {
      const last = lastOf(line.values);
      const name = line.name === "" ? "" : `${line.name} `;
      if (last === null) return `${name}nothing measured`;
      return `${name}last ${format(last.value)}, highest ${format(highest([line.values]))}`;
    })
    .join("; ");
}
