package dev.hopwise.store.lake;

/// Puts numbers of a fixed number of bits behind each other, least significant bit first.
final class BitPacker {

  private final ByteOutput out;
  private long pending;
  private int pendingBits;

  BitPacker(ByteOutput out) {
    this.out = out;
  }

  /// @param width 1 to 64; the value has no bits above
  void put(long value, int width) {
    pending |= value << pendingBits;
    int bits = pendingBits + width;
    if (bits >= Long.SIZE) {
      out.int64(pending);
      bits -= Long.SIZE;
      pending = bits == 0 ? 0 : value >>> (width - bits);
    }
    pendingBits = bits;
  }

  /// Fills the last byte with zeros and begins anew.
  void flush() {
    while (pendingBits > 0) {
      out.int8((int) pending);
      pending >>>= Byte.SIZE;
      pendingBits -= Byte.SIZE;
    }
    pending = 0;
    pendingBits = 0;
  }
}
