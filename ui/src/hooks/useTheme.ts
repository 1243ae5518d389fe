import { useEffect, useState } from "react";

export type Theme = "system" | "light" | "dark";

const KEY = "hopwise.theme";
const ORDER: readonly Theme[] = ["system", "light", "dark"];

export function storedTheme(): Theme {
  const stored = readPreference(KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(storedTheme);
  useEffect(() => applyTheme(theme), [theme]);
  const next = () => {
    const following = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length]!;
    writePreference(KEY, following);
    setTheme(following);
  };
  return [theme, next];
}

/** Storage may be forbidden or full; a preference is never worth an error. */
export function readPreference(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function writePreference(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // kept for this page only
  }
}
