package dev.hopwise.sample.head;

import dev.hopwise.traceql.Query;

/// An open incident window, as far as the head needs to know of it.
///
/// @param scope which traces it wants
/// @param rate the share of them that it wants, above 0 and at most 1
public record HeadWindow(Query scope, double rate) {}
