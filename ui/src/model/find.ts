import type { Attribute } from "../types/attribute";
import type { Span, Trace } from "../types/trace";
import { text } from "./attributes";
import { failed, isDatabase } from "./spanWords";

/** What is looked for inside a trace. Conditions add up; an empty one matches nothing, since nothing was asked. */
export interface Find {
  readonly text: string;
  readonly errors: boolean;
  readonly databases: boolean;
  readonly service: string | null;
}

export const NO_FIND: Find = { text: "", errors: false, databases: false, service: null };

export const isFinding = (find: Find): boolean =>
  find.text.trim() !== "" || find.errors || find.databases || find.service !== null;

/** Indexes of the matching spans, in order. */
export function matches(trace: Trace, find: Find): number[] {
  if (!isFinding(find)) return [];
  const words = wordsOf(find.text);
  const found: number[] = [];
  trace.spans.forEach((span, i) => {
    if (find.errors && !failed(span)) return;
    if (find.databases && !isDatabase(span)) return;
    if (find.service !== null && span.service !== find.service) return;
    if (words.every((word) => contains(trace, span, word))) found.push(i);
  });
  return found;
}

/** Words divide at spaces; quotes keep a phrase together. */
export function wordsOf(query: string): string[] {
  return [...query.toLowerCase().matchAll(/"([^"]*)"?|(\S+)/g)]
    .map((match) => match[1] ?? match[2] ?? "")
    .filter(Boolean);
}

function contains(trace: Trace, span: Span, word: string): boolean {
  return (
    span.name.toLowerCase().includes(word) ||
    span.service.toLowerCase().includes(word) ||
    span.spanId === word ||
    span.status.message.toLowerCase().includes(word) ||
    attributesContain(span.attributes, word) ||
    span.events.some((event) => event.name.toLowerCase().includes(word) || attributesContain(event.attributes, word)) ||
    attributesContain(trace.resources[span.resource]?.attributes ?? [], word)
  );
}

/** A word is part of a key or of a value, or is `key=value`. */
function attributesContain(attributes: readonly Attribute[], word: string): boolean {
  return attributes.some(({ key, value }) => {
    const name = key.toLowerCase();
    if (name.includes(word)) return true;
    const content = text(value).toLowerCase();
    return content.includes(word) || (word.startsWith(`${name}=`) && content === word.slice(name.length + 1));
  });
}

/** The match after or before `from`, going round at the ends. */
export function neighbour(found: readonly number[], from: number | null, step: 1 | -1): number | null {
  if (found.length === 0) return null;
  const at = from ?? (step === 1 ? -1 : Infinity);
  const next = step === 1 ? found.find((index) => index > at) : found.findLast((index) => index < at);
  return next ?? (step === 1 ? found[0]! : found.at(-1)!);
}
