import { type RefObject, useState } from "react";
import { Link, useLocation } from "wouter";
import { ApiError } from "../../api/problem";
import { useExplanation } from "../../hooks/sampling";
import { errorKindWords, explainFacts, explainVerdict } from "../../model/explainWords";
import { explainLink, windowLink } from "../../model/samplingUrl";
import { shortWindow } from "../../model/samplingWords";
import { traceIdIn } from "../../model/traceUrl";
import type { Explanation } from "../../types/explanation";
import { type EpochMillis, epochMillis } from "../../types/time";
import { Loading, Trouble } from "../chrome/states";
import { Pieces } from "../chrome/Verdict";

interface ExplainSectionProps {
  /** From the address, as it stands there; empty for none. */
  readonly id: string;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly now: EpochMillis;
}

/** Why a trace is there, or is not. */
export function ExplainSection({ id, field, now }: ExplainSectionProps) {
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState({ text: id, over: id });
  const text = typed.over === id ? typed.text : id;
  const traceId = traceIdIn(id);
  return (
    <section className="explain" id="sampling-explain">
      <div className="sec">
        <h2>Explain a trace id</h2>
      </div>
      <form
        className="field-line"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== "") navigate(explainLink(text.trim()));
        }}
      >
        <input
          ref={field}
          className="mono"
          value={text}
          aria-label="Trace id to explain"
          placeholder="4bf92f3577b34da6a3ce929d0e0e4736"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped({ text: event.target.value, over: id })}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
        <button type="submit" className="btn">
          Explain <kbd>↵</kbd>
        </button>
      </form>
      {id === "" ? (
        <p className="sm i3">Why it is stored or not: the rule, what made it be decided, and with what probability.</p>
      ) : traceId === null ? (
        <p className="sm" role="alert">
          <b className="mono whole">{id.slice(0, 80)}</b> is no trace id: 1 to 32 hexadecimal digits, not all zero.
        </p>
      ) : (
        <Answer traceId={traceId} now={now} />
      )}
    </section>
  );
}

function Answer({ traceId, now }: { readonly traceId: string; readonly now: EpochMillis }) {
  const query = useExplanation(traceId);
  if (query.data !== undefined) return <Found found={query.data} now={now} />;
  const { error } = query;
  if (error === null) return <Loading what="Looking into the decisions" />;
  if (error instanceof ApiError && error.yours) {
    return (
      <div role="status">
        <p className="say">
          <b>Never seen.</b>
        </p>
        <p className="sm i2 whole">{error.message}.</p>
      </div>
    );
  }
  return (
    <Trouble
      error={error}
      answeredAt={null}
      failedAt={epochMillis(query.errorUpdatedAt)}
      onRetry={() => void query.refetch()}
    />
  );
}

function Found({ found, now }: { readonly found: Explanation; readonly now: EpochMillis }) {
  const kinds = errorKindWords(found.errorKinds);
  return (
    <div className="explained">
      <p className="say" role="status">
        <Pieces pieces={explainVerdict(found)} />
      </p>
      <dl className="plain-facts sm">
        {explainFacts(found, now).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="whole">{value}</dd>
          </div>
        ))}
        {found.windowId !== null && (
          <div>
            <dt>window</dt>
            <dd>
              <Link className="u pick" href={windowLink(found.windowId)} title={found.windowId}>
                {shortWindow(found.windowId)}
              </Link>
            </dd>
          </div>
        )}
        {kinds.length > 0 && (
          <div>
            <dt>errors</dt>
            <dd className="whole">
              {kinds.map((kind) => (
                <span key={kind} className="err-kind">
                  <span className="err">▲</span> {kind}
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
      {found.decision === "keep" && (
        <p className="acts">
          <Link className="btn" href={`/trace/${found.traceId}`}>
            The trace
          </Link>
        </p>
      )}
    </div>
  );
}
