import { useMemo, useState } from "react";
import { Link } from "wouter";
import { useLedger } from "../../hooks/ledger";
import { useTotals } from "../../hooks/metrics";
import { useStatus } from "../../hooks/queries";
import { useCopy } from "../../hooks/useCopy";
import { useHues } from "../../hooks/useHues";
import { releaseFocus } from "../../hooks/useKeys";
import { useLinkedState } from "../../hooks/useLinkedState";
import { useNow } from "../../hooks/useNow";
import { nextIndex } from "../../model/exploreWords";
import { formatLedgerView, keyId, ledgerLink, type LedgerView, parseLedgerView } from "../../model/ledgerUrl";
import { flaggedFirst, foldedPieces, ledgerFoot, ledgerVerdict, ORDER_WORDS } from "../../model/ledgerWords";
import { DEFAULT_RANGE } from "../../model/range";
import { POLICY } from "../../model/samplingUrl";
import { DEFAULT_SORT } from "../../model/services";
import { SERVICES_RANGE, type ServicesView } from "../../model/servicesUrl";
import { counted } from "../../model/words";
import { type LedgerKey, ORDERS } from "../../types/ledger";
import type { Selection } from "../../types/metrics";
import { Answers } from "../chrome/Answers";
import { Page } from "../chrome/Page";
import { Loading, State } from "../chrome/states";
import { Pieces, Verdict } from "../chrome/Verdict";
import { EmptyStore } from "../explore/EmptyStore";
import { LedgerTable } from "./LedgerTable";

const FOOT_KEYS = [
  ["j k", "key"],
  ["esc", "close"],
  ["y", "copy link"],
] as const;

const FIRST = 200;
/** More rows than this are no page to read; a service's own are fewer. */
const ALL = 1_000;

const BY_SERVICE: Selection = { by: ["service"] };
const NO_KEYS: readonly LedgerKey[] = [];
const SERVICES_VIEW: ServicesView = { range: SERVICES_RANGE, search: "", sort: DEFAULT_SORT, table: false };

/** What every attribute costs, which one explodes, whether anybody asked for it, and what to do. */
export function LedgerPage() {
  const [view, setView] = useLinkedState(parseLedgerView, formatLedgerView);
  const [limit, setLimit] = useState(FIRST);
  const now = useNow(10_000);
  const { said, copy } = useCopy();
  const answer = useLedger(view.service, view.order, limit);
  /** What stands out is told in any order. */
  const first = useLedger(view.service, "flags", FIRST);
  const measured = useTotals(BY_SERVICE, 0, DEFAULT_RANGE);
  const ledger = answer.data;
  const rows = useMemo(() => {
    const keys = ledger?.keys ?? NO_KEYS;
    return view.order === "flags" ? flaggedFirst(keys) : keys;
  }, [ledger, view.order]);
  const services = useMemo(
    () =>
      [
        ...new Set([
          ...(measured.data?.groups.map((group) => group.labels["service"] ?? "") ?? []),
          ...rows.map((row) => row.service),
          view.service,
        ]),
      ]
        .filter((name) => name !== "")
        .sort(),
    [measured.data, rows, view.service],
  );
  const hueOf = useHues(services);
  const nothing = ledger !== undefined && rows.length === 0 && !answer.isPlaceholderData;
  const status = useStatus(nothing ? 2_000 : false);
  const change = (part: Partial<LedgerView>) => setView({ ...view, ...part });
  const move = (step: 1 | -1) => () => {
    releaseFocus();
    const at = rows.findIndex((row) => keyId(row) === view.open);
    const next = rows[nextIndex(rows.length, at, step)];
    if (next !== undefined) change({ open: keyId(next) });
  };
  const answers = [answer, first];
  const stale = answer.isPlaceholderData || answer.error !== null;
  return (
    <Page
      title="Ledger"
      current="ledger"
      foot={ledger !== undefined && ledgerFoot(ledger, now).map((text) => <span key={text}>{text}</span>)}
      keys={FOOT_KEYS}
      bindings={{
        j: move(1),
        k: move(-1),
        ArrowDown: move(1),
        ArrowUp: move(-1),
        Escape: () => change({ open: "" }),
        y: () => copy(location.origin + ledgerLink(view), "Link copied"),
      }}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label="Attributes">
        <section className="head">
          <div>
            {first.data !== undefined && first.data.keys.length > 0 && (
              <Verdict pieces={ledgerVerdict(first.data.keys)} />
            )}
            <div className="meta">
              <span className="field">
                <select
                  value={view.service}
                  aria-label="Service"
                  onChange={(event) => change({ service: event.target.value, open: "" })}
                >
                  <option value="">all services</option>
                  {services.map((service) => (
                    <option key={service}>{service}</option>
                  ))}
                </select>
              </span>
              <span className="field">
                <select
                  value={view.order}
                  aria-label="Order"
                  onChange={(event) =>
                    change({ order: ORDERS.find((order) => order === event.target.value) ?? "flags" })
                  }
                >
                  {ORDERS.map((order) => (
                    <option key={order} value={order}>
                      {ORDER_WORDS[order]}
                    </option>
                  ))}
                </select>
              </span>
              <output className="xs i2">{said}</output>
            </div>
          </div>
          <div className="acts">
            <Link className="btn" href={POLICY}>
              The policy
            </Link>
          </div>
        </section>
        <Answers of={answers} />
        {ledger === undefined && answers.every((query) => query.error === null) && <Loading what="Asking the ledger" />}
        {nothing && status.data?.balance.received === 0 && <EmptyStore listen={status.data.listen} />}
        {nothing && status.data !== undefined && status.data.balance.received > 0 && (
          <State>
            <h1 className="say">
              No attribute {view.service === "" ? "" : `of ${view.service} `}was counted in the last hour.
            </h1>
            {view.service !== "" && (
              <p className="sm">
                <button type="button" className="u" onClick={() => change({ service: "", open: "" })}>
                  All services
                </button>
              </p>
            )}
          </State>
        )}
        {ledger !== undefined && ledger.foldedSpanNames.length > 0 && (
          <section className="folded">
            <div className="sec">
              <h2>Folded span names</h2>
              <span className="xs i3">too many to be measured one by one</span>
            </div>
            <ul className="sm">
              {ledger.foldedSpanNames.map((folded) => (
                <li key={folded.service} className="whole">
                  <Pieces pieces={foldedPieces(folded)} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {rows.length > 0 && ledger !== undefined && (
          <div className={stale ? "stale" : ""}>
            <LedgerTable
              rows={rows}
              hueOf={hueOf}
              open={view.open}
              onOpen={(open) => change({ open })}
              servicesView={SERVICES_VIEW}
              now={now}
            />
            <p className="older sm i2">
              {ledger.keysLeftOut === 0 ? (
                "That is all."
              ) : limit < ALL ? (
                <button type="button" className="btn" disabled={answer.isFetching} onClick={() => setLimit(ALL)}>
                  {counted(ledger.keysLeftOut, "more key")}
                </button>
              ) : (
                `${counted(ledger.keysLeftOut, "more key")}; choose a service to see them.`
              )}
            </p>
          </div>
        )}
      </div>
    </Page>
  );
}
