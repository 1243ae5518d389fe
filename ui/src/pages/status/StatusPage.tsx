import { ApiError } from "../../api/problem";
import { useStatus } from "../../hooks/queries";
import { useNow } from "../../hooks/useNow";
import { balanceParts, balanceSum, imbalance, refusedRequests } from "../../model/balance";
import { parseTime } from "../../model/range";
import { bytes, clock, count, counted, dated, uptime } from "../../model/words";
import type { ServerStatus } from "../../types/status";
import { type EpochMillis, epochMillis } from "../../types/time";
import { Page } from "../chrome/Page";
import { Loading, Trouble } from "../chrome/states";

const EVERY_MILLIS = 2_000;

/** Where every span went that was ever received. */
export function StatusPage() {
  const query = useStatus(EVERY_MILLIS);
  const now = useNow(EVERY_MILLIS);
  const { data, error } = query;
  return (
    <Page
      title="Status"
      current="status"
      foot={
        data !== undefined && (
          <>
            <span>
              Hopwise {data.version}, up {uptime(data.uptimeSeconds)}
            </span>
            <span>As of {clock(epochMillis(query.dataUpdatedAt))}</span>
          </>
        )
      }
      keys={[["g e", "Explore"]]}
    >
      {error !== null && (
        <Trouble
          error={error}
          answeredAt={query.dataUpdatedAt === 0 || error instanceof ApiError ? null : epochMillis(query.dataUpdatedAt)}
          failedAt={epochMillis(query.errorUpdatedAt)}
          onRetry={() => void query.refetch()}
        />
      )}
      {data === undefined ? (
        error === null && <Loading what="Asking the server" />
      ) : (
        <Balance status={data} now={now} stale={error !== null} />
      )}
    </Page>
  );
}

function Balance({
  status,
  now,
  stale,
}: {
  readonly status: ServerStatus;
  readonly now: EpochMillis;
  readonly stale: boolean;
}) {
  const { balance, journal, store } = status;
  const missing = imbalance(balance);
  const parts = balanceParts(balance);
  return (
    <div className={`status${stale ? " results stale" : ""}`} tabIndex={0} role="region" aria-label="Balance">
      <section>
        <h1 className="verdict">
          <b>{counted(balance.received, "span")}</b> received{balance.received > 0 && <> = {balanceSum(balance)}</>}.
          {missing !== 0 && <b className="err"> ▲ {count(missing)} unaccounted for.</b>}
        </h1>
        <div className="balance-bar" role="img" aria-label="Shares of what was received">
          {parts.map(
            (part) => part.amount > 0 && <i key={part.name} style={{ "--c": part.colour, "--share": part.share }} />,
          )}
        </div>
        <table className="facts sm">
          <tbody>
            {parts.map((part) => (
              <tr key={part.name}>
                <th scope="row">
                  <i className="swatch" style={{ "--c": part.colour }} />
                  {part.name}
                </th>
                <td className="num b">{count(part.amount)}</td>
                <td className="i2">{part.meaning}</td>
                <td className="i2">
                  {part.reasons.map(({ reason, amount }) => (
                    <span key={reason} className="pill">
                      {reason} <b>{count(amount)}</b>
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="columns">
        <Facts
          name="Store"
          facts={[
            ["spans", count(store.spans)],
            ["of these not yet in a file", count(store.hotSpans)],
            ["on disk", `${bytes(store.bytes)} in ${counted(store.files, "file")}`],
            ["oldest", moment(store.oldest, now)],
            ["newest", moment(store.newest, now)],
            ["expired", count(store.expiredSpans)],
          ]}
        />
        {journal !== null && (
          <Facts
            name="Journal"
            facts={[
              ["size", `${bytes(journal.bytes)} in ${counted(journal.segments, "segment")}`],
              ["not yet stored", bytes(journal.unreleasedBytes)],
              ["oldest", moment(journal.oldest, now)],
              ["damaged records", count(journal.damagedRecords)],
            ]}
          />
        )}
        <Facts
          name="Refused requests"
          facts={refusedRequests(status.refusedRequests).map(({ reason, amount }) => [reason, count(amount)])}
        />
      </div>
    </div>
  );
}

const moment = (text: string | null, now: EpochMillis): string => {
  const time = parseTime(text);
  return time === null ? "none" : dated(time, now);
};

function Facts({ name, facts }: { readonly name: string; readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <div className="sec">
        <h2>{name}</h2>
      </div>
      {facts.length === 0 ? (
        <p className="sm i3">none</p>
      ) : (
        <table className="facts sm">
          <tbody>
            {facts.map(([what, value]) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td className="num">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
