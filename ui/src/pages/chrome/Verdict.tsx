import type { Piece } from "../../model/verdict";

/** A sentence of which the facts are set in bold. */
export function Verdict({ pieces }: { readonly pieces: readonly Piece[] }) {
  return (
    <h1 className="verdict">
      {pieces.map((piece, i) =>
        piece.fact ? (
          <b key={i} className={piece.error === true ? "err" : undefined}>
            {piece.text}
          </b>
        ) : (
          piece.text
        ),
      )}
    </h1>
  );
}
