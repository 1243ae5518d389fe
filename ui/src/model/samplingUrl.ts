/** Where on the sampling page one is: what stands behind `/sampling/` in the address. */
export type SamplingPlace =
  | { readonly kind: "overview" }
  /** The form that opens a window. */
  | { readonly kind: "new" }
  | { readonly kind: "window"; readonly id: string }
  | { readonly kind: "explain"; readonly id: string };

export const SAMPLING = "/sampling";
export const POLICY = "/sampling/policy";
export const NEW_WINDOW = "/sampling/windows/new";

export const windowLink = (id: string): string => `/sampling/windows/${encodeURIComponent(id)}`;

export const explainLink = (traceId: string): string => `/sampling/explain/${encodeURIComponent(traceId)}`;

/** Whatever is unknown is the overview. */
export function samplingPlace(rest: string | undefined): SamplingPlace {
  const [what, id = ""] = (rest ?? "").split("/");
  if (what === "windows" && id === "new") return { kind: "new" };
  if (what === "windows" && id !== "") return { kind: "window", id };
  if (what === "explain") return { kind: "explain", id };
  return { kind: "overview" };
}
