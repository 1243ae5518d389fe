import type { Attribute, AttributeValue } from "../types/attribute";

/** A value as a reader wants to see it; lists and maps as JSON-like text. */
export function text(value: AttributeValue): string {
  switch (value.type) {
    case "string":
    case "int":
      return value.value;
    case "bool":
    case "double":
      return String(value.value);
    case "array":
      return `[${value.value.map(text).join(", ")}]`;
    case "kvlist":
      return `{${value.value.map((entry) => `${entry.key}: ${text(entry.value)}`).join(", ")}}`;
    case "bytes":
      return `base64 ${value.value}`;
    case "empty":
      return "";
  }
}

/** The first of `keys` that is set, as text. */
export function first(attributes: readonly Attribute[], ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const found = attributes.find((attribute) => attribute.key === key);
    if (found !== undefined) return text(found.value);
  }
  return null;
}

/** The value as TraceQL writes a literal; null for what TraceQL cannot compare: lists, maps, bytes, nothing. */
export function literal(value: AttributeValue): string | null {
  switch (value.type) {
    case "string":
      return quote(value.value);
    case "bool":
    case "double":
      return String(value.value);
    case "int":
      return value.value;
    default:
      return null;
  }
}

export function quote(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;
}
