import type { OpenProblem } from "../../model/yamlText";

interface ProblemsProps {
  readonly problems: readonly OpenProblem[];
  /** Leads to the place; without it the place is only named. */
  readonly onPlace?: (problem: OpenProblem) => void;
}

/** Everything that is wrong with a text, each at its line. */
export function Problems({ problems, onPlace }: ProblemsProps) {
  return (
    <ul className="problems sm">
      {problems.map((problem) => {
        const place = `line ${problem.line}, column ${problem.column}`;
        return (
          <li key={`${place} ${problem.detail}`} className={problem.current ? "" : "i3"}>
            {onPlace === undefined ? (
              <span className="i2 nw">{place}</span>
            ) : (
              <button type="button" className="u nw" onClick={() => onPlace(problem)}>
                {place}
              </button>
            )}
            <span className="whole">{problem.detail}</span>
            {!problem.current && <span className="pill line">changed since</span>}
          </li>
        );
      })}
    </ul>
  );
}
