package dev.hopwise.server.deliver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Several encoded requests one after the other, with room for a head before them.
public final class Bodies {

  private static final int BUFFER_BYTES = 8 << 10;

  private Bodies() {}

  public static byte[] joined(List<byte[]> requests, int headBytes, int bytes) {
    byte[] body = new byte[headBytes + bytes];
    int at = headBytes;
    for (byte[] request : requests) {
      System.arraycopy(request, 0, body, at, request.length);
      at += request.length;
    }
    return body;
  }

  public static byte[] gzipped(List<byte[]> requests, int headBytes) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[headBytes]);
    try (OutputStream gzip = new FastGzip(body)) {
      for (byte[] request : requests) {
        gzip.write(request);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return body.toByteArray();
  }

  /// Spans repeat so much that the fastest level leaves little for the others to gain.
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
