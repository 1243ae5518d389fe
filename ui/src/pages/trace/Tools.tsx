import type { RefObject } from "react";
import type { HueOf } from "../../hooks/useHues";
import { type Find, isFinding } from "../../model/find";
import { hueColour } from "../../model/hues";
import type { CriticalPath } from "../../model/path";
import { count, percent } from "../../model/words";

interface ToolsProps {
  readonly find: Find;
  readonly onFind: (find: Find) => void;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly found: number;
  /** Which match is selected, from 1; 0 for none. */
  readonly nth: number;
  readonly onNeighbour: (step: 1 | -1) => void;
  readonly showPath: boolean;
  readonly onTogglePath: () => void;
  readonly table: boolean;
  readonly onToggleTable: () => void;
  readonly errors: number;
  readonly databases: number;
  readonly path: CriticalPath;
  readonly hueOf: HueOf;
}

/** So many services fit beside the pills; the panel has them all. */
const LEGEND_MAX = 4;

export function Tools({ field, ...props }: ToolsProps) {
  const { find, onFind, path } = props;
  const pill = (on: boolean) => `pill ${on ? "on" : "line"}`;
  return (
    <div className="tools">
      <div className="find">
        <input
          ref={field}
          type="search"
          value={find.text}
          aria-label="Find in trace"
          placeholder="Find in trace"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onFind({ ...find, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
            if (event.key === "Enter") props.onNeighbour(event.shiftKey ? -1 : 1);
          }}
        />
        {find.text === "" && <kbd aria-hidden="true">/</kbd>}
      </div>
      {isFinding(find) && (
        <span className="sm i2 nw" role="status">
          {props.found === 0 ? "no match" : `${props.nth === 0 ? "" : `${count(props.nth)} of `}${count(props.found)}`}
        </span>
      )}
      {path.total > 0 && (
        <button
          type="button"
          className={pill(props.showPath)}
          aria-pressed={props.showPath}
          onClick={props.onTogglePath}
        >
          Critical path <kbd>c</kbd>
        </button>
      )}
      {props.errors > 0 && (
        <button
          type="button"
          className={pill(find.errors)}
          aria-pressed={find.errors}
          onClick={() => onFind({ ...find, errors: !find.errors })}
        >
          Errors {count(props.errors)}
        </button>
      )}
      {props.databases > 0 && (
        <button
          type="button"
          className={`${pill(find.databases)} opt`}
          aria-pressed={find.databases}
          onClick={() => onFind({ ...find, databases: !find.databases })}
        >
          Database {count(props.databases)}
        </button>
      )}
      <button
        type="button"
        className={`${pill(props.table)} opt`}
        aria-pressed={props.table}
        onClick={props.onToggleTable}
      >
        Table <kbd>t</kbd>
      </button>
      {find.service !== null && !path.services.slice(0, LEGEND_MAX).some(({ service }) => service === find.service) && (
        <button type="button" className="pill on" onClick={() => onFind({ ...find, service: null })}>
          {find.service} ×
        </button>
      )}
      <span className="legend xs opt">
        {path.total > 0 && <span className="i3">on the critical path</span>}
        {path.services.slice(0, LEGEND_MAX).map(
          ({ service, share }) =>
            share > 0 && (
              <button
                key={service}
                type="button"
                className={`quiet svc${find.service === service ? " picked" : ""}`}
                aria-pressed={find.service === service}
                style={{ "--c": hueColour(props.hueOf(service)) }}
                onClick={() => onFind({ ...find, service: find.service === service ? null : service })}
              >
                {service} <b>{percent(share)}</b>
              </button>
            ),
        )}
      </span>
    </div>
  );
}
