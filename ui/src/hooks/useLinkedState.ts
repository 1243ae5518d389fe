import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { usePathname, useSearch } from "wouter/use-browser-location";

/** Browsers refuse more than a few address changes a second; a held key makes thirty. */
const WRITE_AFTER_MILLIS = 120;

/**
 * State that the address keeps. The state leads and the address follows shortly after; back, forward and links lead
 * the other way round.
 */
export function useLinkedState<T>(
  parse: (search: string) => T,
  format: (value: T) => string,
): [T, React.Dispatch<React.SetStateAction<T>>] {
  const search = useSearch().replace(/^\?/, "");
  const path = usePathname();
  const [, navigate] = useLocation();
  const [value, setValue] = useState(() => parse(search));
  const written = useRef(search);

  useEffect(() => {
    if (search === written.current) return;
    written.current = search;
    setValue(parse(search));
  }, [search, parse]);

  useEffect(() => {
    const next = format(value);
    if (next === written.current) return;
    const timer = setTimeout(() => {
      written.current = next;
      navigate(next === "" ? path : `${path}?${next}`, { replace: true });
    }, WRITE_AFTER_MILLIS);
    return () => clearTimeout(timer);
  }, [value, format, navigate, path]);

  return [value, setValue];
}
