package dev.hopwise.receive;

import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Spans and bodies for tests, and short ways to decode them.
final class Spans {

  /// 2026-11-22T14:05:47.482Z.
  static final long NOW = 1_795_356_347_482_000_000L;

  static final TraceId TRACE = TraceId.parse("5b8efff798038103d269b633813fc60c");

  private Spans() {}

  static Span named(String name) {
    return of(TRACE, 7, 0, name, NOW);
  }

  static Span of(TraceId traceId, long spanId, long parentId, String name, long start) {
    return new Span(
        traceId,
        spanId,
        parentId,
        "",
        0,
        name,
        SpanKind.SERVER,
        start,
        start + 1_000,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        new Resource(Attributes.of("service.name", "shop"), 0, ""),
        InstrumentationScope.EMPTY);
  }

  static DecodeResult decode(BodyFormat format, BodyEncoding encoding, byte[] body) {
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(ReceiveLimits.DEFAULT)) {
      return decoder.decode(format, encoding, body, 0, body.length, NOW);
    }
  }

  static DecodeResult decode(BodyFormat format, String body) {
    return decode(format, BodyEncoding.IDENTITY, body.getBytes(StandardCharsets.UTF_8));
  }

  /// The spans of a body that must be accepted whole.
  static List<Span> accepted(DecodeResult result) {
    if (result instanceof DecodeResult.Decoded(var batch, Map<RefusalReason, Long> refused, _)
        && refused.isEmpty()) {
      return new SpanDecoder().decode(batch);
    }
    throw new AssertionError("not accepted: " + result);
  }

  static DecodeResult.Decoded decoded(DecodeResult result) {
    if (result instanceof DecodeResult.Decoded decoded) {
      return decoded;
    }
    throw new AssertionError("not decoded: " + result);
  }

  static DecodeResult.Undecodable undecodable(DecodeResult result) {
    if (result instanceof DecodeResult.Undecodable undecodable) {
      return undecodable;
    }
    throw new AssertionError("decoded: " + result);
  }
}
