package dev.hopwise.query;

/// How much a search has looked at so far, as in {@link SearchAnswer}.
public record SearchProgress(long inspectedTraces, long inspectedSpans, long inspectedBytes) {}
