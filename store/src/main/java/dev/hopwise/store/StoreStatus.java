package dev.hopwise.store;

/// What a store holds.
///
/// @param spans in memory and files together
/// @param hotSpans in memory only, so far
/// @param bytes on disk, indexes and table metadata included
/// @param files data files that are committed
/// @param oldestEpochNanos start of the oldest span, perhaps less than a microsecond early; 0 when
///   empty
/// @param newestEpochNanos start of the newest span, perhaps less than a microsecond late; 0 when
///   empty
/// @param expiredSpans given up by retention since the store was opened
public record StoreStatus(
    long spans,
    long hotSpans,
    long bytes,
    int files,
    long oldestEpochNanos,
    long newestEpochNanos,
    long expiredSpans) {}
