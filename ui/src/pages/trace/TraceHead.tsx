import { Link } from "wouter";
import { clockLines, clockWords, unexplained } from "../../model/clocks";
import { decisionWords } from "../../model/explainWords";
import { explainLink } from "../../model/samplingUrl";
import { completenessWords, tailWords, traceVerdict } from "../../model/verdict";
import type { CriticalPath } from "../../model/path";
import { clockMillis, dated } from "../../model/words";
import { type EpochMillis, toEpochMillis } from "../../types/time";
import type { Trace } from "../../types/trace";
import { Glyph } from "../chrome/Glyph";
import { Verdict } from "../chrome/Verdict";

interface TraceHeadProps {
  readonly trace: Trace;
  readonly path: CriticalPath;
  readonly now: EpochMillis;
  readonly said: string;
  readonly raw: boolean;
  readonly onToggleRaw: () => void;
  readonly onCopyLink: () => void;
}

/** The verdict, and whether it can be trusted. */
export function TraceHead({ trace, path, now, said, raw, onToggleRaw, onCopyLink }: TraceHeadProps) {
  const completeness = completenessWords(trace);
  const decision = decisionWords(trace);
  const tail = tailWords(trace);
  const clocks = clockWords(trace, raw);
  const [warning] = unexplained(trace);
  return (
    <section className="head">
      <div>
        <Verdict pieces={traceVerdict(trace, path)} />
        <div className="meta sm">
          <span className={`pill${completeness.glyph === "complete" ? "" : " line"}`}>
            <Glyph shape={completeness.glyph} />
            <b>{completeness.word}</b> {completeness.reason}
          </span>
          {decision !== null && (
            <Link
              className={`pill${decision.windowId === null ? "" : " pick"}`}
              href={explainLink(trace.traceId)}
              title={decision.long}
            >
              {decision.short}
            </Link>
          )}
          {clocks !== null && (
            <button
              type="button"
              className="quiet i2 nw"
              aria-pressed={!raw}
              title={clockLines(trace).join("\n")}
              onClick={onToggleRaw}
            >
              {clocks} <kbd>r</kbd>
            </button>
          )}
          {warning !== undefined && (
            <span className="i2 opt cut" title={trace.warnings.join("\n")}>
              {warning}
            </span>
          )}
          {tail !== null && <span className="i2 nw">{tail}</span>}
          <span className="i3 nw">{dated(toEpochMillis(trace.start), now, clockMillis)}</span>
          <span className="mono i3 opt" title={trace.traceId}>
            {trace.traceId.slice(0, 7)}
          </span>
        </div>
      </div>
      <div className="acts">
        <button type="button" className="btn" onClick={onCopyLink}>
          Copy link <kbd>y</kbd>
        </button>
      </div>
      <p className="said xs" role="status">
        {said}
      </p>
    </section>
  );
}
