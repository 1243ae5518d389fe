import { useEffect, useRef } from "react";
import { Link } from "wouter";
import type { HueOf } from "../../hooks/useHues";
import { shownValues } from "../../model/chart";
import { hueColour } from "../../model/hues";
import { nextSort, seriesOf, type ServiceRow, type Sort, type SortKey } from "../../model/services";
import { rateWords } from "../../model/servicesWords";
import type { Steps } from "../../types/metrics";
import { Errors, Quantile } from "./Figures";
import { Sparkline } from "./Sparkline";

export interface Sparks {
  readonly rate: Steps | undefined;
  readonly p95: Steps | undefined;
}

interface ServiceTableProps {
  readonly rows: readonly ServiceRow[];
  readonly sparksOf: (row: ServiceRow) => Sparks;
  readonly hueOf: HueOf;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly selected: number;
  readonly linkOf: (row: ServiceRow) => string;
}

export function ServiceTable({ rows, sparksOf, hueOf, sort, onSort, selected, linkOf }: ServiceTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    body.current?.rows[selected]?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  const head = { sort, onSort };
  return (
    <table className="figures services">
      <thead>
        <tr>
          <Head {...head} name="service" of="service" />
          <th className="opt" aria-label="rate over time" />
          <Head {...head} name="per s" of="rate" num />
          <Head {...head} name="errors" of="errors" num />
          <Head {...head} name="p50" of="p50" num wide />
          <th className="opt" aria-label="p95 over time" />
          <Head {...head} name="p95" of="p95" num />
          <Head {...head} name="p99" of="p99" num wide />
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row, i) => {
          const sparks = sparksOf(row);
          return (
            <tr
              key={row.name}
              className={i === selected ? "on" : ""}
              aria-current={i === selected ? "true" : undefined}
            >
              <th scope="row">
                <Link href={linkOf(row)} className="svc b" style={{ "--c": hueColour(hueOf(row.name)) }}>
                  {row.name === "" ? "no name" : row.name}
                </Link>
                {row.of === "spans" && <span className="xs i3 of">all spans; nobody calls it</span>}
              </th>
              <td className="opt">
                <Spark steps={sparks.rate} service={row.name} />
              </td>
              <td className="num">{rateWords(row.perSecond)}</td>
              <td className="num">
                <Errors errors={row.errors} errorShare={row.errorShare} />
              </td>
              <td className="num opt">
                <Quantile value={row.p50} which="p50" spans={row.count} />
              </td>
              <td className="opt">
                <Spark steps={sparks.p95} service={row.name} />
              </td>
              <td className="num b">
                <Quantile value={row.p95} which="p95" spans={row.count} />
              </td>
              <td className="num opt">
                <Quantile value={row.p99} which="p99" spans={row.count} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Spark({ steps, service }: { readonly steps: Steps | undefined; readonly service: string }) {
  const values = seriesOf(steps, service);
  return <Sparkline values={values === null ? null : shownValues(values, steps?.covered ?? [])} />;
}

interface HeadProps {
  readonly name: string;
  readonly of: SortKey;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly num?: boolean;
  /** Left out where there is no room. */
  readonly wide?: boolean;
}

function Head({ name, of, sort, onSort, num = false, wide = false }: HeadProps) {
  const on = sort.key === of;
  return (
    <th
      scope="col"
      className={`${num ? "num" : ""}${wide ? " opt" : ""}`}
      aria-sort={on ? (sort.up ? "ascending" : "descending") : "none"}
    >
      <button type="button" className={on ? "b" : ""} onClick={() => onSort(nextSort(sort, of))}>
        {name}
        <span aria-hidden="true">{on ? (sort.up ? " ↑" : " ↓") : ""}</span>
      </button>
    </th>
  );
}
