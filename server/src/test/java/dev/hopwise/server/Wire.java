package dev.hopwise.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// HTTP/1.1 over a bare socket, so that a test decides every byte.
final class Wire implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;
  private final Socket socket;

  Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
  }

  /// An answer; header names in lower case.
  record Answer(int status, Map<String, String> headers, String latin1) {
    byte[] body() {
      return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    String text() {
      return new String(body(), StandardCharsets.UTF_8);
    }
  }

  /// Sends a whole request; `headers` are lines without the final break.
  Answer exchange(String method, String path, String headers, byte[] body) throws IOException {
    String lines = headers.isEmpty() ? "" : headers + "\r\n";
    write(
        (method
                + " "
                + path
                + " HTTP/1.1\r\nHost: test\r\n"
                + lines
                + "Content-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    write(body);
    return read();
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  Answer read() throws IOException {
    InputStream in = socket.getInputStream();
    String[] status = line(in).split(" ", 3);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Answer(
        Integer.parseInt(status[1]),
        headers,
        new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("connection closed after '" + line + "'");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
