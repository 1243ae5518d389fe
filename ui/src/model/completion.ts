import type { AttributeValue } from "../types/attribute";
import { literal } from "./attributes";
import { attributeName } from "./builder";

/** What may be written at the caret: a name, or a value of the name before the operator. */
export interface Spot {
  /** The name whose values are wanted; null where a name is. */
  readonly key: string | null;
  /** What has been typed of it, without quotes. */
  readonly typed: string;
  /** The part of the query that a suggestion replaces. */
  readonly from: number;
  readonly to: number;
}

export const SUGGESTIONS_MAX = 8;

const NAMES: readonly string[] = [
  "name",
  "duration",
  "status",
  "kind",
  "statusMessage",
  "rootName",
  "rootServiceName",
  "traceDuration",
  "span:childCount",
  "event:name",
];

/** The values that a name can only have. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  status: ["error", "ok", "unset"],
  kind: ["server", "client", "internal", "producer", "consumer", "unspecified"],
};

/** Values are listed for attributes and for `name`; a root's are those of any span. */
const LISTED_AS: Readonly<Record<string, string>> = {
  name: "name",
  rootName: "name",
  rootServiceName: "resource.service.name",
};

/** The key to ask the server with; null where it lists no values, or they are known. */
export const listedKey = (key: string): string | null => LISTED_AS[key] ?? (key.includes(".") ? key : null);

const OPERATOR_BEHIND = /([^\s{}()=!<>~&|"`]+)\s*(?:!=|=)\s*$/;

/** Where the caret stands; null outside of braces and in a number or duration, where nothing can be offered. */
export function spotAt(query: string, caret: number): Spot | null {
  const quoted = openQuote(query, caret);
  if (quoted !== null) {
    const key = OPERATOR_BEHIND.exec(query.slice(0, quoted))?.[1];
    if (key === undefined) return null;
    const close = query.indexOf(query[quoted]!, caret);
    const end = close < 0 ? query.length : close + 1;
    return { key, typed: query.slice(quoted + 1, caret), from: quoted, to: end };
  }
  const typed = /[^\s{}()=!<>~&|"`]*$/.exec(query.slice(0, caret))?.[0] ?? "";
  const from = caret - typed.length;
  const before = query.slice(0, from);
  if (before.lastIndexOf("{") <= before.lastIndexOf("}") || /^[\d-]/.test(typed)) return null;
  const to = caret + (/^[^\s{}()=!<>~&|"`]*/.exec(query.slice(caret))?.[0].length ?? 0);
  const key = OPERATOR_BEHIND.exec(before)?.[1];
  if (key !== undefined) return { key, typed, from, to };
  return /(?:[{(]|&&|\|\|)\s*$/.test(before) ? { key: null, typed, from, to } : null;
}

/** The quote that is open at the caret; a backslash keeps one from closing, save between backticks. */
function openQuote(query: string, caret: number): number | null {
  let open: number | null = null;
  for (let i = 0; i < caret; i++) {
    const char = query[i]!;
    if (open === null) {
      if (char === '"' || char === "`") open = i;
    } else if (char === "\\" && query[open] === '"') i++;
    else if (char === query[open]) open = null;
  }
  return open;
}

/** The names that hold what was typed, those that begin with it first. */
export function nameSuggestions(typed: string, keys: readonly string[]): string[] {
  return ranked([...NAMES, ...keys.map(attributeName)], typed, (name) => name.replace(/^(span|resource)\./, ""));
}

export function valueSuggestions(spot: Spot, values: readonly AttributeValue[]): string[] {
  const words = spot.key === null ? undefined : WORDS[spot.key];
  const literals = values.map(literal).filter((value) => value !== null);
  return ranked(words ?? literals, spot.typed, (value) => value.replace(/^"/, ""));
}

function ranked(all: readonly string[], typed: string, bare: (text: string) => string): string[] {
  const wanted = typed.replace(/^\./, "").toLowerCase();
  const place = (text: string): number => {
    const whole = text.toLowerCase();
    return whole.startsWith(wanted) || bare(whole).startsWith(wanted) ? 0 : whole.includes(wanted) ? 1 : 2;
  };
  const found = [0, 1].flatMap((rank) => all.filter((text) => place(text) === rank));
  return found.length === 1 && found[0] === typed ? [] : found.slice(0, SUGGESTIONS_MAX);
}

/** The query with a suggestion taken, and where the caret goes then. */
export function take(
  query: string,
  spot: Spot,
  suggestion: string,
): { readonly query: string; readonly caret: number } {
  return {
    query: query.slice(0, spot.from) + suggestion + query.slice(spot.to),
    caret: spot.from + suggestion.length,
  };
}
