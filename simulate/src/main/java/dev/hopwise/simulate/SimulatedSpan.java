package dev.hopwise.simulate;

import dev.hopwise.model.Span;

/// A span and when it is sent.
///
/// @param sentEpochNanos by the sender's true clock
public record SimulatedSpan(Span span, long sentEpochNanos) {}
