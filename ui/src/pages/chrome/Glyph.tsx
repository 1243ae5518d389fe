import { type Glyph as Kind, GLYPH_WORDS } from "../../model/spanWords";

const SHAPES = {
  db: "M2 3c0-.95 1.8-1.7 4-1.7s4 .75 4 1.7-1.8 1.7-4 1.7S2 3.95 2 3v6c0 .95 1.8 1.7 4 1.7s4-.75 4-1.7V3",
  cache:
    "M2 4c0-.95 1.8-1.7 4-1.7s4 .75 4 1.7-1.8 1.7-4 1.7S2 4.95 2 4v4c0 .95 1.8 1.7 4 1.7s4-.75 4-1.7V4M6.6 5.6 5.2 7.6h1.6L5.6 9.2",
  queue: "M1.5 3.5h9v5h-9zM4.5 3.5v5M7.5 3.5v5",
  ext: "M5 2.5H2v7.5h7.5V7M7 2h3.5v3.5M10.2 2.3 6 6.5",
  code: "M4 3 1.5 6 4 9M8 3l2.5 3L8 9",
  call: "M1.5 6h8M7 3.2 9.8 6 7 8.8",
  complete: "M6 1.4a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 1 0 0-9.2M4 6.2l1.4 1.4L8.2 4.6",
  late: "M6 1.4a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 1 0 0-9.2M6 3.4V6h2.4",
  partial: "M6 1.4a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 1 0 0-9.2M6 1.4v9.2M7.6 2.4v7.2M9.2 3.6v4.8",
  search: "M5 1.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M8 8l3 3",
  light:
    "M6 3.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8M6 .8v1M6 10.2v1M.8 6h1M10.2 6h1M2.3 2.3l.7.7M9 9l.7.7M2.3 9.7 3 9M9 3l.7-.7",
  dark: "M9.8 7.4A4.4 4.4 0 0 1 4.6 2.2a4.2 4.2 0 1 0 5.2 5.2z",
  system: "M1.5 2.5h9v6h-9zM4 10.5h4",
} as const;

/** A 12 px line drawing. Decorative: the word beside it says the same, or `title` does. */
export function Glyph({ shape }: { readonly shape: keyof typeof SHAPES }) {
  return (
    <svg className="g" viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[shape]} />
    </svg>
  );
}

export function KindGlyph({ kind }: { readonly kind: Kind }) {
  if (kind === null) return null;
  return (
    <span className="kind" title={GLYPH_WORDS[kind]}>
      <Glyph shape={kind} />
    </span>
  );
}
