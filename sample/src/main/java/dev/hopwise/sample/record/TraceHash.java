package dev.hopwise.sample.record;

import dev.hopwise.model.TraceId;

/// 64 evenly spread bits of a trace id, whatever the ids look like. Part of the index files'
/// format.
///
/// The finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators", 2014) over both halves.
final class TraceHash {

  private TraceHash() {}

  static long of(TraceId id) {
    return mix(mix(id.high() + 0x9E3779B97F4A7C15L) ^ id.low());
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
