import { Link } from "wouter";
import type { HueOf } from "../../hooks/useHues";
import { hueColour } from "../../model/hues";
import { clockLines, unexplained } from "../../model/clocks";
import { decisionFacts } from "../../model/explainWords";
import type { CriticalPath } from "../../model/path";
import { explainLink, windowLink } from "../../model/samplingUrl";
import { shortWindow } from "../../model/samplingWords";
import { count, duration, percent } from "../../model/words";
import type { Trace } from "../../types/trace";
import { Part } from "./Detail";

interface OverviewProps {
  readonly trace: Trace;
  readonly path: CriticalPath;
  readonly raw: boolean;
  readonly hueOf: HueOf;
  readonly onService: (service: string) => void;
}

/** Beside the waterfall while no span is selected: who is in it, and how much of the critical path is whose. */
export function Overview({ trace, path, raw, hueOf, onService }: OverviewProps) {
  const warnings = raw ? trace.warnings : unexplained(trace);
  const counts = new Map(trace.services.map((service) => [service.name, service]));
  return (
    <aside className="side" aria-label="Services of this trace">
      <Part name="Services" note={path.total > 0 ? "time on the critical path" : "no critical path without a root"}>
        <table className="shares sm">
          <thead>
            <tr className="xs i3">
              <th scope="col">service</th>
              <th scope="col" className="num">
                spans
              </th>
              <th scope="col" className="num">
                time
              </th>
              <th scope="col" className="num">
                share
              </th>
            </tr>
          </thead>
          <tbody>
            {path.services.map(({ service, time, share }) => (
              <tr key={service} style={{ "--c": hueColour(hueOf(service)), "--share": share }}>
                <td>
                  <button type="button" className="quiet svc" onClick={() => onService(service)}>
                    {service}
                  </button>
                  {(counts.get(service)?.errorCount ?? 0) > 0 && (
                    <span className="err b"> ▲ {count(counts.get(service)!.errorCount)}</span>
                  )}
                  <i className="share" />
                </td>
                <td className="num">{count(counts.get(service)?.spanCount ?? 0)}</td>
                <td className="num">{time > 0 ? duration(time) : ""}</td>
                <td className="num b">{time > 0 ? percent(share) : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      {trace.clocks.length > 0 && (
        <Part name="Clocks" note="against the root’s">
          <ul className="sm i2">
            {clockLines(trace).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Part>
      )}
      {warnings.length > 0 && (
        <Part name="Warnings">
          <ul className="sm i2">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Part>
      )}
      <Why trace={trace} />
      <p className="sm i3">Select a span to see what was recorded about it.</p>
    </aside>
  );
}

/** What was decided when it was kept; nothing where nobody decided. */
function Why({ trace }: { readonly trace: Trace }) {
  const facts = decisionFacts(trace);
  const windowId = trace.decision?.windowId ?? null;
  if (facts.length === 0) return null;
  return (
    <Part
      name="Why it is here"
      note={
        <Link className="u" href={explainLink(trace.traceId)}>
          explain
        </Link>
      }
    >
      <dl className="plain-facts sm">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="whole">{value}</dd>
          </div>
        ))}
        {windowId !== null && (
          <div>
            <dt>window</dt>
            <dd>
              <Link className="u pick" href={windowLink(windowId)} title={windowId}>
                {shortWindow(windowId)}
              </Link>
            </dd>
          </div>
        )}
      </dl>
    </Part>
  );
}
