package dev.hopwise.sample.window;

/// A window as it is at one moment.
///
/// @param id unique, and of letters, digits and `-` only
/// @param rate the share of matching traces that is to be kept, above 0 and at most 1
/// @param effectiveRate what its budget leaves of it now; after its end, what it was last
/// @param reachBackNanos how much of the past is kept as well; 0 for none
/// @param budgetSpansPerSecond what it keeps at most, on the average over its life
/// @param reason in the opener's words, may be empty
/// @param opensEpochNanos traces decided at or after this
/// @param closesEpochNanos … and first seen before this belong to it
public record IncidentWindow(
    String id,
    WindowScope scope,
    double rate,
    double effectiveRate,
    long reachBackNanos,
    double budgetSpansPerSecond,
    String reason,
    Opener opener,
    WindowState state,
    long opensEpochNanos,
    long closesEpochNanos,
    WindowCounts counts,
    ReachBackProgress reachBack) {}
