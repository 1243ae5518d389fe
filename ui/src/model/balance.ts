import type { Balance } from "../types/status";
import { count } from "./words";

export interface BalancePart {
  readonly name: string;
  readonly amount: number;
  /** Of what was received, 0 to 1. */
  readonly share: number;
  readonly colour: string;
  readonly meaning: string;
  /** Per reason, largest first; empty where there are none to tell apart. */
  readonly reasons: readonly { readonly reason: string; readonly amount: number }[];
}

const total = (reasons: Readonly<Record<string, number>>): number =>
  Object.values(reasons).reduce((sum, amount) => sum + amount, 0);

const sorted = (reasons: Readonly<Record<string, number>>): BalancePart["reasons"] =>
  Object.entries(reasons)
    .map(([reason, amount]) => ({ reason, amount }))
    .sort((a, b) => b.amount - a.amount || a.reason.localeCompare(b.reason));

/** Where every received span went. */
export function balanceParts(balance: Balance): BalancePart[] {
  const parts: Omit<BalancePart, "share">[] = [
    { name: "stored", amount: balance.stored, colour: "var(--ink)", meaning: "can be found", reasons: [] },
    {
      name: "sampled out",
      amount: balance.sampledOut,
      colour: "var(--rest)",
      meaning: "dropped by a rule",
      reasons: [],
    },
    {
      name: "pending",
      amount: balance.pending,
      colour: "var(--heat-2)",
      meaning: "received, waits for a decision or the store",
      reasons: [],
    },
    {
      name: "refused",
      amount: total(balance.refused),
      colour: "var(--error-fill)",
      meaning: "not taken; the sender was told",
      reasons: sorted(balance.refused),
    },
    {
      name: "failed",
      amount: total(balance.failed),
      colour: "var(--error-fill)",
      meaning: "taken, but could not be stored",
      reasons: sorted(balance.failed),
    },
  ];
  return parts.map((part) => ({ ...part, share: balance.received === 0 ? 0 : part.amount / balance.received }));
}

/** Zero while the books balance: `received = refused + sampled out + stored + failed + pending`. */
export function imbalance(balance: Balance): number {
  return balance.received - balanceParts(balance).reduce((sum, part) => sum + part.amount, 0);
}

/** `184 220 received = 123 101 stored + 61 000 sampled out + …`. */
export function balanceSum(balance: Balance): string {
  const parts = balanceParts(balance).filter((part) => part.amount > 0);
  return parts.map((part) => `${count(part.amount)} ${part.name}`).join(" + ");
}

export const refusedRequests = sorted;
