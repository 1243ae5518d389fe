import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { fetchLedger } from "../api/ledgerClient";
import type { LedgerOrder } from "../types/ledger";
import { retryOurs } from "./queries";

/** The server counts by the minute, and looks for new values every quarter of one. */
const EVERY_MILLIS = 15_000;

export const useLedger = (service: string, order: LedgerOrder, limit: number) =>
  useQuery({
    queryKey: ["ledger", service, order, limit],
    queryFn: ({ signal }) => fetchLedger(service, order, limit, signal),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => retryOurs(query.state.error) || EVERY_MILLIS,
  });
