package dev.hopwise.server.api.jaeger;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.receive.StandardRequestDecoder;
import dev.hopwise.server.api.Json;
import dev.hopwise.server.api.Parameters;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `POST /api/transform`: OTLP/JSON in, traces out; nothing is stored. Jaeger's page sends what a
/// user drops on it.
final class JaegerTransform {

  static final int BODY_BYTES_MAX = 8 << 20;

  /// Files may be of any time.
  private static final Duration ANY_TIME = Duration.ofDays(36_500);

  private static final ReceiveLimits LIMITS =
      new ReceiveLimits(BODY_BYTES_MAX, BODY_BYTES_MAX, ANY_TIME, ANY_TIME);

  private final InstantSource clock;

  JaegerTransform(InstantSource clock) {
    this.clock = clock;
  }

  HttpResponse handle(Parameters parameters, byte[] body) throws IOException {
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(LIMITS)) {
      return switch (decoder.decode(
          BodyFormat.OTLP_JSON,
          BodyEncoding.IDENTITY,
          body,
          0,
          body.length,
          Parameters.nanos(clock.instant()))) {
        case DecodeResult.Undecodable bad ->
            JaegerAnswer.error(HttpStatus.BAD_REQUEST, "cannot unmarshal OTLP: " + bad.message());
        case DecodeResult.Decoded decoded -> answer(parameters, decoded);
      };
    }
  }

  private static HttpResponse answer(Parameters parameters, DecodeResult.Decoded decoded)
      throws IOException {
    Map<TraceId, List<Span>> traces = new LinkedHashMap<>();
    for (Span span : new SpanDecoder().decode(decoded.batch())) {
      traces.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span);
    }
    List<JaegerAnswer.Problem> problems =
        decoded.refusedCount() == 0
            ? List.of()
            : List.of(
                new JaegerAnswer.Problem(HttpStatus.BAD_REQUEST.code(), decoded.message(), ""));
    return Json.ok(
        JaegerAnswer.envelope(
            parameters,
            json -> {
              json.writeStartArray();
              for (Map.Entry<TraceId, List<Span>> trace : traces.entrySet()) {
                new JaegerTraceJson(json).write(trace.getKey(), trace.getValue(), List.of());
              }
              json.writeEndArray();
            },
            0,
            problems));
  }
}
