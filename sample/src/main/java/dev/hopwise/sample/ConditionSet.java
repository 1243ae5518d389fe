package dev.hopwise.sample;

import dev.hopwise.model.otlp.SpanBatch;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The conditions of a policy and of the open windows, numbered from 0, so that what each span of a
/// trace satisfies is one long.
///
/// A new set is made whenever the conditions change. What both have keeps its number, so that bits
/// observed under an older set stay good for it: the buffer keeps with a trace the generation that
/// its **first** span was observed under, and or-s the bits of all its spans, of whichever
/// generation.
///
/// Conditions beyond the 64th have no number and are always evaluated over the whole trace.
///
/// **Threads.** `begin` and `observe` belong to the one thread that writes; everything else is
/// immutable.
public final class ConditionSet {

  /// How many have a number.
  public static final int NUMBERED_MAX = Long.SIZE;

  /// Observes nothing.
  public static final ConditionSet EMPTY = new ConditionSet(0, new Condition[0], new long[0]);

  private static final int NO_NUMBER = -1;

  private final long generation;

  /// By number; null where a number is free.
  private final @Nullable Condition[] numbered;

  /// By number, the generation from which on it is observed.
  private final long[] since;

  private final SpanObserver observer;

  private ConditionSet(long generation, @Nullable Condition[] numbered, long[] since) {
    this.generation = generation;
    this.numbered = numbered;
    this.since = since;
    observer = new SpanObserver(numbered);
  }

  /// A set of its own, for whoever looks at spans apart from the pipeline.
  public static ConditionSet of(List<Condition> conditions) {
    return EMPTY.next(conditions);
  }

  /// The set that follows this one.
  ///
  /// @param conditions equal ones are one
  ConditionSet next(List<Condition> conditions) {
    Set<Condition> wanted = new LinkedHashSet<>(conditions);
    @Nullable Condition[] nextNumbered = new Condition[NUMBERED_MAX];
    long[] nextSince = new long[NUMBERED_MAX];
    for (int i = 0; i < numbered.length; i++) {
      Condition known = numbered[i];
      if (known != null && wanted.remove(known)) {
        nextNumbered[i] = known;
        nextSince[i] = since[i];
      }
    }
    int free = 0;
    for (Condition condition : wanted) {
      while (free < NUMBERED_MAX && nextNumbered[free] != null) {
        free++;
      }
      if (free == NUMBERED_MAX) {
        break;
      }
      nextNumbered[free] = condition;
      nextSince[free] = generation + 1;
    }
    return new ConditionSet(generation + 1, nextNumbered, nextSince);
  }

  /// Grows with every new set.
  public long generation() {
    return generation;
  }

  /// To be called once for each batch, before its first span is observed.
  public void begin(SpanBatch batch) {
    observer.begin();
  }

  /// The conditions that a span may make its trace satisfy, as bits by their numbers. Exact for
  /// conditions that are {@link Condition#bySpan}; never leaves out one that holds.
  public long observe(SpanBatch batch, int span) {
    return observer.observe(batch, span);
  }

  /// -1 when it has none.
  int numberOf(Condition condition) {
    return Arrays.asList(numbered).indexOf(condition);
  }

  /// Whether a trace satisfies a condition: exact. From the bits where they suffice, else by
  /// evaluating all its spans.
  public boolean matches(Condition condition, TraceFacts trace) {
    int number = numberOf(condition);
    if (number != NO_NUMBER && trace.generation() >= since[number]) {
      boolean may = (trace.conditionBits() & 1L << number) != 0;
      if (!may || condition.bySpan()) {
        return may;
      }
    }
    return condition.matches(trace.spans());
  }
}
