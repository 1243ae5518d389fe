import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useCopy } from "../../hooks/useCopy";
import { useHues } from "../../hooks/useHues";
import { releaseFocus } from "../../hooks/useKeys";
import { lastSearch } from "../../hooks/useLastSearch";
import { useLinkedState } from "../../hooks/useLinkedState";
import { usePhone } from "../../hooks/useMedia";
import { useNow } from "../../hooks/useNow";
import { asSent, onOneClock } from "../../model/clocks";
import { type Find, isFinding, matches, neighbour, NO_FIND } from "../../model/find";
import { criticalPath } from "../../model/path";
import { phoneRows } from "../../model/phoneRows";
import {
  allFolded,
  branchOf,
  foldLevel,
  NOTHING_FOLDED,
  reveal,
  type Row,
  toggle,
  visibleRows,
} from "../../model/rows";
import { rowWords } from "../../model/rowWords";
import { explainLink } from "../../model/samplingUrl";
import { isDatabase } from "../../model/spanWords";
import { around, type Window } from "../../model/timeline";
import { errorCount, nextError, stepRow } from "../../model/traceMoves";
import { formatTraceView, parseTraceView } from "../../model/traceUrl";
import { buildTree } from "../../model/tree";
import { clockMillis, counted } from "../../model/words";
import { plus, toEpochMillis } from "../../types/time";
import type { Trace } from "../../types/trace";
import { Page } from "../chrome/Page";
import { Detail } from "./Detail";
import { Minimap } from "./Minimap";
import { Overview } from "./Overview";
import { SpanTable } from "./SpanTable";
import { Tools } from "./Tools";
import { TraceHead } from "./TraceHead";
import { Waterfall } from "./Waterfall";

const FOOT_KEYS = [
  ["j k", "span"],
  ["f b", "match"],
  ["e", "next error"],
  ["[ ]", "fold"],
  ["drag", "zoom"],
  ["esc", "back"],
] as const;

