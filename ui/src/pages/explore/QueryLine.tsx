import { type RefObject, useRef } from "react";
import type { ApiError } from "../../api/problem";
import { bareDuration, errorParts, queryFixes } from "../../model/exploreWords";

interface QueryLineProps {
  readonly text: string;
  readonly field: RefObject<HTMLInputElement | null>;
  /** What the server said to `asked`, when it was the query that was wrong. */
  readonly error: ApiError | null;
  readonly asked: string;
  readonly onText: (text: string) => void;
  readonly onRun: (text: string) => void;
}

/** TraceQL as typed. What is wrong is underlined at its place until the text changes. */
export function QueryLine({ text, field, error, asked, onText, onRun }: QueryLineProps) {
  const under = useRef<HTMLDivElement>(null);
  const wrong = error !== null && asked === text ? error.problem : null;
  const bare = bareDuration(text);
  const parts = wrong === null ? null : errorParts(text, wrong.position, wrong.length);
  return (
    <div className="query">
      <div className={`typing${wrong === null ? "" : " wrong"}`}>
        <input
          ref={field}
          className="mono"
          value={text}
          aria-label="TraceQL query"
          aria-invalid={wrong !== null}
          aria-describedby={wrong === null ? undefined : "query-error"}
          placeholder='{ resource.service.name = "checkout" && duration > 300ms }'
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onChange={(event) => onText(event.target.value)}
          onScroll={(event) => under.current?.scrollTo({ left: event.currentTarget.scrollLeft })}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
        {parts !== null && (
          <div className="under mono" ref={under} aria-hidden="true">
            {parts[0]}
            <u>{parts[1]}</u>
            {parts[2]}
          </div>
        )}
      </div>
      <button type="submit" className="btn main">
        Run <kbd>↵</kbd>
      </button>
      {wrong !== null && (
        <p id="query-error" className="sm" role="alert">
          {error?.message}{" "}
          <Fixes fixes={queryFixes(text, wrong.position, wrong.length, error?.message ?? "")} onRun={onRun} />
          {wrong.position !== null && <span className="i3"> column {wrong.position + 1}</span>}
        </p>
      )}
      {wrong === null && bare !== null && asked === text && (
        <p className="sm i2" role="status">
          {bare.number} without a unit is {bare.number} ns. <Fixes fixes={bare.fixes} onRun={onRun} />
        </p>
      )}
    </div>
  );
}

function Fixes({ fixes, onRun }: { readonly fixes: readonly string[]; readonly onRun: QueryLineProps["onRun"] }) {
  return fixes.map((fixed) => (
    <button key={fixed} type="button" className="u mono" onClick={() => onRun(fixed)}>
      {fixed}
    </button>
  ));
}
