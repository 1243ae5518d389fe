package dev.hopwise.bench;

import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.PolicyText;
import dev.hopwise.sample.TrafficShare;
import dev.hopwise.sample.trial.PolicyTrial;
import dev.hopwise.sample.trial.TrialResult;
import dev.hopwise.sample.trial.TrialSettings;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a trial foretells of a policy, and what comes of it: a server samples by today's policy;
/// the last minutes are tried with the draft; then the draft is put in force for as long.
///
/// ```
/// start ── learns ── trialStart ── warms up ── from ── the trial counts ── swap ── the server counts ── end
/// ```
final class Prediction {

  private final Times times;
  private final Policy draft;
  private final EngineRun server;
  private final PolicyTrial trial;
  private long keptAtSwap;
  private @Nullable TrialResult foretold;

  /// When what begins.
  record Times(long start, long trialStart, long from, long swap, long end) {

    /// A minute of each, then as long as is counted, twice.
    static Times of(long startEpochNanos, Duration counted) {
      long minute = Duration.ofMinutes(1).toNanos();
      long from = startEpochNanos + 2 * minute;
      long length = counted.toNanos();
      return new Times(
          startEpochNanos, startEpochNanos + minute, from, from + length, from + 2 * length);
    }
  }

  /// @param foretoldSpans that the trial says would be kept
  /// @param keptSpans that the server then kept
  record Outcome(String policy, long foretoldSpans, long keptSpans, long sampledTraces) {

    /// The trial's error, as a share of what was kept.
    double error() {
      return (double) foretoldSpans / keptSpans - 1;
    }
  }

  Prediction(Policy today, Policy draft, TrafficShare share, Times times) {
    this.times = times;
    this.draft = draft;
    trial =
        new PolicyTrial(
            draft,
            today,
            new TrialSettings(
                share, EngineRun.BUFFER, _ -> Optional.empty(), times.trialStart(), times.from()));
    server =
        new EngineRun(
            today,
            times.start(),
            decision -> {
              if (decision.decidedEpochNanos() < times.trialStart()) {
                trial.learn(decision);
              }
            });
  }

  void offer(SpanBatch batch, long epochNanos) {
    if (epochNanos >= times.swap() && foretold == null) {
      swap();
    }
    server.offer(batch, epochNanos);
    if (epochNanos >= times.trialStart() && epochNanos < times.swap()) {
      trial.offer(batch, epochNanos);
    }
  }

  private void swap() {
    trial.advance(times.swap());
    foretold = trial.result();
    server.advance(times.swap());
    server.swap(draft);
    keptAtSwap = server.keptSpans();
  }

  Outcome outcome() {
    server.advance(times.end());
    if (foretold == null) {
      throw new IllegalStateException("no traffic until the swap");
    }
    return new Outcome(
        PolicyText.of(draft),
        foretold.draft().keptSpans(),
        server.keptSpans() - keptAtSwap,
        foretold.sampledTraces());
  }
}
