import { useMemo } from "react";
import { assignHues, HUES, hueOf } from "../model/hues";
import { readPreference, writePreference } from "./useTheme";

const KEY = "hopwise.hues";

let known: Map<string, number> | null = null;

/** A service keeps its hue on every page and every visit of this browser. */
function remembered(): Map<string, number> {
  if (known !== null) return known;
  try {
    const stored: unknown = JSON.parse(readPreference(KEY) ?? "[]");
    const pairs = Array.isArray(stored) ? stored.filter(isPair) : [];
    known = new Map(pairs);
  } catch {
    known = new Map();
  }
  return known;
}

const isPair = (pair: unknown): pair is [string, number] =>
  Array.isArray(pair) && typeof pair[0] === "string" && Number.isInteger(pair[1]) && pair[1] >= 0 && pair[1] < HUES;

export type HueOf = (service: string) => number;

/** Every new name is remembered before anyone draws with it. */
function huesFor(services: readonly string[]): HueOf {
  const before = remembered();
  const after = assignHues(before, services);
  if (after.size !== before.size) {
    known = after;
    writePreference(KEY, JSON.stringify([...after]));
  }
  return (service) => hueOf(after, service);
}

export const useHues = (services: readonly string[]): HueOf => useMemo(() => huesFor(services), [services]);
