package dev.hopwise.sample.record;

/// What a decision log holds, and what went wrong.
///
/// @param decisions of all traces, repeated ones counted
/// @param bytes of data and indexes on disk
/// @param oldestEpochNanos when the earliest was made, 0 when empty
/// @param newestEpochNanos when the latest was made, 0 when empty
/// @param lostDecisions that could not be written since it was opened
/// @param damagedSegments whose end was cut off since it was opened
public record DecisionLogStatus(
    long decisions,
    long bytes,
    int segments,
    long oldestEpochNanos,
    long newestEpochNanos,
    long lostDecisions,
    long damagedSegments) {}
