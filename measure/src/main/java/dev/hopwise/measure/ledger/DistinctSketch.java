package dev.hopwise.measure.ledger;

import java.util.Arrays;

/// How many different values there are: HyperLogLog of 512 registers, exact up to 64 values.
///
/// Source: Flajolet and others, "HyperLogLog" (2007); the estimator without thresholds and bias
/// tables is Ertl's, "New cardinality estimation algorithms for HyperLogLog sketches" (2017),
/// algorithm 6. Standard error 1.04 / √512 = 4.6 %.
///
/// Values come as hashes of 32 bits: 9 choose a register, the leading zeros of the others are its
/// rank. Beyond some hundred million values the hashes collide and the estimate stays behind.
///
/// At most 560 bytes. Not thread-safe.
final class DistinctSketch {

  static final int REGISTERS = 512;
  static final int FEW_MAX = 64;

  private static final int INDEX_BITS = 9;
  private static final int RANK_BITS = Integer.SIZE - INDEX_BITS;
  private static final int FEW_INITIAL = 4;
  private static final double ALPHA_INFINITE = 0.5 / Math.log(2);

  /// The hashes themselves as long as they are few; then empty.
  private int[] few = new int[FEW_INITIAL];

  private int fewCount;

  /// The highest rank seen by register; empty while there are few values.
  private byte[] registers = new byte[0];

  /// Counts a value.
  ///
  /// @return whether it made a difference, and so was not there before; while there are few, also
  ///   the other way round
  boolean add(int hash) {
    if (registers.length > 0) {
      return raise(hash);
    }
    for (int i = 0; i < fewCount; i++) {
      if (few[i] == hash) {
        return false;
      }
    }
    if (fewCount == FEW_MAX) {
      spread();
      return raise(hash);
    }
    if (fewCount == few.length) {
      few = Arrays.copyOf(few, fewCount * 2);
    }
    few[fewCount++] = hash;
    return true;
  }

  /// Makes this the sketch of both.
  void addAll(DistinctSketch other) {
    for (int i = 0; i < other.fewCount; i++) {
      var _ = add(other.few[i]);
    }
    if (other.registers.length > 0) {
      spread();
      for (int i = 0; i < REGISTERS; i++) {
        registers[i] = (byte) Math.max(registers[i], other.registers[i]);
      }
    }
  }

  /// How many different values there are; exact while there are few.
  double estimate() {
    return registers.length == 0 ? fewCount : estimate(registers);
  }

  /// How many bytes of memory it takes.
  int sizeBytes() {
    return 48 + few.length * Integer.BYTES + registers.length;
  }

  /// The hashes while there are few values.
  int[] few() {
    return Arrays.copyOf(few, fewCount);
  }

  /// Empty while there are few values; not to be written to.
  byte[] registers() {
    return registers;
  }

  /// A sketch as another one's {@link #few} and {@link #registers} say.
  static DistinctSketch of(int[] few, byte[] registers) {
    DistinctSketch sketch = new DistinctSketch();
    for (int hash : few) {
      var _ = sketch.add(hash);
    }
    if (registers.length > 0) {
      sketch.few = new int[0];
      sketch.fewCount = 0;
      sketch.registers = registers.clone();
    }
    return sketch;
  }

  private void spread() {
    if (registers.length > 0) {
      return;
    }
    registers = new byte[REGISTERS];
    for (int i = 0; i < fewCount; i++) {
      var _ = raise(few[i]);
    }
    few = new int[0];
    fewCount = 0;
  }

  private boolean raise(int hash) {
    int register = hash >>> RANK_BITS;
    int rank = Math.min(Integer.numberOfLeadingZeros(hash << INDEX_BITS), RANK_BITS) + 1;
    if (rank <= registers[register]) {
      return false;
    }
    registers[register] = (byte) rank;
    return true;
  }

  private static double estimate(byte[] registers) {
    int[] counts = new int[RANK_BITS + 2];
    for (byte rank : registers) {
      counts[rank]++;
    }
    double z = REGISTERS * tau(1 - counts[RANK_BITS + 1] / (double) REGISTERS);
    for (int rank = RANK_BITS; rank >= 1; rank--) {
      z = 0.5 * (z + counts[rank]);
    }
    z += REGISTERS * sigma(counts[0] / (double) REGISTERS);
    return ALPHA_INFINITE * REGISTERS * REGISTERS / z;
  }

  private static double sigma(double share) {
    if (share == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = share;
    double y = 1;
    double z = share;
    for (double before = -1; before != z; ) {
      before = z;
      x *= x;
      z += x * y;
      y += y;
    }
    return z;
  }

  private static double tau(double share) {
    if (share == 0 || share == 1) {
      return 0;
    }
    double x = share;
    double y = 1;
    double z = 1 - share;
    for (double before = -1; before != z; ) {
      before = z;
      x = Math.sqrt(x);
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    }
    return z / 3;
  }
}
