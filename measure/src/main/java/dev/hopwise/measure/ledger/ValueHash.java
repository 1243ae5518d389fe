package dev.hopwise.measure.ledger;

import dev.hopwise.model.otlp.ProtoReader;

/// Hashes of values. The seed is chosen once per data folder: sketches of one process can be merged
/// with those of the next, and no sender can choose values that collide.
///
/// @param seed at random
record ValueHash(long seed) {

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  /// Every bit depends on every byte.
  int of(byte[] bytes, int offset, int length) {
    long hash = mix(seed ^ length);
    int end = offset + length;
    int at = offset;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      hash = mix(hash ^ ProtoReader.longAt(bytes, at));
    }
    long tail = 0;
    for (; at < end; at++) {
      tail = tail << Byte.SIZE | (bytes[at] & 0xFF);
    }
    hash = mix(hash ^ tail);
    return (int) (mix(hash) >>> Integer.SIZE);
  }

  private static long mix(long value) {
    long mixed = value * MULTIPLIER;
    return mixed ^ mixed >>> Integer.SIZE;
  }
}
