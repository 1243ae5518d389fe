import { useMemo } from "react";
import { Link, useLocation } from "wouter";
import { useGaps, useSteps, useTotals } from "../../hooks/metrics";
import { useCopy } from "../../hooks/useCopy";
import { useHues } from "../../hooks/useHues";
import { useLinkedState } from "../../hooks/useLinkedState";
import { useNow } from "../../hooks/useNow";
import { quote } from "../../model/attributes";
import { exploreLink } from "../../model/exploreUrl";
import { hueColour } from "../../model/hues";
import { ledgerLink } from "../../model/ledgerUrl";
import { rangeWords } from "../../model/range";
import { type Edge, edges, operations, REQUESTS, serviceRows } from "../../model/services";
import {
  formatServicesView,
  parseServicesView,
  serviceLink,
  SERVICES_RANGE,
  servicesLink,
  sharedServices,
} from "../../model/servicesUrl";
import { errorBound, rangePhrase, serviceVerdict } from "../../model/servicesWords";
import type { Selection } from "../../types/metrics";
import { Answers } from "../chrome/Answers";
import { Page } from "../chrome/Page";
import { Loading, State } from "../chrome/states";
import { Verdict } from "../chrome/Verdict";
import { RangePicker } from "../explore/RangePicker";
import { Charts } from "./Charts";
import { Edges } from "./Edges";
import { Exemplars } from "./Exemplars";
import { GapsSection } from "./GapsSection";
import { Operations } from "./Operations";

const FOOT_KEYS = [
  ["t", "as a table"],
  ["↵", "traces"],
  ["esc", "all services"],
  ["y", "copy link"],
] as const;

const EXEMPLARS = 8;
const OPERATION_EXEMPLARS = 3;

const EVERYONE: Selection = { by: ["service"] };

