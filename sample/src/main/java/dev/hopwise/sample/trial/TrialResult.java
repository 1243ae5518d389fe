package dev.hopwise.sample.trial;

/// What a trial has found.
///
/// @param spans that came in the range, counted
/// @param sampledTraces that were looked at
/// @param lost what of the traces looked at is kept today and would not be any more
public record TrialResult(
    long spans, long sampledTraces, TrialOutcome draft, TrialOutcome today, Lost lost) {}
