import type { RefObject } from "react";
import { type DraftLine, indent } from "../../model/yamlText";

interface YamlFieldProps {
  readonly text: string;
  readonly lines: readonly DraftLine[];
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly describedBy: string | undefined;
  readonly onText: (text: string) => void;
  readonly onRun: () => void;
}

/**
 * The draft as typed over its own drawing: the drawing gives the box its size and underlines what is wrong, the gutter
 * numbers the lines and marks what is not in force. Tab indents; escape lets go, so that tab leads on.
 */
export function YamlField({ text, lines, field, describedBy, onText, onRun }: YamlFieldProps) {
  const shift = (back: boolean) => {
    const area = field.current;
    if (area === null) return;
    const next = indent(text, area.selectionStart, area.selectionEnd, back);
    onText(next.text);
    requestAnimationFrame(() => area.setSelectionRange(next.from, next.to));
  };
  return (
    <div className="yaml mono">
      <div className="gutter" aria-hidden="true">
        {lines.map(({ number, changed, wrong }) => (
          <span key={number} className={`${changed ? "changed" : ""}${wrong ? " wrong" : ""}`}>
            {wrong ? "▲" : number}
          </span>
        ))}
      </div>
      <div className="paper">
        <div className="drawn" aria-hidden="true">
          {lines.map(({ number, wrong, parts }) => (
            <span key={number} className={wrong ? "wrong" : ""}>
              {parts[0]}
              <u>{parts[1]}</u>
              {parts[2]}
            </span>
          ))}
        </div>
        <textarea
          ref={field}
          value={text}
          aria-label="Policy draft, YAML"
          aria-invalid={lines.some(({ wrong }) => wrong)}
          aria-describedby={describedBy}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
            else if (event.key === "Tab") shift(event.shiftKey);
            else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) onRun();
            else return;
            event.preventDefault();
          }}
        />
      </div>
    </div>
  );
}
