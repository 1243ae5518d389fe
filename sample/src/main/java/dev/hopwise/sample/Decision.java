package dev.hopwise.sample;

import dev.hopwise.model.KeepMark;
import dev.hopwise.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was decided about one trace, and what was known of it then. A record of the journal, from
/// which a restart and `explain` read it back.
///
/// @param rule the policy's rule that gave the probability, or `window` where an incident window's
///   rate was higher than every rule's
/// @param trigger as in {@link KeepMark}
/// @param probability with which a trace like this one was kept, 0 to 1: it is kept when its
///   randomness reaches the threshold of this probability; above 0 when kept
/// @param windowId the incident window whose rate the probability is, or null
/// @param rootService of the earliest span where there is no root
/// @param rootName of the earliest span where there is no root
/// @param startEpochNanos nanoseconds since 1970
/// @param durationNanos the root's, or the extent of the spans where there is no root
/// @param bytes of its spans, encoded
/// @param errorKinds distinct, as many as the buffer counts
public record Decision(
    TraceId traceId,
    boolean keep,
    String rule,
    String trigger,
    double probability,
    @Nullable String windowId,
    long decidedEpochNanos,
    String rootService,
    String rootName,
    long startEpochNanos,
    long durationNanos,
    int spanCount,
    long bytes,
    List<ErrorKind> errorKinds) {

  /// {@link #rule} of what a window kept.
  public static final String WINDOW_RULE = "window";

  /// {@link #trigger} of a trace that was dropped and that a late span keeps after all. Not `late`:
  /// what it adds was no part of the sample, and stands for nothing ({@link
  /// dev.hopwise.model.Kept#weight}).
  public static final String PROMOTED_TRIGGER = "promoted";

  public Decision {
    errorKinds = List.copyOf(errorKinds);
    if (!(probability >= 0 && probability <= 1) || (keep && probability == 0)) {
      throw new IllegalArgumentException((keep ? "kept" : "dropped") + " with " + probability);
    }
  }

  /// The same, made once more at a later time for another reason.
  public Decision again(String newTrigger, long newDecidedEpochNanos) {
    return new Decision(
        traceId,
        keep,
        rule,
        newTrigger,
        probability,
        windowId,
        newDecidedEpochNanos,
        rootService,
        rootName,
        startEpochNanos,
        durationNanos,
        spanCount,
        bytes,
        errorKinds);
  }

  /// What its kept spans are marked with.
  public KeepMark mark() {
    return new KeepMark(rule, trigger, probability, windowId);
  }
}
