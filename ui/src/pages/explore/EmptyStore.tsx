import { useCopy } from "../../hooks/useCopy";
import { firstSpanLines } from "../../model/firstSpan";
import type { ServerStatus } from "../../types/status";
import { State } from "../chrome/states";

/** Nothing has ever arrived: the one next step, with the exact lines to paste. */
export function EmptyStore({ listen }: { readonly listen: ServerStatus["listen"] }) {
  const { said, copy } = useCopy();
  const lines = firstSpanLines(location.hostname, listen["http"]);
  return (
    <State>
      <h1 className="say">No spans yet. Point a service here:</h1>
      <Lines text={lines.service} onCopy={() => copy(lines.service, "Copied")} />
      <p className="sm i2">Or send one span by hand:</p>
      <Lines text={lines.curl} onCopy={() => copy(lines.curl, "Copied")} />
      <p className="sm i2">
        {listeningWords(listen)}This page fills by itself. <output>{said}</output>
      </p>
    </State>
  );
}

function listeningWords({ grpc, http }: ServerStatus["listen"]): string {
  if (grpc === undefined && http === undefined) return "";
  const ports = [grpc === undefined ? "" : `${grpc} (gRPC)`, http === undefined ? "" : `${http} (HTTP)`];
  return `Listening on ${ports.filter(Boolean).join(" and ")}. `;
}

function Lines({ text, onCopy }: { readonly text: string; readonly onCopy: () => void }) {
  return (
    <div className="paste">
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
      <button type="button" className="btn" onClick={onCopy}>
        Copy
      </button>
    </div>
  );
}
