import type { Ledger, LedgerOrder } from "../types/ledger";
import { get } from "./http";
import * as schema from "./ledgerSchema";

/** All services for an empty `service`. */
export const fetchLedger = (service: string, order: LedgerOrder, limit: number, signal: AbortSignal): Promise<Ledger> =>
  get("ledger", { service: service === "" ? null : service, order, limit: String(limit) }, schema.ledger, signal);
