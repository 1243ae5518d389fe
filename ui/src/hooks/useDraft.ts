import { useState } from "react";

const KEY = "hopwise.policy-draft";

interface Draft {
  readonly yaml: string;
  /** What was in force when it was begun. */
  readonly base: string;
}

function stored(): Draft | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    const { yaml, base } = (found ?? {}) as Partial<Draft>;
    return typeof yaml === "string" && typeof base === "string" ? { yaml, base } : null;
  } catch {
    return null;
  }
}

function store(draft: Draft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // lost by a reload then
  }
}

/** A draft of the policy, which this tab remembers over reloads. Without one it is what is in force. */
export function useDraft(inForce: string) {
  const [draft, setDraft] = useState(stored);
  const keep = (next: Draft | null) => {
    store(next);
    setDraft(next);
  };
  return {
    text: draft?.yaml ?? inForce,
    /** Something else came into force since it was begun. */
    overtaken: draft !== null && draft.base !== inForce,
    edit: (yaml: string) => keep(yaml === inForce ? null : { yaml, base: draft?.base ?? inForce }),
    discard: () => keep(null),
  };
}
