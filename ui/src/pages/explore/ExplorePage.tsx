import { useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { ApiError } from "../../api/problem";
import { useSearchPages, useStatus } from "../../hooks/queries";
import { useCopy } from "../../hooks/useCopy";
import { useHues } from "../../hooks/useHues";
import { useKept } from "../../hooks/useKept";
import { releaseFocus } from "../../hooks/useKeys";
import { useRememberSearch } from "../../hooks/useLastSearch";
import { useLinkedState } from "../../hooks/useLinkedState";
import { usePhone } from "../../hooks/useMedia";
import { useLong } from "../../hooks/useNow";
import { type Builder, EMPTY_BUILDER, writeQuery } from "../../model/builder";
import { exploreLink, formatExploreView, parseExploreView, shared } from "../../model/exploreUrl";
import { anyTraces, completeDownTo, exploreVerdict, nextIndex, whenWords } from "../../model/exploreWords";
import { type RangeChoice, rangeWords, resolve } from "../../model/range";
import { inspected, longestOf, resultRows } from "../../model/results";
import { queryWindowLink } from "../../model/windowDraft";
import { duration } from "../../model/words";
import type { SearchPage } from "../../types/search";
import { epochMillis } from "../../types/time";
import { Page } from "../chrome/Page";
import { Loading, State, Trouble } from "../chrome/states";
import { Verdict } from "../chrome/Verdict";
import { BuilderRow } from "./BuilderRow";
import { EmptyStore } from "./EmptyStore";
import { QueryLine } from "./QueryLine";
import { RangePicker } from "./RangePicker";
import { Results } from "./Results";

const FOOT_KEYS = [
  ["/", "query"],
  ["j k", "trace"],
  ["↵", "open"],
  ["w", "window"],
  ["y", "copy link"],
] as const;

const NO_PAGES: readonly SearchPage[] = [];

/** While nothing has ever arrived, so often is looked. */
const EMPTY_POLL_MILLIS = 2_000;

export function ExplorePage() {
  const [, navigate] = useLocation();
  const [view, setView] = useLinkedState(parseExploreView, formatExploreView);
  useRememberSearch(exploreLink(view));
  const [typed, setTyped] = useState({ text: view.query, over: view.query });
  const [builder, setBuilder] = useState<Builder>(EMPTY_BUILDER);
  const [ran, setRan] = useState(() => ({ now: epochMillis(Date.now()), run: 0 }));
  const [selected, setSelected] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  const phone = usePhone();
  const { said, copy } = useCopy();

  /** What is typed counts until the query changes under it, by going back or by a link. */
  const text = typed.over === view.query ? typed.text : view.query;
  const setText = (next: string) => setTyped({ text: next, over: view.query });
  const range = useMemo(() => resolve(view.range, ran.now), [view.range, ran.now]);
  const search = useMemo(() => ({ query: view.query, range, run: ran.run }), [view.query, range, ran.run]);
  const answer = useSearchPages(search);
  /** What stands in the list, with what was asked for it: the query may have changed since without an answer. */
  const fresh = answer.data !== undefined && !answer.isPlaceholderData;
  const asked = useMemo(() => ({ view, range, now: ran.now }), [view, range, ran.now]);
  const shownFor = useKept(fresh ? asked : undefined) ?? asked;
  const pages = useKept(answer.data?.pages) ?? NO_PAGES;
  const traces = useMemo(() => anyTraces(pages), [pages]);
  const rows = useMemo(() => resultRows(traces, ran.now), [traces, ran.now]);
  const services = useMemo(
    () => [...new Set(traces.flatMap((trace) => trace.services.map((service) => service.name)))],
    [traces],
  );
  const hueOf = useHues(services);
  const nothing = answer.isSuccess && traces.length === 0;
  const status = useStatus(nothing ? EMPTY_POLL_MILLIS : false);
  const storeEmpty = nothing && status.data?.store.spans === 0;
  const filled = nothing && status.data !== undefined && status.data.store.spans > 0;
  const wasEmpty = useRef(false);

  const run = (query: string, choice: RangeChoice = view.range) => {
    setTyped({ text: query, over: query });
    setView({ query, range: choice });
    setSelected(-1);
    setRan((old) => ({ now: epochMillis(Date.now()), run: old.run + 1 }));
  };
  /** The first span arrived: ask again once. */
  useEffect(() => {
    if (storeEmpty) wasEmpty.current = true;
    else if (filled && wasEmpty.current) {
      wasEmpty.current = false;
      setRan((old) => ({ now: epochMillis(Date.now()), run: old.run + 1 }));
    }
  }, [storeEmpty, filled]);

  const yours = answer.error instanceof ApiError && answer.error.yours ? answer.error : null;
  const ours = answer.error !== null && yours === null ? answer.error : null;
  const stale = answer.isPlaceholderData || answer.error !== null;
  const waiting = useLong(answer.isFetching && !answer.isFetchingNextPage && answer.isPlaceholderData);
  const copyLink = () => copy(location.origin + exploreLink(shared(view, ran.now)), "Link copied, with absolute times");
  const move = (step: 1 | -1) => () => {
    releaseFocus();
    setSelected((old) => nextIndex(rows.length, old, step));
  };
  const open = () => {
    const row = rows[selected];
    if (row !== undefined) navigate(row.href);
  };
  const downTo = completeDownTo(pages, ran.now);
  return (
    <Page
      title="Explore"
      current="explore"
      range={<b className="opt">{rangeWords(range, ran.now)}</b>}
      foot={
        <>
          {downTo !== null && <span>Complete down to {downTo}</span>}
          {pages.length > 0 && <span>{inspected(pages)}</span>}
        </>
      }
      keys={FOOT_KEYS}
      bindings={{
        "/": () => field.current?.focus(),
        j: move(1),
        k: move(-1),
        ArrowDown: move(1),
        ArrowUp: move(-1),
        Enter: open,
        Escape: () => setSelected(-1),
        w: () => navigate(queryWindowLink(view.query)),
        y: copyLink,
      }}
    >
      <form
        className="ask"
        onSubmit={(event) => {
          event.preventDefault();
          run(text);
        }}
      >
        <QueryLine
          text={text}
          field={field}
          error={yours}
          asked={view.query}
          range={range}
          onText={(next) => {
            setText(next);
            setBuilder(EMPTY_BUILDER);
          }}
          onRun={run}
        />
        <div className="builder">
          <BuilderRow
            builder={builder}
            range={range}
            onChange={(next, now) => {
              setBuilder(next);
              if (now) run(writeQuery(next));
              else setText(writeQuery(next));
            }}
          />
          <RangePicker choice={view.range} now={ran.now} onPick={(choice) => run(text, choice)} />
          <output className="xs i2 end">{said}</output>
        </div>
      </form>
      {waiting && <i className="progress" />}
      {ours !== null && (
        <Trouble
          error={ours}
          answeredAt={answer.dataUpdatedAt === 0 ? null : epochMillis(answer.dataUpdatedAt)}
          failedAt={epochMillis(answer.errorUpdatedAt)}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && answer.error === null && <Loading what="Searching" />}
      {storeEmpty && <EmptyStore listen={status.data!.listen} />}
      {nothing && !storeEmpty && status.data !== undefined && (
        <State>
          <h1 className="say">
            No trace {view.query.trim() === "" ? "arrived" : "matches"} {whenWords(view, range, ran.now)}.
          </h1>
          <p className="sm i2">Inspected {inspected(pages)}.</p>
          <p className="sm">
            {view.query.trim() !== "" && (
              <button type="button" className="u" onClick={() => run("")}>
                All traces of this time
              </button>
            )}{" "}
            <button type="button" className="u" onClick={() => run(view.query, { kind: "last", last: "24h" })}>
              The last 24 h
            </button>
          </p>
        </State>
      )}
      {rows.length > 0 && (
        <>
          <div className="first">
            <Verdict pieces={exploreVerdict(pages, shownFor.view, shownFor.range, shownFor.now)} />
            {answer.error !== null && shownFor !== asked && <span className="pill line">for the query before</span>}
            {pages.at(-1)?.partial === true && (
              <p className="sm i2">
                <b>Complete down to {downTo}.</b> Counts are at least.{" "}
                {answer.hasNextPage && (
                  <button type="button" className="u" onClick={() => void answer.fetchNextPage()}>
                    Go on
                  </button>
                )}
              </p>
            )}
          </div>
          <Results
            rows={rows}
            hueOf={hueOf}
            selected={selected}
            phone={phone}
            stale={stale}
            longest={duration(longestOf(traces))}
            end={
              <p className="older sm i2">
                {answer.hasNextPage ? (
                  <button
                    type="button"
                    className="btn"
                    disabled={answer.isFetchingNextPage}
                    onClick={() => void answer.fetchNextPage()}
                  >
                    Older
                  </button>
                ) : (
                  "That is all."
                )}
              </p>
            }
          />
        </>
      )}
    </Page>
  );
}
