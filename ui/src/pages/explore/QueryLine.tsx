import { type KeyboardEvent, type RefObject, useRef } from "react";
import type { ApiError } from "../../api/problem";
import { useCompletion } from "../../hooks/useCompletion";
import { take } from "../../model/completion";
import { bareDuration, errorParts, queryFixes } from "../../model/exploreWords";
import type { TimeRange } from "../../types/search";

interface QueryLineProps {
  readonly text: string;
  readonly field: RefObject<HTMLInputElement | null>;
  /** What the server said to `asked`, when it was the query that was wrong. */
  readonly error: ApiError | null;
  readonly asked: string;
  /** Names and values are offered from this time. */
  readonly range: TimeRange;
  readonly onText: (text: string) => void;
  readonly onRun: (text: string) => void;
}

/** TraceQL as typed. What is wrong is underlined at its place until the text changes. */
export function QueryLine({ text, field, error, asked, range, onText, onRun }: QueryLineProps) {
  const under = useRef<HTMLDivElement>(null);
  const wrong = error !== null && asked === text ? error.problem : null;
  const completion = useCompletion(text, range);
  const { options, picked } = completion;
  const listed = options.length > 0;
  const accept = (option: string | undefined) => {
    if (option === undefined || completion.spot === null) return;
    const taken = take(text, completion.spot, option);
    onText(taken.query);
    completion.open(null);
    requestAnimationFrame(() => field.current?.setSelectionRange(taken.caret, taken.caret));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape" && !listed) event.currentTarget.blur();
    if (!listed) return;
    if (event.key === "Escape") completion.open(null);
    else if (event.key === "ArrowDown") completion.move(1);
    else if (event.key === "ArrowUp") completion.move(-1);
    else if (event.key === "Tab" && !event.shiftKey) accept(options[Math.max(0, picked)]);
    else if (event.key === "Enter" && picked >= 0) accept(options[picked]);
    else {
      if (event.key === "Enter") completion.open(null);
      return;
    }
    event.preventDefault();
  };
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
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={listed}
          aria-controls="completion"
          aria-activedescendant={picked >= 0 ? `completion-${picked}` : undefined}
          onChange={(event) => {
            onText(event.target.value);
            completion.open(event.target.selectionStart);
          }}
          onBlur={() => completion.open(null)}
          onScroll={(event) => under.current?.scrollTo({ left: event.currentTarget.scrollLeft })}
          onKeyDown={onKeyDown}
        />
        <div className="completion" hidden={!listed} style={{ "--at": completion.spot?.from ?? 0 }}>
          <div id="completion" role="listbox" aria-label="Suggestions">
            {options.map((option, i) => (
              <div
                key={option}
                id={`completion-${i}`}
                role="option"
                tabIndex={-1}
                aria-selected={i === picked}
                className="mono cut"
                onMouseDown={(event) => {
                  event.preventDefault();
                  accept(option);
                }}
              >
                {option}
              </div>
            ))}
          </div>
          <p className="how xs i3">
            <kbd>tab</kbd> take <kbd>↑↓</kbd> move
          </p>
        </div>
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
