package dev.hopwise.receive;

/// Some bytes of an array that is shared and not to be written to.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Slice(byte[] bytes, int offset, int length) {}
