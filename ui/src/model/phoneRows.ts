import { type CriticalPath, segmentsWithin } from "./path";
import type { Row, Rows } from "./rows";

/** A narrow screen shows what carries at least this part of the critical path, and what leads there. */
const SHARE_MIN = 0.03;

/** The rows that matter on a phone, and how many were left out. Errors always matter. */
export function phoneRows(
  rows: Rows,
  path: CriticalPath,
  failed: (row: Row) => boolean,
  selected: number,
): { rows: Rows; hidden: number } {
  const least = path.total * SHARE_MIN;
  const keep = new Set<number>();
  const above: number[] = [];
  rows.list.forEach((row, i) => {
    above[row.depth] = i;
    above.length = row.depth + 1;
    if (i === selected || failed(row) || timeOn(row, path) >= least) for (const index of above) keep.add(index);
  });
  if (path.total === 0 || keep.size === rows.list.length) return { rows, hidden: 0 };
  const place = new Int32Array(rows.list.length).fill(-1);
  const list = rows.list.filter((_, i) => keep.has(i));
  [...keep].sort((a, b) => a - b).forEach((old, i) => (place[old] = i));
  return { rows: { list, ofSpan: rows.ofSpan.map((row) => place[row]!) }, hidden: rows.list.length - list.length };
}

/** On the row's own spans; a closed row answers for all it hides. */
function timeOn(row: Row, path: CriticalPath): number {
  const calls = row.group !== null && !row.open ? row.group.members : [row.call];
  let time = 0;
  for (const call of calls) {
    if (row.open && row.foldable)
      time += path.ofSpan[call.span]! + (call.client === null ? 0 : path.ofSpan[call.client]!);
    else for (const segment of segmentsWithin(path, call.first, call.end)) time += segment.duration;
  }
  return time;
}
