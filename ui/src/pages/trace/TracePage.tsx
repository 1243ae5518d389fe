import { Link } from "wouter";
import { ApiError } from "../../api/problem";
import { useTrace } from "../../hooks/queries";
import { useExplanation } from "../../hooks/sampling";
import { explainVerdict } from "../../model/explainWords";
import { explainLink } from "../../model/samplingUrl";
import { traceIdIn } from "../../model/traceUrl";
import { clock } from "../../model/words";
import { epochMillis, toEpochMillis } from "../../types/time";
import { Page } from "../chrome/Page";
import { Loading, State, Trouble } from "../chrome/states";
import { Pieces } from "../chrome/Verdict";
import { TraceView } from "./TraceView";

/** `/trace/:id`: works alone, finds its own time, takes any hex case. */
export function TracePage({ id }: { readonly id: string }) {
  const traceId = traceIdIn(id);
  return traceId === null ? <NoTraceId text={id} /> : <KnownTrace traceId={traceId} />;
}

function KnownTrace({ traceId }: { readonly traceId: string }) {
  const query = useTrace(traceId);
  if (query.data !== undefined) {
    const start = clock(toEpochMillis(query.data.start));
    return <TraceView key={query.data.traceId} sent={query.data} startClock={start} />;
  }
  const { error } = query;
  const short = traceId.slice(0, 7);
  return (
    <Page title={short} current="" range={<span className="mono">{short}</span>}>
      {error === null ? (
        <Loading what={`Reading trace ${short}`} />
      ) : error instanceof ApiError && error.yours ? (
        <NotFound traceId={traceId} detail={error.message} />
      ) : (
        <State>
          <Trouble
            error={error}
            answeredAt={null}
            failedAt={epochMillis(query.errorUpdatedAt)}
            onRetry={() => void query.refetch()}
          />
        </State>
      )}
    </Page>
  );
}

function NotFound({ traceId, detail }: { readonly traceId: string; readonly detail: string }) {
  const why = useExplanation(traceId);
  return (
    <State>
      <h1 className="say">
        No span of trace <b className="mono whole">{traceId}</b> is stored.
      </h1>
      <p className="sm i2">{detail}</p>
      {why.data === undefined ? (
        <p className="sm i2">It may have been sampled out, be older than what is kept, or not have been sent yet.</p>
      ) : (
        <p className="say" role="status">
          <Pieces pieces={explainVerdict(why.data)} />
        </p>
      )}
      <p>
        <Link className="u" href={explainLink(traceId)}>
          Explain it
        </Link>{" "}
        <Link className="u" href="/status">
          What was received and kept
        </Link>{" "}
        <Link className="u" href="/explore">
          Explore
        </Link>
      </p>
    </State>
  );
}

function NoTraceId({ text }: { readonly text: string }) {
  return (
    <Page title="Not a trace id" current="">
      <State>
        <h1 className="say">
          <b className="mono whole">{text.slice(0, 80)}</b> is no trace id.
        </h1>
        <p className="sm i2">A trace id is 1 to 32 hexadecimal digits, not all zero.</p>
      </State>
    </Page>
  );
}
