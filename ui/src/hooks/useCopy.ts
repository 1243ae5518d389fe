import { useCallback, useState } from "react";

const SAID_MILLIS = 1_600;

/** Copies a text; `said` is what to tell the reader for a moment, empty otherwise. */
export function useCopy(): { said: string; copy: (text: string, said: string) => void } {
  const [said, setSaid] = useState("");
  const copy = useCallback((text: string, done: string) => {
    const tell = (message: string) => {
      setSaid(message);
      setTimeout(() => setSaid(""), SAID_MILLIS);
    };
    if (navigator.clipboard === undefined) {
      tell("Copying needs https or localhost");
      return;
    }
    navigator.clipboard.writeText(text).then(
      () => tell(done),
      () => tell("The browser did not allow copying"),
    );
  }, []);
  return { said, copy };
}
