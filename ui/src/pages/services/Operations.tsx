import { Link } from "wouter";
import { quote } from "../../model/attributes";
import { exploreLink } from "../../model/exploreUrl";
import type { RangeChoice } from "../../model/range";
import type { Operation } from "../../model/services";
import { kindWords, rateWords } from "../../model/servicesWords";
import { Exemplars } from "./Exemplars";
import { Errors, Quantile } from "./Figures";

interface OperationsProps {
  readonly service: string;
  readonly operations: readonly Operation[];
  readonly range: RangeChoice;
}

/** Under it stands what found no room: no span bears that name. */
const OTHER = "(other)";

/** What the service does, by span name and kind. A name leads to its traces. */
export function Operations({ service, operations, range }: OperationsProps) {
  const link = (name: string) =>
    exploreLink({ query: `{ resource.service.name = ${quote(service)} && name = ${quote(name)} }`, range });
  return (
    <table className="figures operations">
      <thead>
        <tr>
          <th scope="col">span name</th>
          <th scope="col">kind</th>
          <th scope="col" className="num">
            per s
          </th>
          <th scope="col" className="num">
            errors
          </th>
          <th scope="col" className="num opt">
            p50
          </th>
          <th scope="col" className="num">
            p95
          </th>
          <th scope="col" className="num opt">
            p99
          </th>
          <th scope="col">traces</th>
        </tr>
      </thead>
      <tbody>
        {operations.map(({ name, kind, group }) => (
          <tr key={`${kind} ${name}`}>
            <th scope="row" className="whole">
              {name === OTHER ? (
                <span className="i2" title="names that are not measured one by one">
                  {name}
                </span>
              ) : (
                <Link href={link(name)} className="u">
                  {name}
                </Link>
              )}
            </th>
            <td className="i2">{kindWords(kind)}</td>
            <td className="num">{rateWords(group.requestsPerSecond)}</td>
            <td className="num">
              <Errors errors={group.errors} errorShare={group.errorShare} />
            </td>
            <td className="num opt">
              <Quantile value={group.p50} which="p50" spans={group.count} />
            </td>
            <td className="num b">
              <Quantile value={group.p95} which="p95" spans={group.count} />
            </td>
            <td className="num opt">
              <Quantile value={group.p99} which="p99" spans={group.count} />
            </td>
            <td>
              <Exemplars ids={group.exemplars} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
