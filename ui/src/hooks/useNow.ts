import { useEffect, useState } from "react";
import { type EpochMillis, epochMillis } from "../types/time";

/** The current time, again every `everyMillis`. */
export function useNow(everyMillis: number): EpochMillis {
  const [now, setNow] = useState(() => epochMillis(Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setNow(epochMillis(Date.now())), everyMillis);
    return () => clearInterval(timer);
  }, [everyMillis]);
  return now;
}

/** True once `waiting` has lasted 150 ms: what is faster than that shows no sign of loading. */
export function useLong(waiting: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => setLong(true), 150);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [waiting]);
  return waiting && long;
}
