package dev.hopwise.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The lines of a file, of which none takes more memory than a limit.
final class JsonLines {

  private final InputStream in;
  private final int bytesMax;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number;
  private boolean tooLong;

  JsonLines(InputStream in, int bytesMax) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.bytesMax = bytesMax;
  }

  /// The next line without its end, or null at the end. Of a line that is too long, the beginning.
  byte @Nullable [] next() throws IOException {
    line.reset();
    tooLong = false;
    int b = in.read();
    if (b < 0) {
      return null;
    }
    number++;
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() < bytesMax) {
        line.write(b);
      } else {
        tooLong = true;
      }
    }
    return line.toByteArray();
  }

  /// Which line came last, from 1.
  long number() {
    return number;
  }

  /// Whether it was longer than allowed.
  boolean tooLong() {
    return tooLong;
  }
}
