import { useMemo, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { ApiError } from "../../api/problem";
import { usePutPolicy, useResetPolicy, useSimulation } from "../../hooks/sampling";
import { useDraft } from "../../hooks/useDraft";
import { useNow } from "../../hooks/useNow";
import { draftVerdict, resetWords, sourceWords } from "../../model/policyWords";
import { SAMPLING } from "../../model/samplingUrl";
import {
  caretOf,
  changedCount,
  draftLines,
  openProblems,
  type OpenProblem,
  type Verdict as Said,
} from "../../model/yamlText";
import { clock } from "../../model/words";
import type { PolicyView } from "../../types/policy";
import { Page } from "../chrome/Page";
import { Verdict } from "../chrome/Verdict";
import { Problems } from "./Problems";
import { SimulationPanel } from "./SimulationPanel";
import { YamlField } from "./YamlField";

const FOOT_KEYS = [
  ["⌘↵", "simulate"],
  ["/", "the draft"],
  ["esc", "back"],
] as const;

/** The policy as a text that can be changed, tried on what was decided before, and put in force. */
export function PolicyEditor({ policy }: { readonly policy: PolicyView }) {
  const [, navigate] = useLocation();
  const now = useNow(1_000);
  const draft = useDraft(policy.yaml);
  const [said, setSaid] = useState<Said | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const put = usePutPolicy();
  const reset = useResetPolicy();
  const simulation = useSimulation();

  const { text } = draft;
  const problems = useMemo(() => openProblems(text, said), [text, said]);
  const lines = useMemo(() => draftLines(text, policy.yaml, problems), [text, policy.yaml, problems]);
  const changed = useMemo(() => changedCount(policy.yaml, text), [policy.yaml, text]);
  const refused = problems.filter((each) => each.current).length;

  /** A refusal is kept with the text it is about. */
  const hear = (sent: string) => ({
    onSuccess: () => setSaid(null),
    onError: (error: Error) =>
      setSaid(error instanceof ApiError ? { text: sent, problems: error.problem.problems } : null),
  });
  const simulate = () => simulation.mutate(text, hear(text));
  const putInForce = () => {
    const { onError } = hear(text);
    put.mutate(text, {
      onError,
      onSuccess: () => {
        setSaid(null);
        draft.discard();
      },
    });
  };
  const toPlace = ({ line, column }: OpenProblem) => {
    const at = caretOf(text, line, column);
    field.current?.focus();
    field.current?.setSelectionRange(at, at);
  };
  const trouble = [put.error, reset.error].find(
    (error) => error !== null && !(error instanceof ApiError && error.problem.problems.length > 0),
  );
  return (
    <Page
      title="Policy"
      current="sampling"
      keys={FOOT_KEYS}
      bindings={{
        "mod+enter": simulate,
        "/": () => field.current?.focus(),
        Escape: () => navigate(SAMPLING),
      }}
    >
      <div className="sampling editor">
        <section className="head">
          <div>
            <Verdict pieces={draftVerdict(changed, refused, policy)} />
            <p className="meta sm i2">
              <Link className="u" href={SAMPLING}>
                Sampling
              </Link>
              <span className="whole">In force: {sourceWords(policy, now)}</span>
              {policy.source === "api" && (
                <button type="button" className="u" disabled={reset.isPending} onClick={() => reset.mutate()}>
                  {resetWords(policy)}
                </button>
              )}
            </p>
          </div>
          <div className="acts">
            <button
              type="button"
              className="btn"
              disabled={changed === 0}
              onClick={() => {
                setSaid(null);
                draft.discard();
              }}
            >
              Discard
            </button>
            <button type="button" className="btn" disabled={simulation.isPending} onClick={simulate}>
              Simulate <kbd>⌘↵</kbd>
            </button>
            <button type="button" className="btn main" disabled={changed === 0 || put.isPending} onClick={putInForce}>
              Put in force
            </button>
          </div>
        </section>
        <div className="left">
          <div id="policy-said" className="policy-said sm" role="status">
            {put.isSuccess && changed === 0 && <p>In force since {clock(policy.since)}.</p>}
            {draft.overtaken && (
              <p className="slow">
                Another policy came into force after this draft was begun; what it marks as changed is against that one.
              </p>
            )}
            {policy.source === "file" && changed > 0 && (
              <p className="i2">Put in force, it holds until {policy.file ?? "the file"} is written again.</p>
            )}
            {trouble != null && <p className="err">▲ {trouble.message}</p>}
          </div>
          {problems.length > 0 && <Problems problems={problems} onPlace={toPlace} />}
          <YamlField
            text={text}
            lines={lines}
            field={field}
            describedBy="policy-said"
            onText={draft.edit}
            onRun={simulate}
          />
        </div>
        <SimulationPanel
          simulation={simulation.data}
          error={simulation.error}
          waiting={simulation.isPending}
          stale={simulation.variables !== undefined && simulation.variables !== text}
          now={now}
          onRun={simulate}
        />
      </div>
    </Page>
  );
}
