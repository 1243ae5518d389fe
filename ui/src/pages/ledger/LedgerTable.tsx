import { Fragment, useCallback } from "react";
import { Link } from "wouter";
import type { HueOf } from "../../hooks/useHues";
import { hueColour } from "../../model/hues";
import { keyId } from "../../model/ledgerUrl";
import {
  ADVICE_WORDS,
  exampleWords,
  FLAG_WORDS,
  intervalWords,
  keyWords,
  precisionWords,
  queriedWords,
} from "../../model/ledgerWords";
import { serviceLink, type ServicesView } from "../../model/servicesUrl";
import { bytes, count, percent } from "../../model/words";
import type { LedgerKey } from "../../types/ledger";
import type { EpochMillis } from "../../types/time";
import { KeyDetail } from "./KeyDetail";

interface LedgerTableProps {
  readonly rows: readonly LedgerKey[];
  readonly hueOf: HueOf;
  readonly open: string;
  readonly onOpen: (id: string) => void;
  readonly servicesView: ServicesView;
  readonly now: EpochMillis;
}

const COLUMNS = 8;

export function LedgerTable({ rows, hueOf, open, onOpen, servicesView, now }: LedgerTableProps) {
  /** Called once for each row that is opened. */
  const opened = useCallback((row: HTMLTableRowElement | null) => row?.scrollIntoView({ block: "nearest" }), []);
  return (
    <table className="figures ledger">
      <thead>
        <tr>
          <th scope="col">service</th>
          <th scope="col">attribute</th>
          <th scope="col" className="num">
            spans
          </th>
          <th scope="col" className="num">
            bytes
          </th>
          <th scope="col">of its service</th>
          <th scope="col" className="num">
            values
          </th>
          <th scope="col">last queried</th>
          <th scope="col">advice</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const id = keyId(row);
          const on = id === open;
          return (
            <Fragment key={id}>
              <tr className={on ? "on" : ""} onClick={(event) => !isLink(event.target) && onOpen(on ? "" : id)}>
                <td className="service">
                  <Link
                    href={serviceLink(row.service, servicesView)}
                    className="svc sm"
                    style={{ "--c": hueColour(hueOf(row.service)) }}
                  >
                    {row.service}
                  </Link>
                </td>
                <th scope="row" className="key">
                  <button type="button" className="mono whole" aria-expanded={on}>
                    <span className="i3">{row.scope === "intrinsic" ? "" : `${row.scope}.`}</span>
                    <b>{keyWords(row)}</b>
                  </button>
                  {row.flags.map((flag) => (
                    <span key={flag} className="pill flag">
                      {FLAG_WORDS[flag] ?? flag}
                    </span>
                  ))}
                  <span className="mono i2 cut example" title={exampleWords(row)}>
                    {exampleWords(row)}
                  </span>
                </th>
                <td className="num spans">{count(row.spans)}</td>
                <td className="num bytes">
                  {bytes(row.bytes)}
                  <span className="xs i3 per">{precisionWords(row)}</span>
                </td>
                <td className="share" aria-label={`${percent(row.byteShare)} of the bytes of its service`}>
                  <span className="share-bar">
                    <i style={{ "--share": row.byteShare }} />
                    <span className="num sm">{percent(row.byteShare)}</span>
                  </span>
                </td>
                <td className="num distinct">
                  {count(row.distinct)}
                  <span className="xs i3 per">{intervalWords(row)}</span>
                </td>
                <td className={`nw queried ${row.lastQueriedAt === null ? "i3" : ""}`}>{queriedWords(row, now)}</td>
                <td className="advice">
                  <span className={row.advice === "keep" ? "i2" : "b"}>{ADVICE_WORDS[row.advice]}</span>
                  <span className="xs i2 reason">{row.reason}</span>
                </td>
              </tr>
              {on && (
                <tr key={`${id} open`} ref={opened} className="on detail">
                  <td colSpan={COLUMNS}>
                    <KeyDetail row={row} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

const isLink = (target: EventTarget): boolean => target instanceof Element && target.closest("a") !== null;
