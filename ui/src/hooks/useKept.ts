import { useState } from "react";

/** The value, or while there is none the last there was: an answer stays until the next one. */
export function useKept<T>(value: T | undefined): T | undefined {
  const [kept, setKept] = useState(value);
  if (value !== undefined && value !== kept) setKept(value);
  return value ?? kept;
}
