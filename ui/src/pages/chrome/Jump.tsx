import { type RefObject, useState } from "react";
import { useLocation } from "wouter";
import { quote } from "../../model/attributes";
import { DEFAULT_RANGE } from "../../model/range";
import { exploreLink } from "../../model/exploreUrl";
import { traceIdIn } from "../../model/traceUrl";
import { Glyph } from "./Glyph";

/** Where a text typed or pasted into the jump box leads: a trace id to its trace, TraceQL or a service to Explore. */
export function destination(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const traceId = traceIdIn(trimmed);
  if (traceId !== null) return `/trace/${traceId}`;
  const query = trimmed.startsWith("{") ? trimmed : `{ resource.service.name = ${quote(trimmed)} }`;
  return exploreLink({ query, range: DEFAULT_RANGE });
}

export function Jump({ field }: { readonly field: RefObject<HTMLInputElement | null> }) {
  const [text, setText] = useState("");
  const [, navigate] = useLocation();
  const go = (value: string) => {
    const to = destination(value);
    if (to === null) return;
    setText("");
    field.current?.blur();
    navigate(to);
  };
  return (
    <form
      className="jump"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        go(text);
      }}
    >
      <Glyph shape="search" />
      <input
        ref={field}
        value={text}
        aria-label="Jump to a trace id, a service or a query"
        placeholder="Trace id, service, query"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData("text");
          if (text !== "" || traceIdIn(pasted) === null || pasted.trim().length < 16) return;
          event.preventDefault();
          go(pasted);
        }}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      <kbd aria-hidden="true">⌘K</kbd>
    </form>
  );
}
