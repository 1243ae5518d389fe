package dev.hopwise.receive;

/// Undoes a body's compression. The output never exceeds the limit, whatever the input claims or
/// turns out to hold: it grows by doubling up to the limit and then the body is refused.
///
/// Holds native memory until closed; not thread-safe.
final class Decompressor implements AutoCloseable {

  private final BodyBuffer buffer;
  private final GzipBody gzip = new GzipBody();
  private final ZlibBody zlib = new ZlibBody();
  private final ZstdBody zstd = new ZstdBody();

  Decompressor(int bytesMax) {
    buffer = new BodyBuffer(bytesMax);
  }

  /// The decompressed body, in a buffer that is valid until the next call.
  ///
  /// @throws UndecodableException when it is damaged or too large
  BodyBuffer decompress(BodyEncoding encoding, byte[] body, int offset, int length) {
    if (length == 0) {
      throw UndecodableException.malformed("body is empty, which is no " + encoding + " stream");
    }
    switch (encoding) {
      case GZIP -> gzip.decompress(body, offset, length, buffer);
      case DEFLATE -> zlib.decompress(body, offset, length, buffer);
      case ZSTD -> zstd.decompress(body, offset, length, buffer);
      case IDENTITY -> throw new IllegalArgumentException("an identity body is read in place");
    }
    return buffer;
  }

  @Override
  public void close() {
    gzip.close();
    zlib.close();
    zstd.close();
  }
}
