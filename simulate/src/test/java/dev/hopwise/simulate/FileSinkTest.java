package dev.hopwise.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.receive.StandardRequestDecoder;
import java.io.DataInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written is what the receiver reads.
class FileSinkTest {

  @TempDir private Path folder;

  @Test
  void jsonLinesHoldTheSpans() throws Exception {
    List<Span> spans = Runs.of("broken-propagation", 5, 2).spans();
    Path file = folder.resolve("run.jsonl");
    write(file, FileSink.Format.JSON, spans);
    List<Span> read = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      read.addAll(decode(BodyFormat.OTLP_JSON, line.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(sorted(read)).isEqualTo(sorted(spans));
  }

  @Test
  void framesHoldTheSpans() throws Exception {
    List<Span> spans = Runs.of("errors", 5, 2).spans();
    Path file = folder.resolve("run.pb");
    write(file, FileSink.Format.PROTOBUF, spans);
    List<Span> read = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      while (in.available() > 0) {
        read.addAll(decode(BodyFormat.OTLP_PROTOBUF, in.readNBytes(in.readInt())));
      }
    }
    assertThat(sorted(read)).isEqualTo(sorted(spans));
  }

  private static List<Span> sorted(List<Span> spans) {
    return spans.stream().sorted(Comparator.comparingLong(Span::spanId)).toList();
  }

  private static void write(Path file, FileSink.Format format, List<Span> spans) throws Exception {
    try (FileSink sink = new FileSink(file, format)) {
      for (int i = 0; i < spans.size(); i += 200) {
        sink.send(spans.subList(i, Math.min(spans.size(), i + 200)));
      }
    }
  }

  private static List<Span> decode(BodyFormat format, byte[] body) {
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(ReceiveLimits.DEFAULT)) {
      DecodeResult result =
          decoder.decode(format, BodyEncoding.IDENTITY, body, 0, body.length, Runs.START);
      assertThat(result).isInstanceOf(DecodeResult.Decoded.class);
      return new SpanDecoder().decode(((DecodeResult.Decoded) result).batch());
    }
  }
}
