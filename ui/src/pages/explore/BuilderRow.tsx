import { useAttributeKeys, useServices, useSpanNames } from "../../hooks/queries";
import type { Builder } from "../../model/builder";
import type { TimeRange } from "../../types/search";

interface BuilderRowProps {
  readonly builder: Builder;
  readonly range: TimeRange;
  /** `run` false while a text is still being typed. */
  readonly onChange: (builder: Builder, run: boolean) => void;
}

/** Writes the query line; does not read it. */
export function BuilderRow({ builder, range, onChange }: BuilderRowProps) {
  const services = useServices(range).data ?? [];
  const names = useSpanNames(builder.service, range).data ?? [];
  const keys = useAttributeKeys(range).data ?? [];
  const change = (part: Partial<Builder>, run: boolean) => onChange({ ...builder, ...part }, run);
  return (
    <>
      <Choice
        label="Service"
        value={builder.service}
        options={services}
        onPick={(service) => change({ service, name: "" }, true)}
      />
      <Choice label="Span name" value={builder.name} options={names} onPick={(name) => change({ name }, true)} />
      <label className="field">
        <span>at least</span>
        <input
          className="short"
          value={builder.minDuration}
          placeholder="300ms"
          aria-label="Minimum duration"
          onChange={(event) => change({ minDuration: event.target.value }, false)}
        />
      </label>
      <label className="field check">
        <input
          type="checkbox"
          checked={builder.errors}
          onChange={(event) => change({ errors: event.target.checked }, true)}
        />
        <span>errors only</span>
      </label>
      <span className="field">
        <input
          list="attribute-keys"
          value={builder.attributeKey}
          placeholder="attribute"
          aria-label="Attribute key"
          onChange={(event) => change({ attributeKey: event.target.value }, false)}
        />
        <span>=</span>
        <input
          value={builder.attributeValue}
          placeholder="value"
          aria-label="Attribute value"
          onChange={(event) => change({ attributeValue: event.target.value }, false)}
        />
        <datalist id="attribute-keys">
          {keys.map((key) => (
            <option key={key} value={key}>
              {key}
            </option>
          ))}
        </datalist>
      </span>
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onPick: (value: string) => void;
}

function Choice({ label, value, options, onPick }: ChoiceProps) {
  return (
    <label className="field">
      <select value={value} aria-label={label} onChange={(event) => onPick(event.target.value)}>
        <option value="">{label}: any</option>
        {(value === "" || options.includes(value) ? options : [value, ...options]).map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
}
