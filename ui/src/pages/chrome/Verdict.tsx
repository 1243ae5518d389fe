import type { Piece } from "../../model/verdict";

/** A sentence of which the facts are set in bold. */
export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map((piece, i) =>
    piece.fact ? (
      <b key={i} className={piece.error === true ? "err" : undefined}>
        {piece.text}
      </b>
    ) : (
      piece.text
    ),
  );
}

/** The first line of a page. */
export function Verdict({ pieces }: { readonly pieces: readonly Piece[] }) {
  return (
    <h1 className="verdict">
      <Pieces pieces={pieces} />
    </h1>
  );
}
