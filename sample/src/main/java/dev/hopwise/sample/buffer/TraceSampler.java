package dev.hopwise.sample.buffer;

import dev.hopwise.model.KeepMark;
import dev.hopwise.model.Kept;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.ConditionSet;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.DecisionEngine;
import dev.hopwise.sample.Policy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sampling stage: spans wait by trace until their trace can be judged as a whole.
///
/// ```
/// makeRoom ─► offer ─► late     spans of traces that were decided before
///        └──► planDue ─► planned   the decisions, to be written down …
///                   └──► settle    … before anything follows from them
/// ```
///
/// A planned decision is final once it is written down; until then its trace stays buffered and
/// takes further spans. Everything that one written record of decisions keeps comes out of one
/// {@link #settle}, so that a store can take it as a whole.
///
/// **Threads.** One at a time; the caller sees to it.
public final class TraceSampler {

  /// What everything is marked with where nothing is ever dropped.
  private static final KeepMark EVERYTHING =
      new KeepMark("baseline", Trigger.IMMEDIATE.text(), 1, null);

  /// What is marked that can never fit the buffer.
  private static final KeepMark OVERSIZED = new KeepMark("oversized", Trigger.SIZE.text(), 1, null);

  private final DecisionEngine engine;
  private final BufferLimits limits;
  private final TraceBuffer buffer;
  private final DecisionCache cache;
  private final EarlierDecisions earlier;
  private final BufferedTrace facts;
  private final Plan plan = new Plan();
  private final LateSpans late = new LateSpans();
  private final BatchAssembler keptSpans;
  private final Map<Trigger, Long> decisions = new EnumMap<>(Trigger.class);
  private long keptTraces;
  private long droppedTraces;
  private long lateKept;
  private long lateDropped;
  private long nowEpochNanos;

  /// Of the batch that is being offered: the record of each span's trace, as far as there was one.
  private int[] recordOfSpan = new int[512];

  private @Nullable Policy knownPolicy;
  private String tenantAttribute = "";

  /// @param rememberedDecisions how many of the last decisions are known without {@code before}; a
  ///   power of two
  /// @param before the decisions of a longer time and of earlier processes
  /// @param startedEpochNanos when this process began to decide
  public TraceSampler(
      DecisionEngine engine,
      BufferLimits limits,
      int rememberedDecisions,
      DecidedBefore before,
      long startedEpochNanos) {
    this.engine = engine;
    this.limits = limits;
    this.buffer = new TraceBuffer(limits);
    this.cache = new DecisionCache(rememberedDecisions);
    this.earlier = new EarlierDecisions(before, limits.timeoutNanos(), startedEpochNanos);
    this.facts = new BufferedTrace(buffer);
    this.keptSpans = new BatchAssembler(buffer.ring());
  }

  /// Takes the time, which never runs backward here.
  ///
  /// @return the time to be written down with what follows
  public long advance(long epochNanos) {
    nowEpochNanos = Math.max(nowEpochNanos, epochNanos);
    return nowEpochNanos;
  }

  /// Whether a batch goes straight to the store: nothing is ever dropped, or it would not fit. The
  /// batch is marked then.
  public boolean passes(SpanBatch batch) {
    boolean everything = engine.keepsAll();
    if (!everything && fits(batch)) {
      return false;
    }
    Marker.markAll(batch, everything ? EVERYTHING : OVERSIZED);
    return true;
  }

  /// Whether there can be room for a batch at all.
  public boolean fits(SpanBatch batch) {
    return buffer.couldHaveRoom(TraceBuffer.bytesNeeded(batch));
  }

  /// The same for a batch that an earlier process passed.
  public void passAgain(SpanBatch batch) {
    Marker.markAll(batch, EVERYTHING);
  }

  /// Begins or ends a replay, during which there is room for everything that an earlier process had
  /// room for: nothing is decided that it has decided.
  public void replaying(boolean replaying) {
    buffer.lift(replaying);
  }

  /// Plans the decision of waiting traces until a batch fits.
  ///
  /// @return whether it fits already; else to be called again after {@link #settle}
  public boolean makeRoom(SpanBatch batch) {
    long bytes = TraceBuffer.bytesNeeded(batch);
    if (buffer.hasRoom(bytes)) {
      return true;
    }
    buffer.inTheWay(record -> plan(record, Trigger.MEMORY));
    if (plan.isEmpty()) {
      buffer.all(record -> plan(record, Trigger.MEMORY));
    }
    return false;
  }