/** One trace: the model is derived from the trace and the link; all that changes is the link. */
export function TraceView({ sent, startClock }: { readonly sent: Trace; readonly startClock: string }) {
  const [, navigate] = useLocation();
  const [view, setView] = useLinkedState(parseTraceView, formatTraceView);
  const { said, copy } = useCopy();
  const phone = usePhone();
  const now = useNow(60_000);
  const [showAll, setShowAll] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const trace = useMemo(() => (view.raw ? asSent(sent) : onOneClock(sent)), [sent, view.raw]);
  const tree = useMemo(() => buildTree(trace), [trace]);
  const path = useMemo(() => criticalPath(tree), [tree]);
  const errors = useMemo(() => errorCount(trace), [trace]);
  const databases = useMemo(() => trace.spans.filter(isDatabase).length, [trace]);
  const services = useMemo(() => path.services.map(({ service }) => service), [path]);
  const hueOf = useHues(services);
  const selected = view.span === null ? null : (tree.indexOf.get(view.span) ?? null);
  const all = useMemo(() => visibleRows(tree, view.folds), [tree, view.folds]);
  const { rows, hidden } = useMemo(
    () =>
      phone && !showAll
        ? phoneRows(all, path, (row) => rowWords(trace, row).failed, selected === null ? -1 : all.ofSpan[selected]!)
        : { rows: all, hidden: 0 },
    [phone, showAll, all, path, trace, selected],
  );
  const find = useDeferredValue(view.find);
  const found = useMemo(() => matches(trace, find), [trace, find]);
  const foundSet = useMemo(() => (isFinding(find) ? new Set(found) : null), [found, find]);

  const select = useCallback(
    (index: number | null) =>
      setView((old) => {
        if (index === null) return { ...old, span: null };
        return { ...old, span: tree.keys[index]!, folds: reveal(tree, old.folds, index) };
      }),
    [setView, tree],
  );
  const selectRow = useCallback((row: Row) => select(row.call.span), [select]);
  const toggleRow = useCallback(
    (row: Row) => setView((old) => ({ ...old, folds: toggle(tree, old.folds, branchOf(row)) })),
    [setView, tree],
  );
  const setZoom = useCallback((zoom: Window | null) => setView((old) => ({ ...old, zoom })), [setView]);
  const setFind = (next: Find) => setView((old) => ({ ...old, find: next }));
  const togglePath = () => setView((old) => ({ ...old, showPath: !old.showPath }));
  const toggleRaw = () => setView((old) => ({ ...old, raw: !old.raw }));
  const toggleTable = () => setView((old) => ({ ...old, table: !old.table }));
  const go = (index: number | null) => index !== null && select(index);
  const move = (step: 1 | -1) => () => {
    releaseFocus();
    go(stepRow(rows, selected, step));
  };
  const match = (step: 1 | -1) => () => go(neighbour(found, selected, step));
  const copyLink = () => {
    const search = formatTraceView(view);
    copy(`${location.origin}/trace/${trace.traceId}${search === "" ? "" : `?${search}`}`, "Link copied");
  };
  const selectedRow = selected === null ? undefined : rows.list[rows.ofSpan[selected]!];
  const setOpen = (open: boolean) => () => {
    if (selectedRow?.foldable === true && selectedRow.open !== open) toggleRow(selectedRow);
  };

  /** A link may point into something that is folded. */
  const shownFirst = useRef(false);
  useEffect(() => {
    if (shownFirst.current) return;
    shownFirst.current = true;
    if (selected !== null) select(selected);
  }, [select, selected]);

  const back = () => {
    if (isFinding(view.find)) setFind(NO_FIND);
    else if (view.zoom !== null) setZoom(null);
    else if (selected !== null) select(null);
    else navigate(lastSearch());
  };

  const bindings = {
    j: move(1),
    k: move(-1),
    ArrowDown: move(1),
    ArrowUp: move(-1),
    ArrowRight: setOpen(true),
    ArrowLeft: setOpen(false),
    Enter: () => selectedRow?.foldable === true && toggleRow(selectedRow),
    Escape: back,
    f: match(1),
    b: match(-1),
    e: () => go(nextError(trace, selected)),
    c: togglePath,
    r: () => trace.clocks.length > 0 && toggleRaw(),
    t: toggleTable,
    i: () => navigate(explainLink(trace.traceId)),
    y: copyLink,
    z: () => selected !== null && setZoom(around(trace, selected)),
    "/": () => field.current?.focus(),
    "[": () => setView((old) => ({ ...old, folds: NOTHING_FOLDED })),
    "]": () => setView((old) => ({ ...old, folds: allFolded(tree) })),
    o: () => setView((old) => ({ ...old, folds: foldLevel(tree, old.folds, "unfold") })),
    p: () => setView((old) => ({ ...old, folds: foldLevel(tree, old.folds, "fold") })),
  };
  const root = trace.root === null ? undefined : trace.spans[trace.root];
  return (
    <Page
      title={`${root?.name ?? "Trace"} ${trace.traceId.slice(0, 7)}`}
      current=""
      range={
        <>
          <b>{startClock}</b> <span className="opt">this trace’s own time</span>
        </>
      }
      foot={
        <>
          <span>
            {counted(trace.spans.length, "span")}, last one{" "}
            {clockMillis(toEpochMillis(plus(trace.start, trace.duration)))}
          </span>
          {trace.truncatedSpans > 0 && <span>{counted(trace.truncatedSpans, "span")} left out</span>}
        </>
      }
      keys={FOOT_KEYS}
      bindings={bindings}
    >
      <div className={`trace${selected === null ? "" : " picked"}`}>
        <TraceHead
          trace={trace}
          path={path}
          now={now}
          said={said}
          raw={view.raw}
          onToggleRaw={toggleRaw}
          onCopyLink={copyLink}
        />
        <div className="left">
          <Minimap tree={tree} path={path} hueOf={hueOf} zoom={view.zoom} onZoom={setZoom} onSelect={select} />
          <Tools
            find={view.find}
            onFind={setFind}
            field={field}
            found={found.length}
            nth={selected === null ? 0 : found.indexOf(selected) + 1}
            onNeighbour={(step) => match(step)()}
            showPath={view.showPath}
            onTogglePath={togglePath}
            table={view.table}
            onToggleTable={toggleTable}
            errors={errors}
            databases={databases}
            path={path}
            hueOf={hueOf}
          />
          {view.table ? (
            <SpanTable trace={trace} path={path} rows={rows} hueOf={hueOf} selected={selected} onSelect={selectRow} />
          ) : (
            <Waterfall
              trace={trace}
              path={path}
              showPath={view.showPath}
              rows={rows}
              hidden={hidden}
              hueOf={hueOf}
              zoom={view.zoom}
              selected={selected}
              found={foundSet}
              phone={phone}
              onSelect={selectRow}
              onToggle={toggleRow}
              onZoom={setZoom}
              onShowAll={() => setShowAll(true)}
            />
          )}
        </div>
        {selected !== null ? (
          <Detail
            tree={tree}
            path={path}
            index={selected}
            hueOf={hueOf}
            onSelect={select}
            onClose={() => select(null)}
            onCopy={copy}
          />
        ) : (
          !phone && (
            <Overview
              trace={trace}
              path={path}
              raw={view.raw}
              hueOf={hueOf}
              onService={(service) => setFind({ ...NO_FIND, service })}
            />
          )
        )}
      </div>
    </Page>
  );
}
