package dev.hopwise.server.status;

import dev.hopwise.sample.buffer.SamplerCounts;
import dev.hopwise.sample.buffer.Trigger;
import dev.hopwise.sample.record.DecisionLogStatus;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What waits for its decision and what was decided since the start, as `GET /api/v1/status` tells.
///
/// @param bufferedTraces at present
/// @param bufferedSpans at present
/// @param bufferBytes of the memory that holds spans
/// @param bufferBytesMax of it
/// @param decisions by trigger; triggers that never occurred are absent
/// @param keptTraces by decision
/// @param droppedTraces by decision
/// @param lateKeptSpans that followed a decision to keep
/// @param lateDroppedSpans that followed a decision to drop
/// @param log null where decisions are not remembered
public record SamplingStatus(
    int bufferedTraces,
    long bufferedSpans,
    long bufferBytes,
    long bufferBytesMax,
    Map<String, Long> decisions,
    long keptTraces,
    long droppedTraces,
    long lateKeptSpans,
    long lateDroppedSpans,
    @Nullable LogPart log) {

  /// What is remembered of decisions.
  ///
  /// @param oldest RFC 3339; null when it is empty
  /// @param lost that could not be written since the start
  public record LogPart(
      long decisions,
      long bytes,
      int segments,
      @Nullable String oldest,
      long lost,
      long damagedSegments) {}

  /// Puts together what sampler and log say.
  public static SamplingStatus of(SamplerCounts counts, @Nullable DecisionLogStatus log) {
    Map<String, Long> decisions = new TreeMap<>();
    for (Map.Entry<Trigger, Long> each : counts.decisions().entrySet()) {
      decisions.put(each.getKey().text(), each.getValue());
    }
    return new SamplingStatus(
        counts.traces(),
        counts.spans(),
        counts.bytes(),
        counts.bytesMax(),
        decisions,
        counts.keptTraces(),
        counts.droppedTraces(),
        counts.lateKept(),
        counts.lateDropped(),
        log == null ? null : log(log));
  }

  private static LogPart log(DecisionLogStatus log) {
    return new LogPart(
        log.decisions(),
        log.bytes(),
        log.segments(),
        StatusSnapshot.time(log.oldestEpochNanos()),
        log.lostDecisions(),
        log.damagedSegments());
  }
}
