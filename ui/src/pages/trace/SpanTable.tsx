import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { HueOf } from "../../hooks/useHues";
import { hueColour } from "../../model/hues";
import type { CriticalPath } from "../../model/path";
import { indentLevels } from "../../model/rowMarks";
import type { Row, Rows } from "../../model/rows";
import { rowWords, spanTiming } from "../../model/rowWords";
import type { Trace } from "../../types/trace";

interface SpanTableProps {
  readonly trace: Trace;
  readonly path: CriticalPath;
  readonly rows: Rows;
  readonly hueOf: HueOf;
  readonly selected: number | null;
  readonly onSelect: (row: Row) => void;
}

const ROW_HEIGHT = 28;

/** The same rows in words: what the marks say, for reading, copying and screen readers. */
export function SpanTable({ trace, path, rows, hueOf, selected, onSelect }: SpanTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.list.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const selectedRow = selected === null ? -1 : rows.ofSpan[selected]!;
  useEffect(() => {
    if (selectedRow >= 0) virtual.scrollToIndex(selectedRow, { align: "auto" });
  }, [virtual, selectedRow]);
  return (
    <div className="rows table" ref={scroller} tabIndex={0} role="region" aria-label="Spans as a table">
      <div role="table" aria-rowcount={rows.list.length} style={{ height: virtual.getTotalSize() + ROW_HEIGHT }}>
        <div role="row" className="tr head xs i3">
          {["service and span", "start", "duration", "critical path", "status"].map((name) => (
            <span key={name} role="columnheader">
              {name}
            </span>
          ))}
        </div>
        {virtual.getVirtualItems().map((item) => {
          const row = rows.list[item.index]!;
          const words = rowWords(trace, row);
          const timing = spanTiming(trace, path, row.call.span);
          return (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 1}
              className={`tr sm${item.index === selectedRow ? " sel" : ""}`}
              style={{ transform: `translateY(${item.start}px)`, "--c": hueColour(hueOf(words.service)) }}
              onClick={() => onSelect(row)}
            >
              <span role="cell" className={`cut d${indentLevels(row.depth)}`}>
                <span className="svc i2">{words.service}</span> {words.target} {words.name} {words.path} {words.times}
              </span>
              <span role="cell">{timing.start}</span>
              <span role="cell">{words.duration}</span>
              <span role="cell">{timing.share ?? ""}</span>
              <span role="cell" className={words.failed ? "err b" : "i2"}>
                {words.failed ? "▲ " : ""}
                {words.status?.text} {words.notes.join(", ")}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
