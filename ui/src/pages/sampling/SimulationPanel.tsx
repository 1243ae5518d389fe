import { ApiError } from "../../api/problem";
import { useLong } from "../../hooks/useNow";
import {
  basisWords,
  type Compared,
  compared,
  lostErrorKinds,
  simulatedRules,
  simulationVerdict,
} from "../../model/simulationWords";
import type { Simulation } from "../../types/policy";
import type { EpochMillis } from "../../types/time";
import { Pieces } from "../chrome/Verdict";

interface SimulationPanelProps {
  readonly simulation: Simulation | undefined;
  readonly error: Error | null;
  readonly waiting: boolean;
  /** The draft was changed after it was simulated. */
  readonly stale: boolean;
  readonly now: EpochMillis;
  readonly onRun: () => void;
}

/** What the draft would have kept of what was decided, beside what was. */
export function SimulationPanel(props: SimulationPanelProps) {
  const { simulation, error, waiting, stale, now, onRun } = props;
  const long = useLong(waiting);
  const wrong = error instanceof ApiError && error.problem.problems.length > 0;
  return (
    <aside className="side simulation" aria-label="Simulation">
      <section>
        <div className="sec">
          <h2>Simulate this draft</h2>
          <span className="sm i3">on the last ten minutes</span>
        </div>
        {long && (
          <div className="loading" role="status">
            <i />
            <p className="sm i2">Trying the draft on what was decided</p>
          </div>
        )}
        {error !== null && (
          <p className="sm" role="alert">
            {wrong ? (
              "The draft has to be a policy first: its problems stand at their lines."
            ) : (
              <>
                <b className="err">▲ {error.message}</b>{" "}
                <button type="button" className="u" onClick={onRun}>
                  Again
                </button>
              </>
            )}
          </p>
        )}
        {simulation === undefined ? (
          error === null &&
          !waiting && (
            <p className="sm i2">
              What would it have kept of the traces that came in the last ten minutes, at what price, and what would
              nobody see any more?{" "}
              <button type="button" className="u" onClick={onRun}>
                Simulate
              </button>
            </p>
          )
        ) : (
          <div className={stale || error !== null || waiting ? "stale" : ""}>
            {stale && <span className="pill line">for the draft before</span>}
            <Answer simulation={simulation} now={now} />
          </div>
        )}
      </section>
    </aside>
  );
}

function Answer({ simulation, now }: { readonly simulation: Simulation; readonly now: EpochMillis }) {
  const kinds = lostErrorKinds(simulation);
  return (
    <div className="answer">
      <p className="say" role="status">
        <Pieces pieces={simulationVerdict(simulation)} />
      </p>
      {simulation.traces > 0 && (
        <>
          <table className="compare sm">
            <thead>
              <tr className="xs i3">
                <th scope="col">
                  <span className="heard">measure</span>
                </th>
                <th scope="col">today</th>
                <th scope="col">draft</th>
                <th scope="col" className="num">
                  change
                </th>
              </tr>
            </thead>
            <tbody>
              {compared(simulation).map((line) => (
                <Line key={line.measure} line={line} />
              ))}
            </tbody>
          </table>
          <Lost what="Services nobody would see" names={simulation.lost.services} />
          <Lost what="Error kinds nobody would see" names={kinds} />
          <table className="services sm">
            <thead>
              <tr className="xs i3">
                <th scope="col">rule of the draft</th>
                <th scope="col" className="num">
                  matches
                </th>
                <th scope="col" className="num">
                  keeps
                </th>
                <th scope="col" className="num">
                  share
                </th>
              </tr>
            </thead>
            <tbody>
              {simulatedRules(simulation).map(({ name, matched, kept, share }) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td className="num">{matched}</td>
                  <td className="num b">{kept}</td>
                  <td className="num">{share}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <p className="xs i3">{basisWords(simulation, now)}</p>
    </div>
  );
}

function Line({ line }: { readonly line: Compared }) {
  return (
    <tr>
      <th scope="row" className="i2">
        {line.measure}
      </th>
      <td>
        <i className="share-line rest" style={{ "--share": line.todayShare }} />
        {line.today}
      </td>
      <td>
        <i className="share-line" style={{ "--share": line.draftShare }} />
        <b className="pick">{line.draft}</b>
      </td>
      <td className="num i2">{line.change}</td>
    </tr>
  );
}

/** Long lists are cut: that there are many says it. */
const SHOWN = 12;

function Lost({ what, names }: { readonly what: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div className="lost">
      <h3 className="sm b err">
        ▲ {what}: {names.length}
      </h3>
      <ul className="sm">
        {names.slice(0, SHOWN).map((name) => (
          <li key={name} className="whole">
            {name}
          </li>
        ))}
        {names.length > SHOWN && <li className="i3">and others</li>}
      </ul>
    </div>
  );
}