/** `/services/NAME`: its rate, errors and durations over time, what it does, whom it talks to, and the traces behind. */
export function ServicePage({ name }: { readonly name: string }) {
  const [, navigate] = useLocation();
  const [view, setView] = useLinkedState(parseServicesView, formatServicesView);
  const { range } = view;
  const now = useNow(10_000);
  const { said, copy } = useCopy();
  const own = useMemo(() => selections(name), [name]);
  const asked = useTotals(own.asked, EXEMPLARS, range);
  const all = useTotals(own.all, EXEMPLARS, range);
  const failed = useTotals(own.failed, EXEMPLARS, range);
  const names = useTotals(own.operations, OPERATION_EXEMPLARS, range);
  const callers = useTotals(own.callers, 0, range);
  const callees = useTotals(own.callees, 0, range);
  const everyone = useTotals(EVERYONE, 0, range);
  const gaps = useGaps(range);
  const row = useMemo(
    () => (asked.data === undefined || all.data === undefined ? undefined : serviceRows(asked.data, all.data)[0]),
    [asked.data, all.data],
  );
  const known = asked.data !== undefined && all.data !== undefined;
  const charted = row?.of === "spans" ? own.allSteps : own.askedSteps;
  const rate = useSteps("rate", charted, range, row !== undefined);
  const errors = useSteps("error_share", charted, range, row !== undefined);
  const p50 = useSteps("p50", charted, range, row !== undefined);
  const p95 = useSteps("p95", charted, range, row !== undefined);
  const p99 = useSteps("p99", charted, range, row !== undefined);
  const answers = [asked, all, failed, names, callers, callees, gaps, rate, errors, p50, p95, p99];
  const before = useMemo(
    () => (callers.data === undefined ? undefined : edges(callers.data, "client")),
    [callers.data],
  );
  const behind = useMemo(
    () => (callees.data === undefined ? undefined : edges(callees.data, "server")),
    [callees.data],
  );
  /** Who sends spans of its own, and so has a page. */
  const services = useMemo(
    () => new Set(everyone.data?.groups.map((group) => group.labels["service"] ?? "")),
    [everyone.data],
  );
  const hueOf = useHues(
    useMemo(
      () => [
        name,
        ...[...(before ?? []), ...(behind ?? [])].map((edge) => edge.name).filter((each) => services.has(each)),
      ],
      [name, before, behind, services],
    ),
  );
  const traces = exploreLink({ query: `{ resource.service.name = ${quote(name)} }`, range });
  const linkOf = (edge: Edge) => (services.has(edge.name) ? serviceLink(edge.name, view) : null);
  const stale = asked.isPlaceholderData || answers.some((query) => query.error !== null);
  const newest = (row?.of === "spans" ? all.data : asked.data)?.groups[0]?.exemplars ?? [];
  const bad = failed.data?.groups[0]?.exemplars ?? [];
  const back = servicesLink({ ...view, table: false });
  return (
    <Page
      title={name}
      current="services"
      range={asked.data !== undefined && <b className="opt">{rangeWords(asked.data, now)}</b>}
      foot={
        asked.data !== undefined && (
          <>
            <span>All spans, before sampling</span>
            <span>{errorBound(asked.data.relativeError)}</span>
          </>
        )
      }
      keys={FOOT_KEYS}
      bindings={{
        t: () => setView({ ...view, table: !view.table }),
        Enter: () => navigate(traces),
        Escape: () => navigate(back),
        y: () =>
          copy(location.origin + serviceLink(name, sharedServices(view, now)), "Link copied, with absolute times"),
      }}
    >
      <div className="board">
        <section className="head">
          <div>
            <p className="sm crumbs">
              <Link href={back} className="u i2">
                Services
              </Link>
              <span className="svc whole" style={{ "--c": hueColour(hueOf(name)) }}>
                {name}
              </span>
            </p>
            {row !== undefined && <Verdict pieces={serviceVerdict(row, rangePhrase(range, now))} />}
            <div className="meta">
              <RangePicker choice={range} now={now} onPick={(next) => setView({ ...view, range: next })} />
              <output className="xs i2">{said}</output>
            </div>
          </div>
          <div className="acts">
            <Link className="btn" href={ledgerLink({ service: name })}>
              Its attributes
            </Link>
            <Link className="btn main" href={traces}>
              Its traces <kbd>↵</kbd>
            </Link>
          </div>
        </section>
        <div className={`left${stale ? " stale" : ""}`} tabIndex={0} role="region" aria-label="Over time">
          <Answers of={answers} />
          {!known && answers.every((query) => query.error === null) && <Loading what="Adding up" />}
          {known && row === undefined && (
            <State>
              <h1 className="say">
                No span of {name} was received {rangePhrase(range, now)}.
              </h1>
              <p className="sm">
                <button
                  type="button"
                  className="u"
                  onClick={() => setView({ ...view, range: { kind: "last", last: "24h" } })}
                >
                  The last 24 h
                </button>
              </p>
            </State>
          )}
          {row !== undefined && (
            <>
              <section>
                <div className="sec">
                  <h2>Over time</h2>
                  <span className="xs i3 opt">drag to zoom, double click to go back</span>
                  <button
                    type="button"
                    className="pill end"
                    aria-pressed={view.table}
                    onClick={() => setView({ ...view, table: !view.table })}
                  >
                    As a table <kbd>t</kbd>
                  </button>
                </div>
                <Charts
                  steps={{ rate: rate.data, errors: errors.data, p50: p50.data, p95: p95.data, p99: p99.data }}
                  what={row.of}
                  table={view.table}
                  onZoom={(zoom) =>
                    setView({ ...view, range: zoom === null ? SERVICES_RANGE : { kind: "fixed", range: zoom } })
                  }
                />
              </section>
              {names.data !== undefined && (
                <section>
                  <div className="sec">
                    <h2>Operations</h2>
                    <span className="xs i3">a diamond is a stored trace</span>
                  </div>
                  <Operations service={name} operations={operations(names.data)} range={range} />
                </section>
              )}
            </>
          )}
        </div>
        {row !== undefined && (
          <aside className={`side${stale ? " stale" : ""}`} aria-label="Around it">
            <Edges
              title="Called by"
              hint={`as ${name} measured it`}
              none="No call to it was paired with a caller."
              edges={before}
              hueOf={hueOf}
              linkOf={linkOf}
            />
            <Edges
              title="Calls"
              hint={`as ${name} waited for it`}
              none="It called nobody."
              edges={behind}
              hueOf={hueOf}
              linkOf={linkOf}
            />
            <section>
              <div className="sec">
                <h2>Traces</h2>
                <span className="xs i3">stored, newest first</span>
              </div>
              {newest.length === 0 && <p className="sm i3">None of this time is stored.</p>}
              <Exemplars ids={newest} named />
              {bad.length > 0 && (
                <>
                  <p className="sm err b failed">▲ failed</p>
                  <Exemplars ids={bad} named />
                </>
              )}
            </section>
            <GapsSection gaps={gaps.data} service={name} />
          </aside>
        )}
      </div>
    </Page>
  );
}

interface Selections {
  readonly asked: Selection;
  readonly all: Selection;
  readonly failed: Selection;
  readonly operations: Selection;
  readonly askedSteps: Selection;
  readonly allSteps: Selection;
  readonly callers: Selection;
  readonly callees: Selection;
}

const selections = (service: string): Selections => ({
  asked: { service, kind: REQUESTS, by: ["service"] },
  all: { service, by: ["service"] },
  failed: { service, status: "ERROR", by: ["service"] },
  operations: { service, by: ["name", "kind"] },
  askedSteps: { service, kind: REQUESTS, by: [] },
  allSteps: { service, by: [] },
  callers: { server: service, by: ["client", "type"], side: "server" },
  callees: { client: service, by: ["server", "type"], side: "client" },
});
