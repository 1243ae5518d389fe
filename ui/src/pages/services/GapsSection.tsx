import { Link } from "wouter";
import { gapSentences, gapsLimits } from "../../model/servicesWords";
import type { Gaps } from "../../types/metrics";
import { Pieces } from "../chrome/Verdict";

/** Where what was measured and what is stored do not agree. */
export function GapsSection({ gaps, service }: { readonly gaps: Gaps | undefined; readonly service: string }) {
  if (gaps === undefined) return null;
  const found = gapSentences(gaps, service);
  const limits = gapsLimits(gaps);
  return (
    <section>
      <div className="sec">
        <h2>Metrics and traces</h2>
        <span className="xs i3">where they do not agree</span>
      </div>
      {found.length === 0 && (
        <p className="sm i2">Every span name with a stored trace has a series, and every series a stored trace.</p>
      )}
      <ul className="gaps sm">
        {found.map((gap) => (
          <li key={gap.pieces.map((piece) => piece.text).join("")}>
            <p className="whole">
              <Pieces pieces={gap.pieces} />{" "}
              {gap.traceId !== null && (
                <Link className="u" href={`/trace/${gap.traceId}`}>
                  One of them
                </Link>
              )}
            </p>
            <p className="xs i2 whole">{gap.reason}</p>
          </li>
        ))}
      </ul>
      {limits !== null && <p className="xs i3 note">{limits}</p>}
    </section>
  );
}
