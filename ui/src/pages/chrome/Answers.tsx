import type { UseQueryResult } from "@tanstack/react-query";
import { ApiError } from "../../api/problem";
import { epochMillis } from "../../types/time";
import { State, Trouble } from "./states";

/** What went wrong with the answers a page is made of: told once, however many of them are missing. */
export function Answers({ of }: { readonly of: readonly UseQueryResult<unknown, Error>[] }) {
  const failed = of.find((query) => query.error !== null);
  if (failed === undefined || failed.error === null) return null;
  const { error } = failed;
  if (error instanceof ApiError && error.yours) {
    return (
      <State>
        <p className="say" role="alert">
          The server does not answer this.
        </p>
        <p className="sm i2 whole">{error.message}</p>
      </State>
    );
  }
  const answeredAt = Math.max(...of.map((query) => query.dataUpdatedAt));
  return (
    <Trouble
      error={error}
      answeredAt={answeredAt === 0 || error instanceof ApiError ? null : epochMillis(answeredAt)}
      failedAt={epochMillis(failed.errorUpdatedAt)}
      onRetry={() => {
        for (const query of of) if (query.error !== null) void query.refetch();
      }}
    />
  );
}
