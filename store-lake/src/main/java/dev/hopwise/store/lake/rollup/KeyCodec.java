package dev.hopwise.store.lake.rollup;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.rollup.SeriesKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Series keys as bytes.
///
/// ```
/// 0 | kind | status code | service | span name          of spans
/// 1 | client | server | connection type                 of an edge; texts: length, UTF-8
/// ```
final class KeyCodec {

  private static final int SPANS = 0;
  private static final int EDGE = 1;

  private KeyCodec() {}

  static void write(VarintBytes out, SeriesKey key) {
    switch (key) {
      case SeriesKey.OfSpans spans -> {
        out.put(SPANS);
        out.put(spans.kind().number());
        out.put(spans.statusCode().number());
        text(out, spans.service());
        text(out, spans.spanName());
      }
      case SeriesKey.OfEdge edge -> {
        out.put(EDGE);
        text(out, edge.client());
        text(out, edge.server());
        text(out, edge.connectionType());
      }
    }
  }

  /// Adds all that are there.
  static void read(VarintReader in, List<SeriesKey> keys) {
    while (in.left() > 0) {
      keys.add(in.next(EDGE) == SPANS ? spans(in) : edge(in));
    }
  }

  private static SeriesKey spans(VarintReader in) {
    SpanKind kind = SpanKind.ofNumber(in.next(Byte.MAX_VALUE));
    StatusCode status = StatusCode.ofNumber(in.next(Byte.MAX_VALUE));
    return new SeriesKey.OfSpans(text(in), text(in), kind, status);
  }

  private static SeriesKey edge(VarintReader in) {
    return new SeriesKey.OfEdge(text(in), text(in), text(in));
  }

  private static void text(VarintBytes out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.put(bytes.length);
    out.put(bytes);
  }

  private static String text(VarintReader in) {
    return new String(in.nextBytes(in.next(Short.MAX_VALUE)), StandardCharsets.UTF_8);
  }
}
