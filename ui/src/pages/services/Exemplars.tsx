import { Link } from "wouter";

/** A diamond for each stored trace; a click opens exactly that one. */
export function Exemplars({ ids, named = false }: { readonly ids: readonly string[]; readonly named?: boolean }) {
  return (
    <span className={`exemplars${named ? " named" : ""}`}>
      {ids.map((id) => (
        <Link key={id} href={`/trace/${id}`} aria-label={named ? undefined : `Trace ${id}`} title={`trace ${id}`}>
          <i />
          {named && <span className="mono">{id.slice(0, 8)}</span>}
        </Link>
      ))}
    </span>
  );
}
