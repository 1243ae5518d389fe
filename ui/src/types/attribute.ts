/** A value as OTLP/JSON's AnyValue means it, with one tag instead of seven optional fields. */
export type AttributeValue =
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "bool"; readonly value: boolean }
  /** 64 bits: kept as the decimal text that was sent. */
  | { readonly type: "int"; readonly value: string }
  | { readonly type: "double"; readonly value: number }
  | { readonly type: "array"; readonly value: readonly AttributeValue[] }
  | { readonly type: "kvlist"; readonly value: readonly Attribute[] }
  /** base64, as sent. */
  | { readonly type: "bytes"; readonly value: string }
  | { readonly type: "empty" };

export interface Attribute {
  readonly key: string;
  readonly value: AttributeValue;
}
