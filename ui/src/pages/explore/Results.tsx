import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "wouter";
import type { HueOf } from "../../hooks/useHues";
import { hueColour } from "../../model/hues";
import type { ResultRow } from "../../model/results";
import { counted } from "../../model/words";

interface ResultsProps {
  readonly rows: readonly ResultRow[];
  readonly hueOf: HueOf;
  readonly selected: number;
  readonly phone: boolean;
  readonly stale: boolean;
  /** What the bars' full width stands for. */
  readonly longest: string;
  readonly end: ReactNode;
}

const HEIGHT = 33;
const PHONE_HEIGHT = 56;

/** Newest first. Bars share one scale, so that lengths can be compared down the list. */
export function Results({ rows, hueOf, selected, phone, stale, longest, end }: ResultsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = phone ? PHONE_HEIGHT : HEIGHT;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => {
    if (selected >= 0) virtual.scrollToIndex(selected, { align: "auto" });
  }, [virtual, selected]);
  const matched = rows.some((row) => row.matched !== "");
  return (
    <div className={`results${stale ? " stale" : ""}${matched ? "" : " plain"}`} ref={scroller}>
      <div className="t h" aria-hidden="true">
        <span>start</span>
        <span className="num">duration</span>
        <span>root</span>
        <span className="bar-head">0 – {longest}</span>
        <span className="num">spans</span>
        <span>spans by service</span>
        {matched && <span>matched</span>}
      </div>
      <ul style={{ height: virtual.getTotalSize() }} aria-label="Traces, newest first">
        {virtual.getVirtualItems().map((item) => (
          <li key={item.key} style={{ transform: `translateY(${item.start}px)`, height }}>
            <Line row={rows[item.index]!} hueOf={hueOf} on={item.index === selected} />
          </li>
        ))}
      </ul>
      {end}
    </div>
  );
}

function Line({ row, hueOf, on }: { readonly row: ResultRow; readonly hueOf: HueOf; readonly on: boolean }) {
  return (
    <Link className={`t${on ? " on" : ""}`} href={row.href} aria-current={on ? "true" : undefined}>
      <span className="sm i2 nw">{row.time}</span>
      <span className="num b">{row.duration}</span>
      <span className="sm cut root">
        {row.service !== null && (
          <span className="i2 svc" style={{ "--c": hueColour(hueOf(row.service)) }}>
            {row.service}
          </span>
        )}{" "}
        <span className={row.service === null ? "i3" : ""}>{row.name}</span>
        {row.errors > 0 && (
          <span className="pill x err b" title={counted(row.errors, "error")}>
            ▲ {row.errors}
          </span>
        )}
        {row.window !== null && (
          <span className="pill x pick" title={`kept by incident window ${row.window.id}`}>
            window {row.window.short}
          </span>
        )}
      </span>
      <span className="length" style={{ "--share": row.length }}>
        <i className={row.errors > 0 ? "bad" : ""} />
      </span>
      <span className="num sm i2">{row.spans}</span>
      <span className="parts">
        {row.parts.map((part) => (
          <i
            key={part.service}
            title={part.title}
            style={{ "--c": hueColour(hueOf(part.service)), "--share": part.share }}
          />
        ))}
      </span>
      <span className="sm i3 cut matched" title={row.matched}>
        {row.matched}
      </span>
    </Link>
  );
}
