import { useLocation } from "wouter";
import { usePolicy } from "../../hooks/sampling";
import { SAMPLING } from "../../model/samplingUrl";
import { epochMillis } from "../../types/time";
import { Page } from "../chrome/Page";
import { Loading, State, Trouble } from "../chrome/states";
import { PolicyEditor } from "./PolicyEditor";

/** `/sampling/policy`: try a change before it holds. */
export function PolicyPage() {
  const policy = usePolicy();
  const [, navigate] = useLocation();
  if (policy.data !== undefined) return <PolicyEditor policy={policy.data} />;
  return (
    <Page title="Policy" current="sampling" bindings={{ Escape: () => navigate(SAMPLING) }}>
      {policy.error === null ? (
        <Loading what="Asking for the policy" />
      ) : (
        <State>
          <Trouble
            error={policy.error}
            answeredAt={null}
            failedAt={epochMillis(policy.errorUpdatedAt)}
            onRetry={() => void policy.refetch()}
          />
        </State>
      )}
    </Page>
  );
}
