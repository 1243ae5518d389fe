import { type ReactNode, useEffect, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { type KeyBindings, useKeys } from "../../hooks/useKeys";
import { type Theme, useTheme } from "../../hooks/useTheme";
import { Glyph } from "./Glyph";
import { Jump } from "./Jump";
import { KeyHelp } from "./KeyHelp";

const PAGES = [
  ["/explore", "Explore"],
  ["/services", "Services"],
  ["/sampling", "Sampling"],
  ["/ledger", "Ledger"],
  ["/status", "Status"],
] as const;

const THEME_WORDS: Readonly<Record<Theme, string>> = {
  system: "Theme: follows the system",
  light: "Theme: light",
  dark: "Theme: dark",
};

interface PageProps {
  readonly title: string;
  readonly current: "explore" | "services" | "sampling" | "ledger" | "status" | "";
  /** At the right of the top bar: the time that the page covers. */
  readonly range?: ReactNode;
  /** In the bottom line: what the page stands on. */
  readonly foot?: ReactNode;
  /** The keys that the bottom line names, as `[keys, what they do]`. */
  readonly keys?: readonly (readonly [string, string])[];
  readonly bindings?: KeyBindings;
  readonly children: ReactNode;
}

/** The frame of every page: top bar, the page, bottom line. */
export function Page({ title, current, range, foot, keys = [], bindings = {}, children }: PageProps) {
  const [, navigate] = useLocation();
  const [theme, nextTheme] = useTheme();
  const [helping, setHelping] = useState(false);
  const jump = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = title === "" ? "Hopwise" : `${title} · Hopwise`;
  }, [title]);
  const toJump = () => jump.current?.focus();
  const own: KeyBindings = {
    "/": toJump,
    "g e": () => navigate("/explore"),
    "g v": () => navigate("/services"),
    "g l": () => navigate("/ledger"),
    "g s": () => navigate("/sampling"),
    "g b": () => navigate("/status"),
    ...bindings,
    "mod+k": toJump,
    "?": () => setHelping(true),
  };
  useKeys(own);
  return (
    <>
      <header className="top">
        <Link href="/explore" className="logo">
          <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
            <path d="M1.5 4.5h5v5.5h7v5.5h5" />
          </svg>
          Hopwise
        </Link>
        <nav className="nav" aria-label="Pages">
          {PAGES.map(([href, name]) => (
            <Link key={href} href={href} aria-current={`/${current}` === href ? "page" : undefined}>
              {name}
            </Link>
          ))}
        </nav>
        <Jump field={jump} />
        <div className="range">{range}</div>
        <button
          type="button"
          className="icon"
          onClick={nextTheme}
          aria-label={THEME_WORDS[theme]}
          title={THEME_WORDS[theme]}
        >
          <Glyph shape={theme} />
        </button>
      </header>
      <main>{children}</main>
      <footer className="foot">
        {foot}
        <span className="keys">
          {keys.map(([key, what]) => (
            <span key={key}>
              <kbd>{key}</kbd>
              {what}
            </span>
          ))}
          <button type="button" className="quiet" onClick={() => setHelping(true)}>
            <kbd>?</kbd>all keys
          </button>
        </span>
      </footer>
      {helping && <KeyHelp onClose={() => setHelping(false)} />}
    </>
  );
}
