package dev.hopwise.simulate;

/// Random numbers that belong to things instead of to an order, so that asking for one more changes
/// no other.
final class Dice {

  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  private Dice() {}

  /// 0 inclusive to 1 exclusive, always the same for the same pair.
  static double of(long thing, long which) {
    return (mix(thing + (which + 1) * GOLDEN) >>> 11) * 0x1.0p-53;
  }

  /// Stafford's variant 13 of the MurmurHash3 finaliser, as SplittableRandom uses it.
  static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return z ^ (z >>> 31);
  }
}
