package dev.hopwise.sample.reachback;

/// What a reach-back has done so far.
///
/// @param matchedTraces in scope, and dropped before the window opened
/// @param keptTraces of these, kept after all, with `keptSpans` spans
/// @param overBudgetTraces of these, within the window's rate but not kept because the budget was
///   spent
/// @param incomplete whether part of the journal that was to be read is gone
/// @param bytesPeak most memory that was taken at once by what it gathered
public record ReachBackCounts(
    long matchedTraces,
    long keptTraces,
    long keptSpans,
    long overBudgetTraces,
    boolean incomplete,
    long bytesPeak) {}
