import { quote } from "./attributes";

/** The builder's fields. It writes TraceQL and never reads it: the query line is what is asked. */
export interface Builder {
  readonly service: string;
  readonly name: string;
  /** As typed: `300ms`, `1.5s`. */
  readonly minDuration: string;
  readonly errors: boolean;
  readonly attributeKey: string;
  readonly attributeValue: string;
}

export const EMPTY_BUILDER: Builder = {
  service: "",
  name: "",
  minDuration: "",
  errors: false,
  attributeKey: "",
  attributeValue: "",
};

export function writeQuery(builder: Builder): string {
  const conditions: string[] = [];
  if (builder.service !== "") conditions.push(`resource.service.name = ${quote(builder.service)}`);
  if (builder.name !== "") conditions.push(`name = ${quote(builder.name)}`);
  const minimum = durationLiteral(builder.minDuration);
  if (minimum !== null) conditions.push(`duration >= ${minimum}`);
  if (builder.errors) conditions.push("status = error");
  if (builder.attributeKey.trim() !== "" && builder.attributeValue !== "") {
    conditions.push(`${attributeName(builder.attributeKey.trim())} = ${attributeLiteral(builder.attributeValue)}`);
  }
  return conditions.length === 0 ? "" : `{ ${conditions.join(" && ")} }`;
}

/** `300ms`, `1.5 s` → `1.5s`, and a bare number as milliseconds; null for nothing or for what is no duration. */
export function durationLiteral(text: string): string | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s|m|h)?\s*$/.exec(text);
  return match === null || Number(match[1]) === 0 ? null : `${match[1]}${match[2] ?? "ms"}`;
}

const SCOPED = /^(span|resource|event|link|instrumentation)\./;

/** A key without a scope means both span and resource, which TraceQL writes with a leading dot. */
export function attributeName(key: string): string {
  const scope = SCOPED.exec(key)?.[1];
  const bare = scope === undefined ? key.replace(/^\./, "") : key.slice(scope.length + 1);
  const name = /^[\p{L}_][\p{L}\p{N}_.\-/]*$/u.test(bare) ? bare : quote(bare);
  return `${scope ?? ""}.${name}`;
}

/** Numbers and booleans are themselves; quotes force a string; everything else is one. */
export function attributeLiteral(value: string): string {
  const trimmed = value.trim();
  if (/^-?\d+(\.\d+)?$/.test(trimmed) || /^(true|false)$/.test(trimmed)) return trimmed;
  return /^".*"$/s.test(trimmed) ? trimmed : quote(value);
}
