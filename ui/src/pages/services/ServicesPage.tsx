import { useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { usePathname } from "wouter/use-browser-location";
import { useSteps, useTotals } from "../../hooks/metrics";
import { useStatus } from "../../hooks/queries";
import { useCopy } from "../../hooks/useCopy";
import { useHues } from "../../hooks/useHues";
import { releaseFocus } from "../../hooks/useKeys";
import { useLinkedState } from "../../hooks/useLinkedState";
import { useNow } from "../../hooks/useNow";
import { nextIndex } from "../../model/exploreWords";
import { rangeWords } from "../../model/range";
import { matching, REQUESTS, serviceRows, sortedRows } from "../../model/services";
import {
  formatServicesView,
  parseServicesView,
  serviceIn,
  serviceLink,
  servicesLink,
  type ServicesView,
  sharedServices,
} from "../../model/servicesUrl";
import { errorBound, rangePhrase, servicesVerdict } from "../../model/servicesWords";
import { counted } from "../../model/words";
import type { Selection } from "../../types/metrics";
import { Answers } from "../chrome/Answers";
import { Page } from "../chrome/Page";
import { Loading, State } from "../chrome/states";
import { Verdict } from "../chrome/Verdict";
import { EmptyStore } from "../explore/EmptyStore";
import { RangePicker } from "../explore/RangePicker";
import { ServicePage } from "./ServicePage";
import { ServiceTable } from "./ServiceTable";

const FOOT_KEYS = [
  ["/", "find"],
  ["j k", "service"],
  ["↵", "open"],
  ["y", "copy link"],
] as const;

const ASKED: Selection = { kind: REQUESTS, by: ["service"] };
const ALL: Selection = { by: ["service"] };

/** `/services` is all of them, `/services/NAME` one. */
export function ServicesRoute() {
  const name = serviceIn(usePathname());
  return name === null ? <ServicesPage /> : <ServicePage key={name} name={name} />;
}

/** Every service at a glance. */
function ServicesPage() {
  const [, navigate] = useLocation();
  const [view, setView] = useLinkedState(parseServicesView, formatServicesView);
  const [selected, setSelected] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  const now = useNow(10_000);
  const { said, copy } = useCopy();
  const asked = useTotals(ASKED, 0, view.range);
  const all = useTotals(ALL, 0, view.range);
  const rows = useMemo(
    () => (asked.data === undefined || all.data === undefined ? undefined : serviceRows(asked.data, all.data)),
    [asked.data, all.data],
  );
  const someUnasked = rows?.some((row) => row.of === "spans") ?? false;
  const rate = useSteps("rate", ASKED, view.range);
  const p95 = useSteps("p95", ASKED, view.range);
  const rateOfAll = useSteps("rate", ALL, view.range, someUnasked);
  const p95OfAll = useSteps("p95", ALL, view.range, someUnasked);
  const answers = [asked, all, rate, p95, rateOfAll, p95OfAll];
  const hueOf = useHues(useMemo(() => rows?.map((row) => row.name) ?? [], [rows]));
  const listed = useMemo(
    () => sortedRows(matching(rows ?? [], view.search), view.sort),
    [rows, view.search, view.sort],
  );
  const nothing = rows !== undefined && rows.length === 0 && !asked.isPlaceholderData && !all.isPlaceholderData;
  const status = useStatus(nothing ? 2_000 : false);
  const change = (part: Partial<ServicesView>) => {
    setSelected(-1);
    setView({ ...view, ...part });
  };
  const move = (step: 1 | -1) => () => {
    releaseFocus();
    setSelected((old) => nextIndex(listed.length, old, step));
  };
  const linkOf = ({ name }: { readonly name: string }) => serviceLink(name, { ...view, search: "" });
  const open = () => {
    const row = listed[selected];
    if (row !== undefined) navigate(linkOf(row));
  };
  const stale = asked.isPlaceholderData || answers.some((query) => query.error !== null);
  const leftOut = asked.data === undefined ? 0 : asked.data.groupCount - asked.data.groups.length;
  return (
    <Page
      title="Services"
      current="services"
      range={asked.data !== undefined && <b className="opt">{rangeWords(asked.data, now)}</b>}
      foot={
        asked.data !== undefined && (
          <>
            <span>All spans, before sampling</span>
            <span>{errorBound(asked.data.relativeError)}</span>
            {leftOut > 0 && <span>{counted(leftOut, "more service")} with less to do not shown</span>}
          </>
        )
      }
      keys={FOOT_KEYS}
      bindings={{
        "/": () => field.current?.focus(),
        j: move(1),
        k: move(-1),
        ArrowDown: move(1),
        ArrowUp: move(-1),
        Enter: open,
        Escape: () => change({ search: "" }),
        y: () => copy(location.origin + servicesLink(sharedServices(view, now)), "Link copied, with absolute times"),
      }}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label="Services">
        <section className="head">
          <div>
            {rows !== undefined && rows.length > 0 && (
              <Verdict pieces={servicesVerdict(rows, rangePhrase(view.range, now))} />
            )}
            <div className="meta">
              <span className="field">
                <input
                  ref={field}
                  value={view.search}
                  aria-label="Find a service"
                  placeholder="Find a service"
                  spellCheck={false}
                  autoComplete="off"
                  onChange={(event) => change({ search: event.target.value })}
                  onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
                />
              </span>
              <RangePicker choice={view.range} now={now} onPick={(range) => change({ range })} />
              <output className="xs i2">{said}</output>
            </div>
          </div>
        </section>
        <Answers of={answers} />
        {rows === undefined && answers.every((query) => query.error === null) && <Loading what="Adding up" />}
        {nothing && status.data?.balance.received === 0 && <EmptyStore listen={status.data.listen} />}
        {nothing && status.data !== undefined && status.data.balance.received > 0 && (
          <State>
            <h1 className="say">No span was received {rangePhrase(view.range, now)}.</h1>
            <p className="sm">
              <button type="button" className="u" onClick={() => change({ range: { kind: "last", last: "24h" } })}>
                The last 24 h
              </button>
            </p>
          </State>
        )}
        {rows !== undefined && rows.length > 0 && listed.length === 0 && (
          <State>
            <p className="say">None of {counted(rows.length, "service")} is named like that.</p>
            <p className="sm">
              <button type="button" className="u" onClick={() => change({ search: "" })}>
                All services
              </button>
            </p>
          </State>
        )}
        {listed.length > 0 && (
          <div className={stale ? "stale" : ""}>
            <ServiceTable
              rows={listed}
              sparksOf={(row) =>
                row.of === "requests"
                  ? { rate: rate.data, p95: p95.data }
                  : { rate: rateOfAll.data, p95: p95OfAll.data }
              }
              hueOf={hueOf}
              sort={view.sort}
              onSort={(sort) => change({ sort })}
              selected={selected}
              linkOf={linkOf}
            />
          </div>
        )}
      </div>
    </Page>
  );
}
