import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { ApiError } from "../../api/problem";
import { useServices } from "../../hooks/queries";
import { useOpenWindow } from "../../hooks/sampling";
import { useLinkedState } from "../../hooks/useLinkedState";
import { DEFAULT_RANGE, resolve } from "../../model/range";
import { SAMPLING, windowLink } from "../../model/samplingUrl";
import {
  type DraftProblem,
  formatWindowDraft,
  parseWindowDraft,
  problemField,
  toRequest,
  type WindowDraft,
} from "../../model/windowDraft";
import { epochMillis } from "../../types/time";

/** The form that opens a window. The address keeps what is typed, so that a link can fill it in. */
export function OpenWindow() {
  const [, navigate] = useLocation();
  const [draft, setDraft] = useLinkedState(parseWindowDraft, formatWindowDraft);
  const [wrong, setWrong] = useState<DraftProblem | null>(null);
  const open = useOpenWindow();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  const refused = open.error instanceof ApiError && open.error.yours ? open.error.problem : null;
  const refusedField = refused === null ? null : problemField(refused.field, draft);
  const said = (field: keyof WindowDraft): string | null => {
    if (wrong?.field === field) return wrong.detail;
    return refused !== null && refusedField === field ? refused.detail : null;
  };
  const change = (part: Partial<WindowDraft>) => {
    setWrong(null);
    open.reset();
    setDraft((old) => ({ ...old, ...part }));
  };
  const submit = () => {
    const result = toRequest(draft);
    setWrong(result.kind === "problem" ? result.problem : null);
    if (result.kind === "request")
      open.mutate(result.request, { onSuccess: ({ id }) => navigate(windowLink(id), { replace: true }) });
  };
  const field = (name: Exclude<keyof WindowDraft, "by">, label: string, hint: string, placeholder = "") => (
    <Field label={label} hint={hint} name={name} problem={said(name)}>
      {(described) => (
        <input
          {...described}
          ref={name === "query" || name === "service" ? first : undefined}
          className={name === "query" || name === "route" ? "mono" : ""}
          value={draft[name]}
          placeholder={placeholder}
          list={name === "service" ? "window-services" : undefined}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => change({ [name]: event.target.value })}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
      )}
    </Field>
  );
  return (
    <section className="open-window" id="sampling-new">
      <div className="sec">
        <h2>Open a window</h2>
      </div>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="choice" role="group" aria-label="Say what it is for by">
          <Choice on={draft.by === "query"} onPick={() => change({ by: "query" })}>
            TraceQL
          </Choice>
          <Choice on={draft.by === "service"} onPick={() => change({ by: "service" })}>
            service and route
          </Choice>
        </div>
        {draft.by === "query" ? (
          field("query", "Traces that match", "TraceQL; a trace is in when it matches", '{ name = "POST /checkout" }')
        ) : (
          <div className="pair">
            {field("service", "Service", "one of its spans")}
            {field("route", "Route", "its http.route", "/checkout")}
            <Services />
          </div>
        )}
        <div className="pair">
          {field("rate", "Keep", "percent of them")}
          {field("ttl", "For", "such as 90s, 10m, 2h", "10m")}
          {field("reachBack", "Reach back", "minutes before; 0 for none", "5m")}
          {field("spansPerSecond", "At most", "spans/s, beyond it the policy decides")}
        </div>
        {field("reason", "Reason", "for who reads it later", "p95 of checkout doubled")}
        {open.error !== null && refusedField === null && (
          <p className="sm err" role="alert">
            ▲ {open.error.message}
          </p>
        )}
        <div className="acts">
          <button type="submit" className="btn main" disabled={open.isPending}>
            Open it <kbd>↵</kbd>
          </button>
          <button type="button" className="btn" onClick={() => navigate(SAMPLING)}>
            Cancel
          </button>
        </div>
      </form>
    </section>
  );
}

function Choice({
  on,
  onPick,
  children,
}: {
  readonly on: boolean;
  readonly onPick: () => void;
  readonly children: string;
}) {
  return (
    <button type="button" className={`pill${on ? " on" : " line"}`} aria-pressed={on} onClick={onPick}>
      {children}
    </button>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint: string;
  readonly name: string;
  readonly problem: string | null;
  readonly children: (described: {
    readonly id: string;
    readonly "aria-describedby": string;
    readonly "aria-invalid": boolean;
  }) => ReactNode;
}

/** A labelled field with its hint, in whose place stands what is wrong with it. */
function Field({ label, hint, name, problem, children }: FieldProps) {
  const id = `window-${name}`;
  return (
    <div className={`form-field${problem === null ? "" : " wrong"}`}>
      <label className="sm b" htmlFor={id}>
        {label}
      </label>
      {children({ id, "aria-describedby": `${id}-hint`, "aria-invalid": problem !== null })}
      <p
        id={`${id}-hint`}
        className={`xs whole ${problem === null ? "i3" : "err"}`}
        role={problem === null ? undefined : "alert"}
      >
        {problem === null ? hint : `▲ ${problem}`}
      </p>
    </div>
  );
}

function Services() {
  const [range] = useState(() => resolve(DEFAULT_RANGE, epochMillis(Date.now())));
  const services = useServices(range).data ?? [];
  return (
    <datalist id="window-services">
      {services.map((service) => (
        <option key={service} value={service}>
          {service}
        </option>
      ))}
    </datalist>
  );
}
