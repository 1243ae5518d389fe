package dev.hopwise.sample;

import java.util.List;
import java.util.stream.Stream;

/// The decision to keep a trace that was dropped before.
final class LateDecision {

  private LateDecision() {}

  static Decision of(
      Decision dropped,
      TraceFacts late,
      String rule,
      double probability,
      int spanCount,
      long bytes,
      long nowEpochNanos) {
    return new Decision(
        dropped.traceId(),
        true,
        rule,
        Decision.PROMOTED_TRIGGER,
        probability,
        null,
        nowEpochNanos,
        dropped.rootService(),
        dropped.rootName(),
        dropped.startEpochNanos(),
        dropped.durationNanos(),
        spanCount,
        bytes,
        kinds(dropped, late));
  }

  private static List<ErrorKind> kinds(Decision dropped, TraceFacts late) {
    return Stream.concat(dropped.errorKinds().stream(), DecisionEngine.errorKinds(late).stream())
        .distinct()
        .toList();
  }
}
