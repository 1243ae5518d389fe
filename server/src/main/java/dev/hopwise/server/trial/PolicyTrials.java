package dev.hopwise.server.trial;

import dev.hopwise.journal.Journal;
import dev.hopwise.receive.RequestDecoder;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.buffer.BufferLimits;
import dev.hopwise.sample.trial.PolicyTrial;
import dev.hopwise.sample.trial.TrialSettings;
import dev.hopwise.server.ingest.DecisionMemory;
import dev.hopwise.server.ingest.JournalTraffic;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Tries drafts of a policy on what the journal holds, one at a time, beside the running server: it
/// takes no lock that a writer waits for.
public final class PolicyTrials {

  /// Two half-lives of what is known of durations.
  private static final long LEARNED_NANOS = Duration.ofMinutes(20).toNanos();

  private final Journal journal;
  private final Supplier<RequestDecoder> decoders;
  private final DecisionMemory decisions;
  private final Supplier<Policy> today;
  private final BufferLimits buffer;
  private final LongSupplier clockEpochNanos;
  private final Supplier<JournalTraffic.Pace> paces;
  private final TrialLimits limits;
  private final Semaphore turn = new Semaphore(1);

  /// @param decoders makes one for a trial
  /// @param today the policy in force
  /// @param buffer of the running sampler
  /// @param paces makes one for a trial
  public PolicyTrials(
      Journal journal,
      Supplier<RequestDecoder> decoders,
      DecisionMemory decisions,
      Supplier<Policy> today,
      BufferLimits buffer,
      LongSupplier clockEpochNanos,
      Supplier<JournalTraffic.Pace> paces) {
    this(journal, decoders, decisions, today, buffer, clockEpochNanos, paces, TrialLimits.DEFAULT);
  }

  PolicyTrials(
      Journal journal,
      Supplier<RequestDecoder> decoders,
      DecisionMemory decisions,
      Supplier<Policy> today,
      BufferLimits buffer,
      LongSupplier clockEpochNanos,
      Supplier<JournalTraffic.Pace> paces,
      TrialLimits limits) {
    this.journal = journal;
    this.decoders = decoders;
    this.decisions = decisions;
    this.today = today;
    this.buffer = buffer;
    this.clockEpochNanos = clockEpochNanos;
    this.paces = paces;
    this.limits = limits;
  }

  /// Tries one. Takes its time on the calling thread, which nobody may interrupt.
  ///
  /// @param cancelled asked again and again
  /// @return empty when another one is under way
  /// @throws CancellationException when it was cancelled
  public Optional<TrialReport> run(Policy draft, TrialRange asked, BooleanSupplier cancelled)
      throws IOException {
    if (!turn.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return Optional.of(runAlone(draft, asked, cancelled));
    } finally {
      turn.release();
    }
  }

  private TrialReport runAlone(Policy draft, TrialRange asked, BooleanSupplier cancelled)
      throws IOException {
    JournalTraffic traffic = new JournalTraffic(journal, decoders.get(), paces.get());
    TrialRange range = asked.within(limits.rangeMax().toNanos(), clockEpochNanos.getAsLong());
    double spans = new TrafficEstimate(journal, traffic).spans(range);
    TrialPlan plan = TrialPlan.of(range, reach(range), spans, limits);
    PolicyTrial trial = new PolicyTrial(draft, today.get(), settings(plan));
    decisions.scan(
        plan.startEpochNanos() - LEARNED_NANOS,
        plan.startEpochNanos(),
        decision -> {
          check(cancelled);
          trial.learn(decision);
        });
    return report(plan, trial, traffic, read(plan, trial, traffic, cancelled));
  }

  /// Where the journal begins; an empty one begins when somebody writes to it.
  private long reach(TrialRange range) {
    long oldest = journal.status().oldestEpochNanos();
    return oldest == 0 ? range.toEpochNanos() : oldest;
  }

  private TrialSettings settings(TrialPlan plan) {
    long bytes = (long) (buffer.bytesMax() * plan.share().share());
    BufferLimits ofTrial =
        new BufferLimits(
            Math.clamp(bytes, BufferLimits.BYTES_MIN, limits.bufferBytesMax()),
            buffer.traceSpansMax(),
            buffer.traceBytesMax(),
            buffer.quietNanos(),
            buffer.timeoutNanos());
    return new TrialSettings(
        plan.share(), ofTrial, decisions, plan.startEpochNanos(), plan.fromEpochNanos());
  }

  /// @return to where it was read
  private long read(
      TrialPlan plan, PolicyTrial trial, JournalTraffic traffic, BooleanSupplier cancelled)
      throws IOException {
    long begun = clockEpochNanos.getAsLong();
    long[] reached = {plan.startEpochNanos()};
    try {
      traffic.read(
          journal.positionAt(plan.startEpochNanos()),
          journal.positionAt(plan.toEpochNanos()),
          true,
          (batch, received, _, _) -> {
            check(cancelled);
            if (clockEpochNanos.getAsLong() - begun > limits.runMax().toNanos()) {
              throw new Enough();
            }
            reached[0] = Math.max(reached[0], received);
            trial.offer(batch, reached[0]);
          });
    } catch (Enough _) {
      return reached[0];
    }
    return plan.toEpochNanos();
  }

  private TrialReport report(
      TrialPlan plan, PolicyTrial trial, JournalTraffic traffic, long reached) {
    trial.advance(reached);
    boolean removed = journal.status().oldestEpochNanos() > plan.startEpochNanos();
    return new TrialReport(
        plan.fromEpochNanos(),
        Math.max(plan.fromEpochNanos(), reached),
        plan.shortened() || removed || reached < plan.toEpochNanos() || traffic.isDamaged(),
        trial.result());
  }

  private static void check(BooleanSupplier cancelled) {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("whoever asked has gone away");
    }
  }
}
