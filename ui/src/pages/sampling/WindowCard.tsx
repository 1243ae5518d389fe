import { useState } from "react";
import { Link } from "wouter";
import { useCloseWindow } from "../../hooks/sampling";
import { windowLink } from "../../model/samplingUrl";
import { likeLink } from "../../model/windowDraft";
import {
  leftWords,
  reachBackTrouble,
  reachBackWords,
  serviceLines,
  summaryWords,
  type WindowBar,
  windowBar,
  windowCounters,
  windowMeta,
  windowTime,
  windowTraces,
} from "../../model/windowWords";
import type { EpochMillis } from "../../types/time";
import type { IncidentWindow } from "../../types/window";

interface WindowCardProps {
  readonly window: IncidentWindow;
  /** Whether the address names it. */
  readonly on: boolean;
  readonly now: EpochMillis;
}

/** One window with everything that is known of it. */
export function WindowCard({ window, on, now }: WindowCardProps) {
  const reached = reachBackWords(window.reachBack, now);
  const summary = summaryWords(window);
  return (
    <article className={`window${on ? " on" : ""}`} id={on ? "sampling-window" : undefined} aria-label={window.id}>
      <div className="title">
        <Link className="mono whole" href={windowLink(window.id)} aria-current={on ? "true" : undefined}>
          {window.query}
        </Link>
        <span className={`left-time${window.state === "open" ? "" : " over"}`} role="timer">
          {leftWords(window, now)}
        </span>
      </div>
      <p className="sm i2 whole">{windowMeta(window)}</p>
      <Bar bar={windowBar(window, now)} />
      <p className="counters sm i2">
        {windowCounters(window, now).map(({ value, of, slow }) => (
          <span key={of} className={slow === true ? "slow" : ""}>
            <b>{value}</b> {of}
          </span>
        ))}
      </p>
      {reached !== null && (
        <p className={`sm ${reachBackTrouble(window.reachBack) ? "slow" : "i2"}`} role="status">
          {reached}
        </p>
      )}
      {summary !== null && <p className="sm i2">{summary}</p>}
      {on && <Services window={window} />}
      <Actions window={window} />
      <p className="xs i3">
        <span className="mono">{window.id}</span> · {windowTime(window, now)}
      </p>
    </article>
  );
}

function Bar({ bar }: { readonly bar: WindowBar }) {
  return (
    <div className="window-bar" style={{ "--opened": bar.opened, "--now": bar.now }} aria-hidden="true">
      <i className="back" />
      <i className="past" />
      <i className="rest" />
      <span className="xs i2 from">{bar.from}</span>
      {bar.showOpened && <span className="xs opened">{bar.openedLabel}</span>}
      {bar.showNow && <span className="xs now">now</span>}
      <span className="xs i2 to">{bar.to}</span>
    </div>
  );
}

function Services({ window }: { readonly window: IncidentWindow }) {
  const lines = serviceLines(window);
  if (lines.length === 0) return null;
  return (
    <table className="services sm">
      <thead>
        <tr className="xs i3">
          <th scope="col">root's service</th>
          <th scope="col" className="num">
            matched
          </th>
          <th scope="col" className="num">
            kept
          </th>
          <th scope="col" className="num">
            spans
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ service, matched, kept, spans }) => (
          <tr key={service ?? ""}>
            <td>{service ?? <span className="i3">all others</span>}</td>
            <td className="num">{matched}</td>
            <td className="num b">{kept}</td>
            <td className="num">{spans}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Actions({ window }: { readonly window: IncidentWindow }) {
  const close = useCloseWindow();
  const [asking, setAsking] = useState(false);
  return (
    <div className="acts">
      <Link className="btn" href={windowTraces(window)}>
        Traces
      </Link>
      <Link className="btn" href={likeLink(window)}>
        Another like it
      </Link>
      {window.state === "open" &&
        (asking ? (
          <>
            <button
              type="button"
              className="btn main"
              disabled={close.isPending}
              onClick={() => close.mutate(window.id)}
            >
              Close it for good
            </button>
            <button type="button" className="btn" onClick={() => setAsking(false)}>
              Leave it open
            </button>
          </>
        ) : (
          <button type="button" className="btn" onClick={() => setAsking(true)}>
            Close now
          </button>
        ))}
      {close.error !== null && (
        <span className="sm err" role="alert">
          ▲ {close.error.message}
        </span>
      )}
    </div>
  );
}
