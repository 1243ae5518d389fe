import { useState } from "react";
import { Link } from "wouter";
import { NEW_WINDOW, windowLink } from "../../model/samplingUrl";
import { endedWindows, endedWords, liveWindows, openWords, windowTime } from "../../model/windowWords";
import { counted } from "../../model/words";
import type { EpochMillis } from "../../types/time";
import type { IncidentWindow } from "../../types/window";
import { Loading, Trouble } from "../chrome/states";
import { WindowCard } from "./WindowCard";

interface WindowsProps {
  readonly windows: readonly IncidentWindow[] | undefined;
  readonly error: Error | null;
  readonly failedAt: EpochMillis;
  readonly onRetry: () => void;
  readonly selected: string | null;
  readonly now: EpochMillis;
}

/** So many ended windows stand there before one asks for all. */
const SHOWN = 5;

export function Windows({ windows, error, failedAt, onRetry, selected, now }: WindowsProps) {
  return (
    <section>
      <div className="sec">
        <h2>Incident windows</h2>
        {windows !== undefined && <span className="sm i3">{openWords(windows) ?? "none open"}</span>}
      </div>
      {error !== null && <Trouble error={error} answeredAt={null} failedAt={failedAt} onRetry={onRetry} />}
      {windows === undefined
        ? error === null && <Loading what="Asking for the windows" />
        : known(windows, selected, now)}
    </section>
  );
}

function known(windows: readonly IncidentWindow[], selected: string | null, now: EpochMillis) {
  if (windows.length === 0) {
    return (
      <p className="sm i2" id="sampling-window">
        In an incident, keep more of what it is about for some minutes, and the minutes before.{" "}
        <Link className="u" href={NEW_WINDOW}>
          Open one
        </Link>
        {selected !== null && <span className="err"> There is no window {selected} any more.</span>}
      </p>
    );
  }
  const ended = endedWindows(windows);
  return (
    <>
      {selected !== null && !windows.some(({ id }) => id === selected) && (
        <p className="sm i2" id="sampling-window">
          There is no window <b className="mono whole">{selected}</b> any more.
        </p>
      )}
      {liveWindows(windows).map((window) => (
        <WindowCard key={window.id} window={window} on={window.id === selected} now={now} />
      ))}
      {ended.length > 0 && <Ended ended={ended} selected={selected} now={now} />}
    </>
  );
}

interface EndedProps {
  readonly ended: readonly IncidentWindow[];
  readonly selected: string | null;
  readonly now: EpochMillis;
}

function Ended({ ended, selected, now }: EndedProps) {
  const [all, setAll] = useState(false);
  const shown = ended.filter(({ id }, i) => all || i < SHOWN || id === selected);
  return (
    <div className="ended">
      <h3 className="xs i3">{counted(ended.length, "ended window")}</h3>
      {shown.map((window) =>
        window.id === selected ? (
          <WindowCard key={window.id} window={window} on now={now} />
        ) : (
          <Link key={window.id} className="line sm" href={windowLink(window.id)}>
            <span className="mono cut">{window.query}</span>
            <span className="i2 nw">{endedWords(window)}</span>
            <span className="i3 nw">{windowTime(window, now)}</span>
          </Link>
        ),
      )}
      {shown.length < ended.length && (
        <button type="button" className="u sm" onClick={() => setAll(true)}>
          All {ended.length}
        </button>
      )}
    </div>
  );
}
