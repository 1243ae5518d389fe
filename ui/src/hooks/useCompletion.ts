import { useState } from "react";
import { listedKey, nameSuggestions, type Spot, spotAt, valueSuggestions } from "../model/completion";
import type { TimeRange } from "../types/search";
import { useAttributeKeys, useAttributeValues } from "./queries";

/** What fits at the caret of a query, and which of it is picked; -1 for none. Closed until something is typed. */
export function useCompletion(text: string, range: TimeRange) {
  const [caret, setCaret] = useState<number | null>(null);
  const [picked, setPicked] = useState(-1);
  const spot = caret === null || caret > text.length ? null : spotAt(text, caret);
  const keys = useAttributeKeys(range).data ?? [];
  const key = spot === null || spot.key === null ? null : listedKey(spot.key);
  const values = useAttributeValues(key, range).data ?? [];
  const options = optionsOf(spot, keys, values);
  return {
    spot,
    options,
    picked: Math.min(picked, options.length - 1),
    move: (step: 1 | -1) =>
      setPicked(
        (old) =>
          ((Math.max(-1, Math.min(old, options.length - 1)) + 1 + step + options.length + 1) % (options.length + 1)) -
          1,
      ),
    open: (at: number | null) => {
      setCaret(at);
      setPicked(-1);
    },
  };
}

function optionsOf(
  spot: Spot | null,
  keys: readonly string[],
  values: Parameters<typeof valueSuggestions>[1],
): readonly string[] {
  if (spot === null) return [];
  return spot.key === null ? nameSuggestions(spot.typed, keys) : valueSuggestions(spot, values);
}
