import { type CriticalPath } from "./path";
import { shortTitle, title } from "./spanWords";
import { extent, labelWidth, scale, type Window } from "./timeline";
import type { Tree } from "./tree";
import { duration, percent } from "./words";

export const MINIMAP_HEIGHT = 38;
const LINE = 1.3;
const LEVELS = 24;
const TOP = 3;

/** All spans as hairlines, as one SVG path per service hue. Spans that fall on the same pixels are drawn once. */
export function minimapPaths(tree: Tree, width: number, hueOf: (service: string) => number): Map<number, string> {
  const { spans } = tree.trace;
  const x = scale(extent(tree.trace), { left: 0, right: width });
  const levels = Math.min(LEVELS, Math.max(1, tree.callCount));
  const step = (MINIMAP_HEIGHT - 2 * TOP) / LEVELS;
  const runs = new Map<number, Map<number, { from: number; to: number }[]>>();
  let nth = 0;
  tree.callOf.forEach((call, i) => {
    if (call.span !== i) return;
    const span = spans[i]!;
    const level = Math.floor((nth++ / tree.callCount) * levels);
    const byLevel = runs.get(hueOf(span.service)) ?? new Map<number, { from: number; to: number }[]>();
    runs.set(hueOf(span.service), byLevel);
    const line = byLevel.get(level) ?? [];
    byLevel.set(level, line);
    const from = Math.round(x(span.start) * 2) / 2;
    const to = Math.max(from + 1, Math.round(x(span.start + span.duration) * 2) / 2);
    const last = line.at(-1);
    if (last !== undefined && from <= last.to && from >= last.from) last.to = Math.max(last.to, to);
    else line.push({ from, to });
  });
  const paths = new Map<number, string>();
  for (const [hue, byLevel] of runs) {
    let path = "";
    for (const [level, line] of byLevel) {
      const y = Math.round((TOP + (levels < LEVELS ? ((level + 0.5) * LEVELS) / levels : level) * step) * 10) / 10;
      for (const { from, to } of line) path += `M${from} ${y}h${to - from}v${LINE}h${from - to}z`;
    }
    paths.set(hue, path);
  }
  return paths;
}

/** What is zoomed into, on the minimap: the frame, and the shades over the rest. */
export interface Frame {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly shades: readonly { readonly x: number; readonly width: number }[];
}

export function frame(whole: Window, shown: Window, width: number): Frame {
  const x = scale(whole, { left: 0, right: width });
  const from = Math.max(0, x(shown.from));
  const to = Math.min(width, x(shown.to));
  const shades = [
    { x: 0, width: from },
    { x: to, width: width - to },
  ];
  return { from, to, width: Math.max(0, to - from), shades: shades.filter((shade) => shade.width >= 1) };
}

export interface StripPart {
  readonly x: number;
  readonly width: number;
  readonly span: number;
  readonly label: string | null;
}

/** The thread unrolled, one part per stay in a span, so that the hue is whose time it was; none under a quarter pixel. */
export function strip(tree: Tree, path: CriticalPath, width: number): StripPart[] {
  const x = scale(extent(tree.trace), { left: 0, right: width });
  const parts: { span: number; start: number; end: number }[] = [];
  for (const segment of path.segments) {
    const last = parts.at(-1);
    const end = segment.start + segment.duration;
    if (last !== undefined && last.span === segment.span) {
      last.end = end;
    } else if (x(end) - x(segment.start) >= 0.25) {
      parts.push({ span: segment.span, start: segment.start, end });
    }
  }
  return parts.map(({ span, start, end }) => {
    const partWidth = x(end) - x(start);
    return {
      x: x(start),
      width: Math.max(0.5, partWidth - 1),
      span,
      label: stripLabel(tree, path, span, end - start, partWidth),
    };
  });
}

function stripLabel(tree: Tree, path: CriticalPath, span: number, time: number, width: number): string | null {
  const short = duration(time as Parameters<typeof duration>[0]);
  const call = tree.callOf[span]!;
  const names =
    call.client === span
      ? [`to ${tree.trace.spans[call.span]!.service}`]
      : [title(tree.trace.spans[span]!), shortTitle(tree.trace.spans[span]!)];
  const share = percent(path.total > 0 ? time / path.total : 0);
  const candidates = [...names.flatMap((name) => [`${name} ${short} · ${share}`, `${name} ${short}`]), short];
  return candidates.find((label) => labelWidth(label) + 10 <= width) ?? null;
}
