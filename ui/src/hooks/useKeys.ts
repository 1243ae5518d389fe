import { useEffect, useRef } from "react";

export type KeyBindings = Readonly<Record<string, () => void>>;

/** A prefix such as `g` waits so long for its second key. */
const PREFIX_MILLIS = 1_200;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** On a control these keys are the control's own. */
const isControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("button, a, summary") !== null;

/**
 * Single keys (`j`), sequences (`g e`) and `mod+k` for the whole page; off while a dialog is open, and while an input has
 * focus apart from `mod+` combinations.
 */
export function useKeys(bindings: KeyBindings): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    let prefix = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]") !== null) return;
      const mod = event.metaKey || event.ctrlKey;
      if (isTyping(event.target) && !mod) return;
      if ((event.key === "Enter" || event.key === " ") && isControl(event.target)) return;
      const key = mod ? `mod+${event.key.toLowerCase()}` : prefix + event.key;
      clearTimeout(timer);
      prefix = "";
      const action = latest.current[key];
      if (action !== undefined) {
        event.preventDefault();
        action();
      } else if (Object.keys(latest.current).some((name) => name.startsWith(`${key} `))) {
        prefix = `${key} `;
        timer = setTimeout(() => (prefix = ""), PREFIX_MILLIS);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("keydown", onKey);
    };
  }, []);
}

/** After a click a button keeps the focus, and would take the next enter for itself: moving in a list lets go of it. */
export function releaseFocus(): void {
  if (document.activeElement instanceof HTMLElement && isControl(document.activeElement)) document.activeElement.blur();
}
