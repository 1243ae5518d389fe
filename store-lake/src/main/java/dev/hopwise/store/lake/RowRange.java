package dev.hopwise.store.lake;

/// Rows of a file, the end exclusive.
record RowRange(int from, int to) {}
