import type { ReactNode } from "react";
import { ApiError } from "../../api/problem";
import { RETRY_MILLIS } from "../../hooks/queries";
import { useLong, useNow } from "../../hooks/useNow";
import { clock, secondsLeft } from "../../model/words";
import type { EpochMillis } from "../../types/time";

/** A 2 px ink line; nothing at all in the first 150 ms. */
export function Loading({ what }: { readonly what: string }) {
  const long = useLong(true);
  if (!long) return null;
  return (
    <div className="loading" role="status">
      <i />
      <p className="sm i2">{what}</p>
    </div>
  );
}

interface TroubleProps {
  readonly error: Error;
  /** When the server last answered, and when it last did not. */
  readonly answeredAt: EpochMillis | null;
  readonly failedAt: EpochMillis;
  readonly onRetry: () => void;
}

/** An error of ours: since when, what it was, and when it is tried again. */
export function Trouble({ error, answeredAt, failedAt, onRetry }: TroubleProps) {
  const now = useNow(1_000);
  const seconds = secondsLeft(failedAt, RETRY_MILLIS, now);
  const answered = error instanceof ApiError;
  return (
    <div className="trouble" role="alert">
      <p className="say">
        {answered
          ? "The server failed at "
          : answeredAt === null
            ? "No answer from the server at "
            : "No answer since "}
        <b>{clock(answered || answeredAt === null ? failedAt : answeredAt)}</b>. Trying again{" "}
        {seconds > 0 ? `in ${seconds} s` : "now"}.{" "}
        <button type="button" className="u" onClick={onRetry}>
          Now
        </button>
      </p>
      <p className="sm i2">{error.message}</p>
    </div>
  );
}

export function State({ children }: { readonly children: ReactNode }) {
  return <div className="state">{children}</div>;
}
