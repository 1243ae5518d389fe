package dev.hopwise.store.lake;

import org.jspecify.annotations.Nullable;

/// A data page as it lies in the file.
///
/// @param bytes header and body
/// @param firstRow within the row group
/// @param lower plain-encoded, null when the page has no value, or none is told
@SuppressWarnings("ArrayRecordComponent") // never compared
record WrittenPage(
    long offset,
    int bytes,
    int firstRow,
    int nulls,
    boolean empty,
    byte @Nullable [] lower,
    byte @Nullable [] upper) {}
