import * as v from "valibot";
import type { Attribute, AttributeValue } from "../types/attribute";

/**
 * OTLP/JSON's AnyValue. Read by hand, since attributes are most of a trace: a schema per value takes several times as
 * long for a trace of 100 000 spans.
 */

/** Deeper values are refused, so that no answer can exhaust the stack. */
const DEPTH_MAX = 64;

type Loose = Readonly<Record<string, unknown>>;

const isObject = (body: unknown): body is Loose => typeof body === "object" && body !== null && !Array.isArray(body);

/** Undefined when `body` is no AnyValue. */
export function readValue(body: unknown, depth = 0): AttributeValue | undefined {
  if (!isObject(body) || depth > DEPTH_MAX) return undefined;
  if (typeof body["stringValue"] === "string") return { type: "string", value: body["stringValue"] };
  if (body["intValue"] !== undefined) return readInt(body["intValue"]);
  if (typeof body["boolValue"] === "boolean") return { type: "bool", value: body["boolValue"] };
  if (body["doubleValue"] !== undefined) return readDouble(body["doubleValue"]);
  if (isObject(body["arrayValue"])) return readArray(body["arrayValue"]["values"] ?? [], depth + 1);
  if (isObject(body["kvlistValue"])) return readMap(body["kvlistValue"]["values"] ?? [], depth + 1);
  if (typeof body["bytesValue"] === "string") return { type: "bytes", value: body["bytesValue"] };
  return Object.keys(body).length === 0 ? { type: "empty" } : undefined;
}

function readInt(value: unknown): AttributeValue | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^-?\d{1,20}$/.test(text) ? { type: "int", value: text } : undefined;
}

/** Numbers that JSON cannot write come as the words protobuf's JSON mapping uses. */
function readDouble(value: unknown): AttributeValue | undefined {
  if (typeof value === "number") return { type: "double", value };
  return value === "NaN" || value === "Infinity" || value === "-Infinity"
    ? { type: "double", value: Number(value) }
    : undefined;
}

function readArray(values: unknown, depth: number): AttributeValue | undefined {
  const read = readAll(values, (entry) => readValue(entry, depth));
  return read && { type: "array", value: read };
}

function readMap(values: unknown, depth: number): AttributeValue | undefined {
  const read = readAll(values, (entry) => readAttribute(entry, depth));
  return read && { type: "kvlist", value: read };
}

function readAttribute(body: unknown, depth: number): Attribute | undefined {
  if (!isObject(body) || typeof body["key"] !== "string") return undefined;
  const value = readValue(body["value"] ?? {}, depth);
  return value && { key: body["key"], value };
}

function readAll<T>(body: unknown, read: (entry: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(body)) return undefined;
  const result: T[] = [];
  for (const entry of body) {
    const one = read(entry);
    if (one === undefined) return undefined;
    result.push(one);
  }
  return result;
}

export const anyValue = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, AttributeValue>(({ dataset, addIssue, NEVER }) => {
    const read = readValue(dataset.value);
    if (read !== undefined) return read;
    addIssue({ message: "not an AnyValue" });
    return NEVER;
  }),
);

export const attributeList = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, Attribute[]>(({ dataset, addIssue, NEVER }) => {
    const read = readAll(dataset.value, (entry) => readAttribute(entry, 0));
    if (read !== undefined) return read;
    addIssue({ message: "not a list of attributes" });
    return NEVER;
  }),
);
