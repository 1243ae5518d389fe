package dev.hopwise.simulate;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanEncoder;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes exports as the OpenTelemetry Collector's file exporter does: a line of OTLP/JSON each, or
/// 4 bytes big-endian length and the protobuf message.
final class FileSink implements SpanSink {

  private static final int BUFFER_BYTES = 1 << 20;

  /// How an export is written.
  enum Format {
    JSON,
    PROTOBUF
  }

  private final Path file;
  private final Format format;
  private final DataOutputStream out;
  private long spans;

  FileSink(Path file, Format format) throws IOException {
    this.file = file;
    this.format = format;
    out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
  }

  @Override
  public void send(List<Span> batch) throws IOException {
    byte[] body =
        switch (format) {
          case JSON -> OtlpJson.line(batch);
          case PROTOBUF -> SpanEncoder.encode(batch);
        };
    if (format == Format.PROTOBUF) {
      out.writeInt(body.length);
    }
    out.write(body);
    spans += batch.size();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  @Override
  public boolean tookNothing() {
    return false;
  }

  @Override
  public String summary() {
    return String.format("%,d spans written to %s", spans, file);
  }
}
