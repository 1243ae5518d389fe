package dev.hopwise.sample.buffer;

import java.util.EnumMap;
import java.util.Map;

/// What the sampler has done since it was made, and what it holds, at one moment.
///
/// @param traces buffered at present
/// @param spans buffered at present
/// @param bytes of memory that holds spans
/// @param bytesMax of it
/// @param decisions by trigger, kept and dropped together
/// @param keptTraces by decision
/// @param droppedTraces by decision
/// @param lateKept spans that followed a decision to keep
/// @param lateDropped spans that followed a decision to drop
public record SamplerCounts(
    int traces,
    long spans,
    long bytes,
    long bytesMax,
    Map<Trigger, Long> decisions,
    long keptTraces,
    long droppedTraces,
    long lateKept,
    long lateDropped) {
  public SamplerCounts {
    decisions = decisions.isEmpty() ? Map.of() : new EnumMap<>(decisions);
  }
}
