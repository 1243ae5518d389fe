import { type LedgerKey, type LedgerOrder, ORDERS } from "../types/ledger";

/** What a link to the ledger keeps: the service, the order, and the key that is open. */
export interface LedgerView {
  readonly service: string;
  readonly order: LedgerOrder;
  /** As `keyId` writes it; empty when none is. */
  readonly open: string;
}

export const LEDGER = "/ledger";

/** A key may hold any character, so the parts that may not stand first. */
export const keyId = ({ scope, service, key }: Pick<LedgerKey, "scope" | "service" | "key">): string =>
  JSON.stringify([scope, service, key]);

function openOf(params: URLSearchParams): string {
  const [scope, service, key] = ["scope", "of", "key"].map((name) => params.get(name));
  return scope === null || scope === undefined || key === null || key === undefined
    ? ""
    : keyId({ scope, service: service ?? params.get("service") ?? "", key });
}

export function parseLedgerView(text: string): LedgerView {
  const params = new URLSearchParams(text);
  return {
    service: params.get("service") ?? "",
    order: ORDERS.find((order) => order === params.get("order")) ?? "flags",
    open: openOf(params),
  };
}

export function formatLedgerView({ service, order, open }: LedgerView): string {
  const params = new URLSearchParams();
  if (service !== "") params.set("service", service);
  if (order !== "flags") params.set("order", order);
  if (open !== "") {
    const [scope, of, key] = JSON.parse(open) as [string, string, string];
    params.set("scope", scope);
    if (of !== service) params.set("of", of);
    params.set("key", key);
  }
  return params.toString();
}

export function ledgerLink(view: Partial<LedgerView>): string {
  const search = formatLedgerView({ service: "", order: "flags", open: "", ...view });
  return search === "" ? LEDGER : `${LEDGER}?${search}`;
}
