package dev.hopwise.journal;

/// What a journal holds.
///
/// @param unreleasedBytes of them, needed for recovery
/// @param oldestEpochNanos when the oldest record was received, 0 when empty
/// @param damagedRecords found while reading since it was opened
public record JournalStatus(
    long bytes, long unreleasedBytes, int segments, long oldestEpochNanos, long damagedRecords) {}
