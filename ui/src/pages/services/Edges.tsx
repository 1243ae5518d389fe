import { Link } from "wouter";
import type { HueOf } from "../../hooks/useHues";
import { hueColour } from "../../model/hues";
import type { Edge } from "../../model/services";
import { rateWords, typeWords } from "../../model/servicesWords";
import { Glyph } from "../chrome/Glyph";
import { Errors, Quantile } from "./Figures";

interface EdgesProps {
  readonly title: string;
  readonly hint: string;
  readonly none: string;
  readonly edges: readonly Edge[] | undefined;
  readonly hueOf: HueOf;
  /** Null for what sends no spans itself. */
  readonly linkOf: (edge: Edge) => string | null;
}

const GLYPHS: Readonly<Record<string, "db" | "queue" | "ext">> = {
  database: "db",
  messaging_system: "queue",
  virtual_node: "ext",
};

/** Who calls, or whom: the other end with what went over the edge. */
export function Edges({ title, hint, none, edges, hueOf, linkOf }: EdgesProps) {
  return (
    <section>
      <div className="sec">
        <h2>{title}</h2>
        <span className="xs i3 cut">{hint}</span>
      </div>
      {edges !== undefined && edges.length === 0 && <p className="sm i3">{none}</p>}
      {edges !== undefined && edges.length > 0 && (
        <table className="figures edges">
          <colgroup>
            <col />
            <col className="figure" />
            <col className="figure" />
            <col className="figure" />
          </colgroup>
          <thead className="heard">
            <tr>
              <th scope="col">name</th>
              <th scope="col">per s</th>
              <th scope="col">errors</th>
              <th scope="col">p95</th>
            </tr>
          </thead>
          <tbody>
            {edges.map((edge) => (
              <EdgeRow key={`${edge.type} ${edge.name}`} edge={edge} hueOf={hueOf} link={linkOf(edge)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface EdgeRowProps {
  readonly edge: Edge;
  readonly hueOf: HueOf;
  readonly link: string | null;
}

function EdgeRow({ edge, hueOf, link }: EdgeRowProps) {
  const { group } = edge;
  const glyph = GLYPHS[edge.type];
  return (
    <tr>
      <th scope="row" className="whole">
        {link === null ? (
          <span className="i2">
            {glyph !== undefined && <Glyph shape={glyph} />} {edge.name}
          </span>
        ) : (
          <Link href={link} className="svc" style={{ "--c": hueColour(hueOf(edge.name)) }}>
            {edge.name}
          </Link>
        )}
        {typeWords(edge.type) !== "" && <span className="xs i3 of">{typeWords(edge.type)}</span>}
      </th>
      <td className="num">
        {rateWords(group.requestsPerSecond)}
        <span className="xs i3">/s</span>
      </td>
      <td className="num">
        <Errors errors={group.errors} errorShare={group.errorShare} />
      </td>
      <td className="num b">
        <Quantile value={group.p95} which="p95" spans={group.count} />
      </td>
    </tr>
  );
}
