package dev.hopwise.store.rollup;

/// What a rollup store holds.
///
/// @param bytes on disk
/// @param oldestEpochSeconds the start of the oldest block; 0 when there is none
/// @param lostCuts cuts that were given up since the store was opened, because they could not be
///   written
/// @param damagedBlocks found while opening and reading
/// @param tornBytes cut off at the start, behind the last whole block
public record RollupStatus(
    long bytes,
    int files,
    long oldestEpochSeconds,
    long lostCuts,
    long damagedBlocks,
    long tornBytes) {}
