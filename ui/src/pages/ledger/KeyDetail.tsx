import { Link } from "wouter";
import { useCopy } from "../../hooks/useCopy";
import { quote } from "../../model/attributes";
import { attributeName } from "../../model/builder";
import { exploreLink } from "../../model/exploreUrl";
import { exampleWords } from "../../model/ledgerWords";
import { policySnippet } from "../../model/policySnippet";
import { DEFAULT_RANGE } from "../../model/range";
import { POLICY } from "../../model/samplingUrl";
import { counted, percent } from "../../model/words";
import type { LedgerKey } from "../../types/ledger";

interface KeyDetailProps {
  readonly row: LedgerKey;
}

/** What is known of one key, and the rule that would follow the advice. */
export function KeyDetail({ row }: KeyDetailProps) {
  const { said, copy } = useCopy();
  const snippet = policySnippet(row);
  const traces = tracesLink(row);
  return (
    <div className="key-detail">
      <dl className="plain-facts sm">
        <div>
          <dt>example</dt>
          <dd className="mono whole">{exampleWords(row)}</dd>
        </div>
        <div>
          <dt>looked at</dt>
          <dd>
            {percent(row.inspectedShare)} of its occurrences; in the last two minutes{" "}
            {counted(row.newValues, "new value")} among {counted(row.newValuesInspected, "occurrence")}
          </dd>
        </div>
        {traces !== null && (
          <div>
            <dt>traces</dt>
            <dd>
              <Link className="u" href={traces}>
                that have it
              </Link>
            </dd>
          </div>
        )}
      </dl>
      {snippet !== null && (
        <div className="rule-text">
          <p className="sm i2">
            For the{" "}
            <Link className="u" href={POLICY}>
              sampling policy
            </Link>
            ; where it has <span className="mono">attributes:</span> already, the entry alone.
          </p>
          <pre className="code" tabIndex={0} role="region" aria-label="Policy rule">
            {snippet.trimEnd()}
          </pre>
          <p className="acts">
            <button type="button" className="btn" onClick={() => copy(snippet, "Rule copied")}>
              Copy rule
            </button>
            <Link className="btn" href={POLICY}>
              Open the policy
            </Link>
            <output className="xs i2">{said}</output>
          </p>
        </div>
      )}
    </div>
  );
}

/** Null where TraceQL has no word for it. */
function tracesLink({ service, scope, key }: LedgerKey): string | null {
  if ((scope !== "span" && scope !== "resource") || key.startsWith("(")) return null;
  const query = `{ resource.service.name = ${quote(service)} && ${attributeName(`${scope}.${key}`)} != nil }`;
  return exploreLink({ query, range: DEFAULT_RANGE });
}
