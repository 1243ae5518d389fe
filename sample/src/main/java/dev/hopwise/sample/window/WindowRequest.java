package dev.hopwise.sample.window;

import java.time.Duration;

/// What somebody asks for.
///
/// @param rate the share of matching traces that is to be kept, above 0 and at most 1
/// @param ttl how long it stays open
/// @param reachBack how much of the past is kept as well; zero for none
/// @param budgetSpansPerSecond what it may keep at most, on the average over its life
/// @param reason in the opener's words, may be empty
public record WindowRequest(
    WindowScope scope,
    double rate,
    Duration ttl,
    Duration reachBack,
    double budgetSpansPerSecond,
    String reason,
    Opener opener) {}
