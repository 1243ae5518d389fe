import { type PointerEvent, useMemo, useState } from "react";
import type { HueOf } from "../../hooks/useHues";
import { useWidth } from "../../hooks/useSize";
import { hueColour } from "../../model/hues";
import { frame, MINIMAP_HEIGHT, minimapPaths, strip } from "../../model/minimap";
import type { CriticalPath } from "../../model/path";
import { dragged, extent, timeAt, type Window } from "../../model/timeline";
import type { Tree } from "../../model/tree";
import type { Nanos } from "../../types/time";

interface MinimapProps {
  readonly tree: Tree;
  readonly path: CriticalPath;
  readonly hueOf: HueOf;
  readonly zoom: Window | null;
  readonly onZoom: (zoom: Window | null) => void;
  readonly onSelect: (span: number) => void;
}

/** All spans at once, with what is zoomed into; below it the critical path unrolled. */
export function Minimap({ tree, path, hueOf, zoom, onZoom, onSelect }: MinimapProps) {
  const [ref, width] = useWidth();
  const paths = useMemo(() => minimapPaths(tree, width, hueOf), [tree, width, hueOf]);
  const parts = useMemo(() => strip(tree, path, width), [tree, path, width]);
  return (
    <div className="mini" ref={ref}>
      <Overview tree={tree} paths={paths} width={width} zoom={zoom} onZoom={onZoom} />
      {parts.length > 0 && (
        <svg className="strip" width={width} height={18} role="img" aria-label="Critical path, from start to end">
          {parts.map((part) => (
            <g
              key={`${part.span} ${part.x}`}
              style={{ "--c": hueColour(hueOf(tree.trace.spans[part.span]!.service)) }}
              onClick={() => onSelect(part.span)}
            >
              <rect className="tint" x={part.x} width={part.width} height={18} />
              <rect className="hue" x={part.x} y={15} width={part.width} height={3} />
              {part.label !== null && (
                <text className="k" x={part.x} dx={5} y={11.5}>
                  {part.label}
                </text>
              )}
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}

interface OverviewProps {
  readonly tree: Tree;
  readonly paths: ReadonlyMap<number, string>;
  readonly width: number;
  readonly zoom: Window | null;
  readonly onZoom: (zoom: Window | null) => void;
}

type Grip = "from" | "to" | "new";

function Overview({ tree, paths, width, zoom, onZoom }: OverviewProps) {
  const whole = useMemo(() => extent(tree.trace), [tree]);
  const lane = useMemo(() => ({ left: 0, right: width }), [width]);
  const [drag, setDrag] = useState<{ readonly fixed: Nanos; readonly moving: Nanos } | null>(null);
  const shown = (drag === null ? zoom : dragged(whole, drag.fixed, drag.moving)) ?? whole;
  const framed = frame(whole, shown, width);
  const timeUnder = (event: PointerEvent<Element>) =>
    timeAt(whole, lane, event.clientX - event.currentTarget.closest("svg")!.getBoundingClientRect().left);
  const start = (grip: Grip) => (event: PointerEvent<Element>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.closest("svg")!.setPointerCapture(event.pointerId);
    const here = timeUnder(event);
    setDrag({ fixed: grip === "from" ? shown.to : grip === "to" ? shown.from : here, moving: here });
  };
  const stop = () => {
    if (drag !== null) {
      const next = dragged(whole, drag.fixed, drag.moving);
      if (next !== null) onZoom(next);
    }
    setDrag(null);
  };
  return (
    <svg
      className="overview"
      width={width}
      height={MINIMAP_HEIGHT}
      role="img"
      aria-label="All spans over time; drag to zoom, double click to see all"
      onPointerDown={start("new")}
      onPointerMove={(event) => drag !== null && setDrag({ ...drag, moving: timeUnder(event) })}
      onPointerUp={stop}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => onZoom(null)}
    >
      <rect className="ground" width={width} height={MINIMAP_HEIGHT} rx={3} />
      {[...paths].map(([hue, path]) => (
        <path key={hue} d={path} fill={hueColour(hue)} />
      ))}
      {framed.shades.map((shade) => (
        <rect key={shade.x} className="shade" {...shade} height={MINIMAP_HEIGHT} />
      ))}
      <rect className="frame" x={framed.from} y={0.5} width={framed.width} height={MINIMAP_HEIGHT - 1} rx={3} />
      <Handle x={framed.from} onGrip={start("from")} />
      <Handle x={framed.to} onGrip={start("to")} />
    </svg>
  );
}

function Handle({ x, onGrip }: { readonly x: number; readonly onGrip: (event: PointerEvent<Element>) => void }) {
  return (
    <g className="handle" transform={`translate(${x} 0)`} onPointerDown={onGrip}>
      <rect className="hit" x={-12} width={24} height={MINIMAP_HEIGHT} />
      <rect className="grip" x={-2.5} y={12} width={5} height={14} rx={2} />
    </g>
  );
}
