package dev.hopwise.receive;

import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import dev.hopwise.receive.ZipkinSpan.Annotation;
import dev.hopwise.receive.ZipkinSpan.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a Zipkin span as they are read, in any order.
final class ZipkinSpanBuilder {

  /// Tags and annotations of one span; an entry of seven bytes costs some two hundred in memory.
  private static final int ENTRIES_MAX = 1 << 16;

  @Nullable TraceId traceId;
  @Nullable Long id;
  long parentId = SpanId.NONE;
  String name = "";
  SpanKind kind = SpanKind.UNSPECIFIED;
  long timestampMicros;
  long durationMicros;
  Endpoint localEndpoint = Endpoint.NONE;
  Endpoint remoteEndpoint = Endpoint.NONE;
  private final List<Annotation> annotations = new ArrayList<>();
  private final Map<String, String> tags = new LinkedHashMap<>();

  void tag(String key, String value) {
    tags.put(key, value);
    checkEntries();
  }

  void annotation(Annotation annotation) {
    annotations.add(annotation);
    checkEntries();
  }

  private void checkEntries() {
    if (tags.size() + annotations.size() > ENTRIES_MAX) {
      throw UndecodableException.malformed(
          "a Zipkin span has more than " + ENTRIES_MAX + " tags and annotations");
    }
  }

  /// The span.
  ///
  /// @param index of the span in the request, for the complaint
  ZipkinSpan build(long index) {
    if (traceId == null) {
      throw missing(index, "traceId");
    }
    if (id == null) {
      throw missing(index, "id");
    }
    return new ZipkinSpan(
        traceId,
        id,
        parentId,
        name,
        kind,
        timestampMicros,
        durationMicros,
        localEndpoint,
        remoteEndpoint,
        annotations,
        tags);
  }

  private static UndecodableException missing(long index, String field) {
    return UndecodableException.malformed("/" + index + "/" + field + " is missing");
  }
}
