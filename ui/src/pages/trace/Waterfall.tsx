import { useVirtualizer } from "@tanstack/react-virtual";
import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import type { HueOf } from "../../hooks/useHues";
import { useWidth } from "../../hooks/useSize";
import { behindRows, TICK_EVERY } from "../../model/behindRows";
import type { CriticalPath } from "../../model/path";
import { DESK, type Drawing, PHONE } from "../../model/rowMarks";
import type { Row, Rows } from "../../model/rows";
import { dragged, extent, type Lane, scale, ticks, timeAt, type Window } from "../../model/timeline";
import { counted } from "../../model/words";
import type { Nanos } from "../../types/time";
import type { Trace } from "../../types/trace";
import { RowView } from "./RowView";
import { layout } from "./layout";

interface WaterfallProps {
  readonly trace: Trace;
  readonly path: CriticalPath;
  readonly showPath: boolean;
  readonly rows: Rows;
  readonly hidden: number;
  readonly hueOf: HueOf;
  readonly zoom: Window | null;
  readonly selected: number | null;
  /** Spans that match what is looked for; null while nothing is. */
  readonly found: ReadonlySet<number> | null;
  readonly phone: boolean;
  readonly onSelect: (row: Row) => void;
  readonly onToggle: (row: Row) => void;
  readonly onZoom: (zoom: Window | null) => void;
  readonly onShowAll: () => void;
}

/** The rows over a common time axis. Only what is on screen, and a little more, is in the document. */
export function Waterfall(props: WaterfallProps) {
  const { trace, rows, phone, zoom, showPath, path, selected, hueOf } = props;
  const [sizeRef, width] = useWidth();
  const scroller = useRef<HTMLDivElement>(null);
  const shape = phone ? PHONE : DESK;
  const lane = useMemo(() => layout(width, phone), [width, phone]);
  const whole = useMemo(() => extent(trace), [trace]);
  const window = zoom ?? whole;
  const drawing = useMemo<Drawing>(
    () => ({ trace, path: showPath ? path : null, x: scale(window, lane), lane, shape }),
    [trace, showPath, path, window, lane, shape],
  );
  const virtual = useVirtualizer({
    count: rows.list.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => shape.height,
    overscan: 12,
  });
  useEffect(() => virtual.measure(), [virtual, shape]);
  const selectedRow = selected === null ? -1 : rows.ofSpan[selected]!;
  useEffect(() => {
    if (selectedRow >= 0) virtual.scrollToIndex(selectedRow, { align: "auto" });
  }, [virtual, selectedRow]);
  const matching = useMemo(() => matchingRows(props.found, rows), [props.found, rows]);
  const items = virtual.getVirtualItems();
  return (
    <div className="wf" ref={sizeRef}>
      <Axis
        window={window}
        whole={whole}
        lane={lane}
        width={width}
        rows={rows.list.length}
        phone={phone}
        onZoom={props.onZoom}
      />
      <div
        className="rows"
        ref={scroller}
        role="tree"
        aria-label="Spans"
        tabIndex={0}
        aria-activedescendant={selectedRow >= 0 ? `row-${selectedRow}` : undefined}
      >
        <div role="none" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          <Behind
            drawing={drawing}
            window={window}
            rows={rows}
            first={items[0]?.index ?? 0}
            last={items.at(-1)?.index ?? 0}
            width={width}
            phone={phone}
          />
          {items.map((item) => {
            const row = rows.list[item.index]!;
            return (
              <RowView
                key={item.key}
                row={row}
                index={item.index}
                top={item.start}
                width={width}
                drawing={drawing}
                hueOf={hueOf}
                selected={item.index === selectedRow}
                dimmed={matching !== null && !matching.has(item.index)}
                phone={phone}
                onSelect={props.onSelect}
                onToggle={props.onToggle}
              />
            );
          })}
        </div>
        {props.hidden > 0 && (
          <button type="button" className="rest" role="treeitem" onClick={props.onShowAll}>
            ▸ {counted(props.hidden, "row")} off the path or under 3 % of it
          </button>
        )}
      </div>
    </div>
  );
}

function matchingRows(found: ReadonlySet<number> | null, rows: Rows): ReadonlySet<number> | null {
  if (found === null) return null;
  const matching = new Set<number>();
  for (const span of found) matching.add(rows.ofSpan[span]!);
  return matching;
}

const PHONE_TICK_EVERY = 84;

interface AxisProps {
  readonly window: Window;
  readonly whole: Window;
  readonly lane: Lane;
  readonly width: number;
  readonly rows: number;
  readonly phone: boolean;
  readonly onZoom: (zoom: Window | null) => void;
}

function Axis({ window, whole, lane, width, rows, phone, onZoom }: AxisProps) {
  const [drag, setDrag] = useState<{ readonly from: Nanos; readonly to: Nanos } | null>(null);
  const x = scale(window, lane);
  const timeUnder = (event: PointerEvent<Element>) =>
    timeAt(window, lane, event.clientX - event.currentTarget.getBoundingClientRect().left);
  const picked = drag === null ? null : dragged(whole, drag.from, drag.to);
  return (
    <svg
      className="axis"
      width={width}
      height={21}
      role="img"
      aria-label="Time axis; drag to zoom, double click to see all"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: timeUnder(event), to: timeUnder(event) });
      }}
      onPointerMove={(event) => drag !== null && setDrag({ ...drag, to: timeUnder(event) })}
      onPointerUp={() => {
        if (picked !== null) onZoom(picked);
        setDrag(null);
      }}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => onZoom(null)}
    >
      <rect className="hit" x={0} width={width} height={21} />
      {picked !== null && (
        <rect className="picked" x={x(picked.from)} width={x(picked.to) - x(picked.from)} height={21} />
      )}
      {!phone && (
        <text x={16} y={14}>
          {counted(rows, "row")} · client and server of a call share one
        </text>
      )}
      {ticks(window, lane, phone ? PHONE_TICK_EVERY : TICK_EVERY).map((tick) => (
        <text key={tick.x} x={tick.labelX} y={14} textAnchor={tick.anchor}>
          {tick.label}
        </text>
      ))}
    </svg>
  );
}

interface BehindProps {
  readonly drawing: Drawing;
  readonly window: Window;
  readonly rows: Rows;
  readonly first: number;
  readonly last: number;
  readonly width: number;
  readonly phone: boolean;
}

/** Below all rows: hairlines at the ticks, the root's end where work goes on after it, and the thread's drops. */
function Behind({ drawing, window, rows, first, last, width, phone }: BehindProps) {
  const behind = behindRows(drawing, window, rows, first, last);
  return (
    <svg className="behind-rows" style={{ top: behind.top }} width={width} height={behind.height} aria-hidden="true">
      {!phone && behind.grid.map((x) => <line key={x} className="grid" x1={x} x2={x} y1={0} y2={behind.height} />)}
      {behind.rootEnd !== null && (
        <line
          className="root-end"
          x1={behind.rootEnd.x}
          x2={behind.rootEnd.x}
          y1={behind.rootEnd.y1}
          y2={behind.height}
        />
      )}
      {!phone &&
        behind.drops.map(({ x, y1, y2 }) => (
          <line key={`${x} ${y1} ${y2}`} className="drop" x1={x} x2={x} y1={y1} y2={y2} />
        ))}
    </svg>
  );
}
