import type { LedgerKey } from "../types/ledger";
import { isOther } from "./ledgerWords";

/** The policy's rule that follows an advice, ready to be pasted. */

/** What YAML reads as a text without quotes, in a flow list too. */
const PLAIN = /^[A-Za-z_][\w./-]*$/;
const RESERVED = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** A text as YAML; JSON's quotes are YAML's. */
export const yamlText = (text: string): string =>
  PLAIN.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text);

/** Services are told apart by it, so it stays. */
const isIdentity = ({ scope, key }: LedgerKey): boolean => scope === "resource" && key === "service.name";

/** Null where no rule can follow: the advice is to keep it or to change the sender, or it is no attribute. */
export function policySnippet(row: LedgerKey): string | null {
  if (row.advice !== "drop" && row.advice !== "hash") return null;
  if (row.scope === "intrinsic" || isOther(row) || isIdentity(row)) return null;
  return [
    "attributes:",
    `  - key: ${yamlText(row.key)}`,
    `    scope: [${row.scope}]`,
    `    services: [${yamlText(row.service)}]`,
    `    action: ${row.advice}`,
    "",
  ].join("\n");
}
