package dev.hopwise.sample.reachback;

/// Some of all trace ids, chosen by a hash, so that each part of the work fits the memory whatever
/// the traffic.
///
/// @param from 0 to {@link #END}
/// @param to not in it
record HashRange(long from, long to) {

  /// Behind the last hash.
  static final long END = 1L << 32;

  /// A 32-bit hash of a trace id.
  static long hash(long traceIdHigh, long traceIdLow) {
    long mixed = (traceIdHigh * 0x9E3779B97F4A7C15L ^ traceIdLow) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 29) * 0x94D049BB133111EBL;
    return mixed >>> 32;
  }

  boolean contains(long hash) {
    return hash >= from && hash < to;
  }

  long width() {
    return to - from;
  }

  /// Its first half.
  HashRange half() {
    return new HashRange(from, from + Math.max(1, width() / 2));
  }
}