  /// Takes the spans of a batch for which there is room.
  ///
  /// @param journalPosition before the record that holds them
  public void offer(SpanBatch batch, long journalPosition) {
    buffer.begin(nowEpochNanos);
    late.begin(batch);
    ConditionSet conditions = engine.conditions();
    conditions.begin(batch);
    findRecords(batch);
    for (int i = 0; i < batch.count; i++) {
      int record = recordOfSpan[i];
      if (record == TraceRecords.NONE) { // unless a span before it was the first of its trace
        record = buffer.records().find(batch.traceIdHigh[i], batch.traceIdLow[i]);
      }
      if (record == TraceRecords.NONE) {
        record = newTrace(batch, i, journalPosition, conditions.generation());
      }
      if (record != TraceRecords.NONE) {
        add(record, batch, i, conditions);
      }
    }
    lateKept += late.kept();
    lateDropped += late.dropped();
    if (late.chargedSpans() > 0) {
      // Whose they are would take a look at their trace's decision; the total is what counts most.
      engine.lateStored("", "", late.chargedSpans(), late.chargedBytes(), nowEpochNanos);
    }
  }

  /// All at once, so that the look-ups of several spans wait for memory at the same time.
  private void findRecords(SpanBatch batch) {
    if (recordOfSpan.length < batch.count) {
      recordOfSpan = new int[batch.spanOffset.length];
    }
    for (int i = 0; i < batch.count; i++) {
      recordOfSpan[i] = buffer.records().find(batch.traceIdHigh[i], batch.traceIdLow[i]);
    }
  }

  private void add(int record, SpanBatch batch, int span, ConditionSet conditions) {
    if (!buffer.add(record, batch, span, conditions.observe(batch, span), nowEpochNanos)) {
      throw new IllegalStateException("no room for a span that had been given room");
    }
    if (buffer.isTooLarge(record)) {
      plan(record, Trigger.SIZE);
    }
  }

  /// A record for a trace that is not buffered, or none when its span follows an earlier decision.
  private int newTrace(SpanBatch batch, int span, long journalPosition, long generation) {
    long high = batch.traceIdHigh[span];
    long low = batch.traceIdLow[span];
    int found = cache.find(high, low);
    if (found == DecisionCache.UNKNOWN
        && earlier.mayKnow(batch.startEpochNanos[span], nowEpochNanos)) {
      found = recall(high, low);
    }
    boolean mayChange =
        found == DecisionCache.DROPPED && batch.statusCode[span] == TraceBuffer.ERROR;
    if (found == DecisionCache.UNKNOWN || mayChange) {
      int record = buffer.create(high, low, journalPosition, nowEpochNanos);
      buffer.records().put(record, TraceRecords.GENERATION, generation);
      if (mayChange) {
        buffer.records().set(record, TraceRecords.AFTER_DROP);
      }
      return record;
    }
    late.add(span, found == DecisionCache.DROPPED ? null : cache.mark(found));
    return TraceRecords.NONE;
  }

  private int recall(long high, long low) {
    Optional<Decision> decision = earlier.find(new TraceId(high, low), nowEpochNanos);
    if (decision.isEmpty()) {
      return DecisionCache.UNKNOWN;
    }
    remember(decision.get());
    return cache.find(high, low);
  }

  private void remember(Decision decision) {
    KeepMark mark = decision.keep() ? markOfLate(decision) : null;
    cache.put(decision.traceId().high(), decision.traceId().low(), mark);
  }

  /// Late spans of a trace that was no part of the sample are none either.
  private static KeepMark markOfLate(Decision decision) {
    KeepMark mark = decision.mark();
    return new Kept(1, mark.rule(), mark.trigger(), mark.windowId()).weight() == 0
        ? mark
        : new KeepMark(mark.rule(), Trigger.LATE.text(), mark.probability(), mark.windowId());
  }

  /// The spans of the last batch that follow a decision to keep, marked; valid until the next.
  public SpanBatch lateKept() {
    return late.batch();
  }

  /// How many of the last batch follow a decision to drop.
  public long lateDropped() {
    return late.dropped();
  }

  /// Plans the decision of the traces that are due, as far as one record of decisions goes.
  public void planDue() {
    buffer.due(
        nowEpochNanos,
        new TraceBuffer.DueTraces() {
          @Override
          public boolean wantsMore() {
            return !plan.isFull();
          }

          @Override
          public void due(int record, Trigger trigger) {
            plan(record, trigger);
          }
        });
  }

  private void plan(int record, Trigger trigger) {
    TraceRecords records = buffer.records();
    if (records.has(record, TraceRecords.DECIDED)) {
      return;
    }
    records.set(record, TraceRecords.DECIDED);
    BufferedTrace trace = facts.of(record, tenantAttribute());
    Decision decision =
        records.has(record, TraceRecords.AFTER_DROP)
            ? decideAgain(trace)
            : engine.decide(trace, trigger.text(), nowEpochNanos);
    plan.add(record, decision, records.get(record, TraceRecords.BYTES));
    decisions.merge(trigger, 1L, Long::sum);
  }

