import { isLast, LAST_WORDS, LASTS, parseTime, type RangeChoice, resolve, toLocalInput } from "../../model/range";
import { type EpochMillis } from "../../types/time";

interface RangePickerProps {
  readonly choice: RangeChoice;
  readonly now: EpochMillis;
  readonly onPick: (choice: RangeChoice) => void;
}

/** The last so much, or two times of the viewer's own zone. */
export function RangePicker({ choice, now, onPick }: RangePickerProps) {
  const range = resolve(choice, now);
  const fixed = choice.kind === "fixed";
  const pick = (value: string) => onPick(isLast(value) ? { kind: "last", last: value } : { kind: "fixed", range });
  const move = (end: "from" | "to") => (value: string) => {
    const time = parseTime(value);
    if (time === null) return;
    const next = { ...range, [end]: time };
    if (next.from < next.to) onPick({ kind: "fixed", range: next });
  };
  return (
    <span className="field times">
      <select
        value={fixed ? "custom" : choice.last}
        aria-label="Time range"
        onChange={(event) => pick(event.target.value)}
      >
        {LASTS.map((last) => (
          <option key={last} value={last}>
            {LAST_WORDS[last]}
          </option>
        ))}
        <option value="custom">from … to …</option>
      </select>
      {fixed && (
        <>
          <input
            type="datetime-local"
            step={1}
            aria-label="From"
            value={toLocalInput(range.from)}
            onChange={(event) => move("from")(event.target.value)}
          />
          <span>–</span>
          <input
            type="datetime-local"
            step={1}
            aria-label="To"
            value={toLocalInput(range.to)}
            onChange={(event) => move("to")(event.target.value)}
          />
        </>
      )}
    </span>
  );
}
