package dev.hopwise.measure;

import java.security.SecureRandom;

/// Hashes that differ from process to process, so that no sender can choose ids or names that
/// collide.
public final class Hash {

  private static final long SEED = new SecureRandom().nextLong();
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private Hash() {}

  /// Of one long.
  static int of(long value) {
    return (int) add(SEED, value);
  }

  /// Starts a hash of several longs.
  public static long start(long value) {
    return add(SEED, value);
  }

  /// The hash with one more long; its lower bits are fit to choose a slot.
  public static long add(long hash, long value) {
    long mixed = (hash ^ value) * MULTIPLIER;
    return mixed ^ mixed >>> 32;
  }
}
