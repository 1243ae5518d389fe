package dev.hopwise.receive;

import java.util.zip.Inflater;

/// HTTP's `deflate`: a zlib stream (RFC 1950), whose checksum the inflater verifies.
final class ZlibBody implements AutoCloseable {

  private final Inflater inflater = new Inflater();

  void decompress(byte[] body, int offset, int length, BodyBuffer out) {
    out.begin(Inflation.RATIO_EXPECTED * length);
    int used = Inflation.inflate(inflater, body, offset, length, out);
    if (used != length) {
      throw UndecodableException.malformed(
          (length - used) + " bytes follow the compressed body's end");
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
