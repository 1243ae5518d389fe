package dev.hopwise.simulate;

/// What a span is about.
sealed interface Subject permits Endpoint, Step {}
