import { memo } from "react";
import type { HueOf } from "../../hooks/useHues";
import { hueColour } from "../../model/hues";
import { type Drawing, indentLevels, type RowMarks, rowMarks } from "../../model/rowMarks";
import { type Row } from "../../model/rows";
import { rowWords } from "../../model/rowWords";
import { KindGlyph } from "../chrome/Glyph";

interface RowViewProps {
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly width: number;
  readonly drawing: Drawing;
  readonly hueOf: HueOf;
  readonly selected: boolean;
  readonly dimmed: boolean;
  readonly phone: boolean;
  readonly onSelect: (row: Row) => void;
  readonly onToggle: (row: Row) => void;
}

/** One row: the name with its place in the tree, and its marks on the timeline. */
export const RowView = memo(function RowView(props: RowViewProps) {
  const { row, drawing, selected, phone } = props;
  const words = rowWords(drawing.trace, row);
  const marks = rowMarks(drawing, row);
  const toggle = row.foldable ? () => props.onToggle(row) : undefined;
  return (
    <div
      id={`row-${props.index}`}
      className={`r${selected ? " sel" : ""}${props.dimmed ? " dim" : ""}`}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={selected}
      aria-expanded={row.foldable ? row.open : undefined}
      style={{
        transform: `translateY(${props.top}px)`,
        height: drawing.shape.height,
        "--c": hueColour(props.hueOf(words.service)),
      }}
      onClick={() => props.onSelect(row)}
      onDoubleClick={toggle}
    >
      <span className={`n l${indentLevels(row.depth)}`}>
        <span className="guides" aria-hidden="true" />
        <span
          className="tw"
          aria-hidden="true"
          onClick={(event) => {
            if (toggle === undefined) return;
            event.stopPropagation();
            toggle();
          }}
        >
          {row.foldable ? (row.open ? "▾" : "▸") : ""}
        </span>
        <span className="svc sv">{words.service}</span>
        <KindGlyph kind={words.glyph} />
        <span className="op cut" title={[words.target, words.name, words.path].filter(Boolean).join(" ")}>
          {words.target !== null && <span className="i2">{words.target} </span>}
          {words.name}
          {words.path !== null && <span className="i2"> {words.path}</span>}
        </span>
        {words.times !== null && <span className="pill x b">{words.times}</span>}
        {words.status !== null && (
          <span className={`pill x${words.status.error ? " err b" : ""}`}>
            {words.status.error ? "▲ " : ""}
            {words.status.text}
          </span>
        )}
        {words.notes.map((note) => (
          <span key={note} className={`pill x${note.startsWith("▲") ? " err b" : ""}`}>
            {note}
          </span>
        ))}
        {phone && <span className={`sm end ${words.failed ? "err b" : "i3"}`}>{words.duration}</span>}
      </span>
      <span className="heard">{words.spoken}</span>
      <Marks marks={marks} width={props.width} height={drawing.shape.height} failed={words.failed} bold={selected} />
    </div>
  );
});

interface MarksProps {
  readonly marks: RowMarks;
  readonly width: number;
  readonly height: number;
  readonly failed: boolean;
  readonly bold: boolean;
}

function Marks({ marks, width, height, failed, bold }: MarksProps) {
  const { middle, label } = marks;
  return (
    <svg className="marks" width={width} height={height} aria-hidden="true">
      {marks.brackets !== null && <path className="bracket" d={marks.brackets} />}
      {marks.wait !== null && <line className="wait" {...marks.wait} y1={middle} y2={middle} />}
      {marks.bars.map((bar) => (
        <rect key={`${bar.x} ${bar.y}`} className="bar" {...bar} rx={bar.height > 3 ? 2 : 0.5} />
      ))}
      {marks.error !== null && <line className="failed" {...marks.error} y1={height} y2={height} />}
      {marks.events !== null && <path className="event" d={marks.events} />}
      {label !== null && (
        <>
          <line className="behind" {...label.box} y1={middle} y2={middle} />
          <text
            className={`halo${failed ? " err" : ""}`}
            fontWeight={bold || failed ? 600 : 400}
            x={label.x}
            y={middle}
            dy={4}
            textAnchor={label.anchor}
          >
            {label.text}
          </text>
        </>
      )}
      {marks.thread.map((part) => (
        <line key={`case ${part.x1}`} className="case" {...part} y1={middle} y2={middle} />
      ))}
      {marks.thread.map((part) => (
        <line key={`thread ${part.x1}`} className="thread" {...part} y1={middle} y2={middle} />
      ))}
    </svg>
  );
}
