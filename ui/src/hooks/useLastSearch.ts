import { useEffect } from "react";

const KEY = "hopwise.search";

/** Remembers, for this tab, which search a trace was opened from. */
export function useRememberSearch(link: string): void {
  useEffect(() => {
    try {
      sessionStorage.setItem(KEY, link);
    } catch {
      // the way back leads to Explore's start then
    }
  }, [link]);
}

export function lastSearch(): string {
  try {
    return sessionStorage.getItem(KEY) ?? "/explore";
  } catch {
    return "/explore";
  }
}
