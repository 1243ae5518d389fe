package dev.hopwise.sample.record;

/// Decisions that were written together.
///
/// @param offset of the block in its file
/// @param end behind it
record Block(
    int offset, int end, long earliestEpochNanos, long latestEpochNanos, DecisionBlock decisions) {}
