package dev.hopwise.server.api;

/// What is known of a trace that is not decided yet.
///
/// @param rootService of the earliest span where no root has arrived, like what follows
/// @param durationNanos so far
/// @param bytes of its spans, encoded
public record Pending(
    String rootService,
    String rootName,
    long startEpochNanos,
    long durationNanos,
    int spanCount,
    long bytes,
    long firstArrivalEpochNanos) {}
