package dev.hopwise.sample.buffer;

/// What is known of a trace that is not decided yet.
///
/// @param rootService of the earliest span where no root has arrived, like the rest
/// @param bytes of its spans, encoded
public record PendingTrace(
    String rootService,
    String rootName,
    long startEpochNanos,
    long durationNanos,
    int spanCount,
    long bytes,
    long firstArrivalEpochNanos) {}
