import { useEffect, useRef } from "react";

const KEYS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    "Everywhere",
    [
      ["⌘K", "jump to a trace id, a service or a query"],
      ["/", "query, or find in the trace"],
      ["g e", "go to Explore"],
      ["g v", "go to Services"],
      ["g s", "go to Sampling"],
      ["g l", "go to the Ledger"],
      ["g b", "go to Status, the balance"],
      ["y", "copy a link to exactly this"],
      ["?", "this list"],
    ],
  ],
  [
    "Lists",
    [
      ["j k", "next, previous row; arrows do the same"],
      ["↵", "open"],
      ["esc", "back one level"],
    ],
  ],
  [
    "Query",
    [
      ["↑ ↓", "move through what may be written here"],
      ["tab", "take it"],
      ["↵", "run; or take what is picked"],
      ["w", "open an incident window for what matches"],
    ],
  ],
  [
    "Trace",
    [
      ["f b", "next, previous match"],
      ["e", "next error"],
      ["c", "critical path on, off"],
      ["[ ]", "unfold all, fold all"],
      ["o p", "unfold, fold one level"],
      ["← →", "fold, unfold this row"],
      ["z", "zoom to this span"],
      ["t", "rows as a table"],
      ["r", "times as they were sent, where clocks differ"],
      ["i", "why it was kept"],
      ["drag", "on the axis or the minimap: zoom; double click: back out"],
    ],
  ],
  [
    "Service",
    [
      ["t", "values as a table"],
      ["↵", "its traces"],
      ["drag", "on a chart: zoom; double click: back out"],
    ],
  ],
  [
    "Sampling",
    [
      ["w", "open an incident window"],
      ["t", "try a change of the policy"],
      ["i", "explain a trace id"],
      ["j k", "next, previous window"],
      ["⌘↵", "simulate the draft"],
    ],
  ],
];

/** Closes itself on escape and on a click beside it, as a native dialog does. */
export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="help" aria-label="All keys" onClose={onClose}>
      <form method="dialog">
        {KEYS.map(([where, keys]) => (
          <section key={where}>
            <h2>{where}</h2>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <button type="submit" className="btn">
          Close <kbd>esc</kbd>
        </button>
      </form>
    </dialog>
  );
}
