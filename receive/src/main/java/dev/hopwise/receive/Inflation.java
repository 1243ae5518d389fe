package dev.hopwise.receive;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// One deflate stream into a bounded buffer, which gzip and zlib share.
final class Inflation {

  /// Guess of the output's size: what telemetry usually compresses to.
  static final long RATIO_EXPECTED = 6;

  private Inflation() {}

  /// Inflates from `offset` until the stream ends.
  ///
  /// @return how many bytes of input the stream took
  /// @throws UndecodableException when it is damaged, cut off, or too large
  static int inflate(Inflater inflater, byte[] body, int offset, int length, BodyBuffer out) {
    inflater.reset();
    inflater.setInput(body, offset, length);
    try {
      while (!inflater.finished()) {
        if (out.room() == 0) {
          makeRoom(inflater, out);
        } else {
          advance(inflater, out);
        }
      }
    } catch (DataFormatException e) {
      throw UndecodableException.malformed("compressed body is damaged: " + e.getMessage());
    }
    return length - inflater.getRemaining();
  }

  /// At the limit the stream may just have ended, with only its end mark unread.
  private static void makeRoom(Inflater inflater, BodyBuffer out) throws DataFormatException {
    if (!out.isAtLimit()) {
      out.grow();
      return;
    }
    int more = inflater.inflate(new byte[1]);
    if (more > 0) {
      out.grow(); // refuses
    }
    if (!inflater.finished()) {
      throw cutOff();
    }
  }

  private static void advance(Inflater inflater, BodyBuffer out) throws DataFormatException {
    int count = inflater.inflate(out.bytes, out.size, out.room());
    out.size += count;
    if (count == 0 && !inflater.finished()) {
      throw inflater.needsDictionary()
          ? UndecodableException.malformed("compressed body needs a dictionary")
          : cutOff();
    }
  }

  private static UndecodableException cutOff() {
    return UndecodableException.malformed("compressed body is cut off");
  }
}
