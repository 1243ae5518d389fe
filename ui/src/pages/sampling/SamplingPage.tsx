import { useEffect, useMemo, useRef } from "react";
import { Link, useLocation } from "wouter";
import { ApiError } from "../../api/problem";
import { usePolicy, useWindows } from "../../hooks/sampling";
import { useCopy } from "../../hooks/useCopy";
import { releaseFocus } from "../../hooks/useKeys";
import { useNow } from "../../hooks/useNow";
import { nextIndex } from "../../model/exploreWords";
import { rejectedWords, samplingVerdict, sourceWords } from "../../model/policyWords";
import { NEW_WINDOW, POLICY, SAMPLING, type SamplingPlace, windowLink } from "../../model/samplingUrl";
import { endedWindows, liveWindows, openWords } from "../../model/windowWords";
import { clock } from "../../model/words";
import type { PolicyView } from "../../types/policy";
import { type EpochMillis, epochMillis } from "../../types/time";
import type { IncidentWindow } from "../../types/window";
import { Page } from "../chrome/Page";
import { Loading, Trouble } from "../chrome/states";
import { Verdict } from "../chrome/Verdict";
import { BudgetSection } from "./BudgetSection";
import { ExplainSection } from "./ExplainSection";
import { OpenWindow } from "./OpenWindow";
import { Problems } from "./Problems";
import { Rules } from "./Rules";
import { Windows } from "./Windows";

const FOOT_KEYS = [
  ["w", "window"],
  ["t", "try a change"],
  ["i", "explain an id"],
  ["j k", "window"],
  ["esc", "back"],
] as const;

const NONE: readonly IncidentWindow[] = [];

/** What is kept, at what price, and why not this one. */
export function SamplingPage({ place }: { readonly place: SamplingPlace }) {
  const [, navigate] = useLocation();
  const policy = usePolicy();
  const answer = useWindows();
  const now = useNow(1_000);
  const { said, copy } = useCopy();
  const explainField = useRef<HTMLInputElement>(null);
  const windows = answer.data ?? NONE;
  const listed = useMemo(() => [...liveWindows(windows), ...endedWindows(windows)], [windows]);
  const selected = place.kind === "window" ? listed.findIndex((each) => each.id === place.id) : -1;

  /** The place itself is what one came for: on a phone it stands below the rules. */
  const { kind } = place;
  const id = place.kind === "window" || place.kind === "explain" ? place.id : "";
  const ready = policy.isSuccess && answer.isSuccess;
  useEffect(() => {
    if (!ready || kind === "overview") return;
    document.getElementById(`sampling-${kind}`)?.scrollIntoView({ block: "nearest" });
    if (kind === "explain" && id === "") explainField.current?.focus();
  }, [kind, id, ready]);

  const move = (step: 1 | -1) => () => {
    releaseFocus();
    const next = listed[nextIndex(listed.length, selected, step)];
    if (next !== undefined) navigate(windowLink(next.id), { replace: place.kind === "window" });
  };
  const toExplain = () => {
    navigate(`${SAMPLING}/explain`);
    explainField.current?.focus();
  };
  return (
    <Page
      title="Sampling"
      current="sampling"
      foot={policy.data !== undefined && <span>As of {clock(epochMillis(policy.dataUpdatedAt))}</span>}
      keys={FOOT_KEYS}
      bindings={{
        w: () => navigate(NEW_WINDOW),
        t: () => navigate(POLICY),
        i: toExplain,
        j: move(1),
        k: move(-1),
        y: () => copy(location.href, "Link copied"),
        Escape: () => navigate(SAMPLING),
      }}
    >
      {policy.error !== null && (
        <Trouble
          error={policy.error}
          answeredAt={
            policy.dataUpdatedAt === 0 || policy.error instanceof ApiError ? null : epochMillis(policy.dataUpdatedAt)
          }
          failedAt={epochMillis(policy.errorUpdatedAt)}
          onRetry={() => void policy.refetch()}
        />
      )}
      {policy.data === undefined && policy.error === null && <Loading what="Asking for the policy" />}
      <div className={`sampling${policy.error === null ? "" : " stale"}`}>
        {policy.data !== undefined && <Head policy={policy.data} windows={windows} now={now} said={said} />}
        <div className="left" tabIndex={0} role="region" aria-label="Policy">
          {policy.data !== undefined && (
            <>
              <Rejected policy={policy.data} now={now} />
              <Rules policy={policy.data} />
              <BudgetSection budget={policy.data.budget} />
            </>
          )}
        </div>
        <aside className="side" aria-label="Windows and explanations">
          {place.kind === "new" && <OpenWindow />}
          <Windows
            windows={answer.data}
            error={policy.error === null ? answer.error : null}
            failedAt={epochMillis(answer.errorUpdatedAt)}
            onRetry={() => void answer.refetch()}
            selected={place.kind === "window" ? place.id : null}
            now={now}
          />
          <ExplainSection id={place.kind === "explain" ? place.id : ""} field={explainField} now={now} />
        </aside>
      </div>
    </Page>
  );
}

interface HeadProps {
  readonly policy: PolicyView;
  readonly windows: readonly IncidentWindow[];
  readonly now: EpochMillis;
  readonly said: string;
}

function Head({ policy, windows, now, said }: HeadProps) {
  const open = openWords(windows);
  return (
    <section className="head">
      <div>
        <Verdict pieces={samplingVerdict(policy)} />
        <p className="meta sm i2">
          {open !== null && <b className="pick">{open}</b>}
          <span className="whole">{sourceWords(policy, now)}</span>
        </p>
      </div>
      <div className="acts">
        <Link className="btn" href={POLICY}>
          Try a change <kbd>t</kbd>
        </Link>
        <Link className="btn main" href={NEW_WINDOW}>
          Open a window <kbd>w</kbd>
        </Link>
      </div>
      <p className="said xs" role="status">
        {said}
      </p>
    </section>
  );
}

function Rejected({ policy, now }: { readonly policy: PolicyView; readonly now: EpochMillis }) {
  const words = rejectedWords(policy, now);
  if (words === null || policy.rejected === null) return null;
  return (
    <section className="rejected" role="alert">
      <p className="say">
        <b className="err">▲ {words}</b>
      </p>
      <Problems problems={policy.rejected.problems.map((each) => ({ ...each, current: true }))} />
    </section>
  );
}
