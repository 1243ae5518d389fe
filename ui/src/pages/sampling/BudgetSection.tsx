import { Link } from "wouter";
import { type BudgetRow, budgetRows, type Meter, sacrifices } from "../../model/policyWords";
import { POLICY } from "../../model/samplingUrl";
import type { Budget } from "../../types/policy";

/** What may be stored, what is, and what is given up for it. */
export function BudgetSection({ budget }: { readonly budget: Budget }) {
  const rows = budgetRows(budget);
  if (rows.length === 0) {
    return (
      <section>
        <div className="sec">
          <h2>Budget</h2>
        </div>
        <p className="sm i2">
          None is set: nothing is given up, whatever it costs.{" "}
          <Link className="u" href={POLICY}>
            Set one
          </Link>
        </p>
      </section>
    );
  }
  return (
    <>
      <section>
        <div className="sec">
          <h2>Budget</h2>
          <span className="sm i3 opt">stored, over the last half minute, of what may be</span>
        </div>
        <table className="budget sm">
          <thead>
            <tr className="xs i3">
              <th scope="col">for</th>
              <th scope="col">spans/s</th>
              <th scope="col">bytes a day</th>
              <th scope="col" className="num">
                baseline
              </th>
              <th scope="col" className="num">
                errors
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Line key={`${row.scope} ${row.name}`} row={row} />
            ))}
          </tbody>
        </table>
      </section>
      <section>
        <div className="sec">
          <h2>Gives up in this order</h2>
        </div>
        <ol className="gives sm">
          {sacrifices(budget).map(({ what, state, kind }, i) => (
            <li key={what} className={kind}>
              <b>
                {kind === "never" ? "" : `${i + 1} `}
                {what}
              </b>
              <span className={kind === "giving" ? "slow" : "i3"}>{state}</span>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function Line({ row }: { readonly row: BudgetRow }) {
  return (
    <tr>
      <th scope="row">
        <span className="i2">{row.scope}</span> <b>{row.name}</b>
      </th>
      <td>{row.spans === null ? <span className="i3">any</span> : <Bar meter={row.spans} />}</td>
      <td>{row.bytes === null ? <span className="i3">any</span> : <Bar meter={row.bytes} />}</td>
      <td className={`num ${row.giving ? "slow b" : "i3"}`}>{row.baseline}</td>
      <td className="num i3">{row.errors}</td>
    </tr>
  );
}

function Bar({ meter }: { readonly meter: Meter }) {
  return (
    <span className="meter">
      <i className={meter.over ? "over" : ""} style={{ "--share": meter.share }} />
      <span className={`nw${meter.over ? " slow b" : ""}`}>{meter.words}</span>
    </span>
  );
}