  /// Empty where nobody asks for the tenant, since looking for it walks the trace.
  @SuppressWarnings("ReferenceEquality") // the same one nearly always, and asked for each trace
  private String tenantAttribute() {
    Policy policy = engine.policy();
    if (policy != knownPolicy) {
      knownPolicy = policy;
      tenantAttribute = policy.asksForTenants() ? policy.tenantAttribute() : "";
    }
    return tenantAttribute;
  }

  /// An error that came after its trace was dropped may keep it; what it followed is known to the
  /// log.
  private Decision decideAgain(BufferedTrace trace) {
    Optional<Decision> dropped = earlier.find(trace.traceId(), nowEpochNanos);
    if (dropped.isEmpty()) {
      return engine.decide(trace, Trigger.LATE.text(), nowEpochNanos);
    }
    if (dropped.get().keep()) { // reach-back came first
      return dropped.get().again(Trigger.LATE.text(), nowEpochNanos);
    }
    Decision promoted = engine.promote(dropped.get(), trace, nowEpochNanos);
    return promoted != null ? promoted : dropped.get().again(Trigger.LATE.text(), nowEpochNanos);
  }

  /// Decisions that wait to be written down, at most what goes into one record.
  public List<Decision> planned() {
    return plan.first();
  }

  /// The decisions of {@link #planned} were written down: forgets their traces.
  public Settled settle() {
    keptSpans.clear();
    long dropped = 0;
    List<Decision> promoted = new ArrayList<>();
    int count = plan.firstCount();
    for (int i = 0; i < count; i++) {
      int record = plan.record(i);
      Decision decision = plan.decision(i);
      if (decision.keep() && buffer.records().has(record, TraceRecords.AFTER_DROP)) {
        promoted.add(decision);
      }
      dropped += apply(record, decision);
    }
    plan.removeFirst();
    return new Settled(keptSpans.batch(), dropped, promoted);
  }

  /// @return spans that were dropped
  private long apply(int record, Decision decision) {
    long spans = buffer.records().get(record, TraceRecords.SPANS);
    if (decision.keep()) {
      keptTraces++;
      buffer.copy(record, keptSpans, decision.mark());
    } else {
      droppedTraces++;
    }
    remember(decision);
    buffer.release(record);
    return decision.keep() ? 0 : spans;
  }

  /// Dropped traces are kept after all: their late spans are from now on.
  public void promote(List<Decision> written) {
    written.forEach(this::remember);
  }

  /// Follows decisions that an earlier process wrote down.
  ///
  /// @param applied whether the store holds already what they keep
  public Settled follow(List<Decision> written, boolean applied) {
    keptSpans.clear();
    long dropped = 0;
    for (Decision decision : written) {
      engine.learn(decision);
      TraceId id = decision.traceId();
      int record = buffer.records().find(id.high(), id.low());
      if (record == TraceRecords.NONE) {
        remember(decision);
      } else if (applied) {
        dropped += decision.keep() ? 0 : buffer.records().get(record, TraceRecords.SPANS);
        remember(decision);
        buffer.release(record);
      } else {
        dropped += apply(record, decision);
      }
    }
    return new Settled(keptSpans.batch(), dropped, List.of());
  }

  /// Where a replay has to start when everything before a position is in the store but for what is
  /// buffered.
  public long replayFrom(long position) {
    return buffer.oldestPosition(position);
  }

  /// What is known of a trace that waits; null when none does.
  public @Nullable PendingTrace pending(TraceId id) {
    int record = buffer.records().find(id.high(), id.low());
    if (record == TraceRecords.NONE) {
      return null;
    }
    BufferedTrace trace = facts.of(record, "");
    return new PendingTrace(
        trace.rootService(),
        trace.rootName(),
        trace.startEpochNanos(),
        trace.durationNanos(),
        trace.spanCount(),
        trace.bytes(),
        trace.firstArrivalEpochNanos());
  }

  public SamplerCounts counts() {
    return new SamplerCounts(
        buffer.traces(),
        buffer.spans(),
        buffer.heldBytes(),
        limits.bytesMax(),
        decisions,
        keptTraces,
        droppedTraces,
        lateKept,
        lateDropped);
  }

  /// What follows from one record of decisions.
  ///
  /// @param kept the spans to store, marked; valid until the next call
  /// @param droppedSpans of its traces that are not kept
  /// @param promoted traces that had been dropped and are kept after all: what came of them before
  ///   lies in the journal
  public record Settled(SpanBatch kept, long droppedSpans, List<Decision> promoted) {
    public Settled {
      promoted = List.copyOf(promoted);
    }
  }
}
