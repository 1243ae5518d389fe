import { Link } from "wouter";
import { keepsAll, type RuleRow, ruleRows } from "../../model/policyRules";
import { POLICY } from "../../model/samplingUrl";
import type { PolicyView } from "../../types/policy";

/** The rules in their order, with what comes to each now. */
export function Rules({ policy }: { readonly policy: PolicyView }) {
  return (
    <section>
      <div className="sec">
        <h2>Rules</h2>
        <span className="sm i3 opt">first match decides; rates over the last half minute</span>
      </div>
      <table className="rules">
        <thead>
          <tr className="xs i3">
            <th scope="col">
              <span className="heard">place</span>
            </th>
            <th scope="col">rule</th>
            <th scope="col" className="num">
              matches
            </th>
            <th scope="col" className="num">
              keeps
            </th>
            <th scope="col" className="num opt">
              kept since start
            </th>
            <th scope="col" className="opt">
              of kept spans
            </th>
          </tr>
        </thead>
        <tbody>
          {ruleRows(policy).map((row) => (
            <Line key={row.name} row={row} />
          ))}
        </tbody>
      </table>
      {keepsAll(policy) && (
        <p className="sm i2 note">
          Where every trace is kept, none is decided on its own and the rules count nothing.{" "}
          <Link className="u" href={POLICY}>
            Try another policy
          </Link>
        </p>
      )}
    </section>
  );
}

function Line({ row }: { readonly row: RuleRow }) {
  return (
    <tr className={row.place === "" ? "by-window" : ""}>
      <td className="i3 sm">{row.place}</td>
      <th scope="row">
        <Rule row={row} />
      </th>
      <Rate value={row.matches} rate={row.matchesRate} />
      <Rate value={row.keeps} rate={row.keepsRate} bold />
      <td className="num sm i2 opt">{row.total}</td>
      <td className="opt">
        <Share share={row.share} words={row.shareWords} />
      </td>
    </tr>
  );
}

function Rule({ row }: { readonly row: RuleRow }) {
  return (
    <span className="rule">
      <b className={row.place === "" ? "pick" : ""}>{row.name}</b>
      <span>
        <span className={`cut condition ${row.traceQl ? "mono" : "sm"}`} title={row.condition}>
          {row.condition}
        </span>
        <span className="xs i3 whole">{row.sample}</span>
      </span>
    </span>
  );
}

function Share({ share, words }: { readonly share: number; readonly words: string }) {
  return (
    <span className="share-bar">
      <i style={{ "--share": share }} />
      <span className="num sm">{words}</span>
    </span>
  );
}

function Rate({ value, rate, bold }: { readonly value: string; readonly rate: string; readonly bold?: boolean }) {
  return (
    <td className="num">
      <span className={bold === true ? "b" : "i2"}>{value}</span>
      <span className="xs i3 per">{rate}</span>
    </td>
  );
}
