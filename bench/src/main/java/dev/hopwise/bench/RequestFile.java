package dev.hopwise.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Pre-encoded export requests: each 4 bytes spans, 4 bytes length, then the body.
final class RequestFile {

  private static final int BUFFER_BYTES = 1 << 20;

  private RequestFile() {}

  /// One request.
  @SuppressWarnings("ArrayRecordComponent") // passed through, never compared
  record Request(int spans, byte[] body) {}

  /// Writes requests one after the other.
  static final class Writer implements AutoCloseable {
    private final DataOutputStream out;

    Writer(Path file) throws IOException {
      out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
    }

    void write(int spans, byte[] body) throws IOException {
      out.writeInt(spans);
      out.writeInt(body.length);
      out.write(body);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /// Reads them again; safe to be shared by senders.
  static final class Reader implements AutoCloseable {
    private final DataInputStream in;

    Reader(Path file) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
    }

    /// Null at the end.
    synchronized @Nullable Request next() throws IOException {
      int spans;
      try {
        spans = in.readInt();
      } catch (EOFException _) {
        return null;
      }
      byte[] body = new byte[in.readInt()];
      in.readFully(body);
      return new Request(spans, body);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
