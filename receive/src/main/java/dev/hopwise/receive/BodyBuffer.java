package dev.hopwise.receive;

import java.util.Arrays;

/// A growing byte array with a maximum, reused from body to body. What a large body made grow is
/// let go before the next one, so that one sender cannot make every thread hold on to the maximum.
final class BodyBuffer {

  private static final int BYTES_INITIAL = 64 << 10;
  private static final int BYTES_RETAINED_MAX = 8 << 20;

  private final int bytesMax;

  byte[] bytes = new byte[0];
  int size;

  BodyBuffer(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// Empties it, with room for as much as is expected (which may be wrong).
  void begin(long bytesExpected) {
    size = 0;
    if (bytes.length > BYTES_RETAINED_MAX) {
      bytes = new byte[0];
    }
    long wanted = Math.min(bytesMax, Math.max(BYTES_INITIAL, bytesExpected));
    if (bytes.length < wanted) {
      bytes = new byte[(int) wanted];
    }
  }

  int room() {
    return bytes.length - size;
  }

  boolean isAtLimit() {
    return bytes.length >= bytesMax;
  }

  /// Refuses at once what announces to be larger than the limit.
  void announce(long bytesAnnounced) {
    if (bytesAnnounced > bytesMax) {
      throw tooLarge();
    }
  }

  /// Doubles the room, up to the limit.
  ///
  /// @throws UndecodableException when the limit is reached
  void grow() {
    if (isAtLimit()) {
      throw tooLarge();
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(bytesMax, 2L * bytes.length));
  }

  private UndecodableException tooLarge() {
    return UndecodableException.tooLarge(
        "body is larger than receive.body-bytes-max = " + bytesMax + " after decompression");
  }
}
