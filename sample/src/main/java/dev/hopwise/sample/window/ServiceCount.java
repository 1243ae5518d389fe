package dev.hopwise.sample.window;

/// What a window saw of the traces whose root is of one service.
///
/// @param service empty for those beyond what is told apart
public record ServiceCount(String service, long matchedTraces, long keptTraces, long keptSpans) {}
