package dev.hopwise.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.receive.DecodeResult.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandardRequestDecoderTest {

  private static final String JSON_SPANS =
      "\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"%s\":\"0000000000000007\",\"name\":\"a\"";

  /// A body of one span named "a" in every format.
  private static byte[] body(BodyFormat format) {
    String json =
        switch (format) {
          case OTLP_JSON ->
              "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{"
                  + JSON_SPANS.formatted("spanId")
                  + ",\"startTimeUnixNano\":\"1795356347482000000\"}]}]}]}";
          case ZIPKIN_JSON ->
              "[{" + JSON_SPANS.formatted("id") + ",\"timestamp\":1795356347482000}]";
          case OTLP_PROTOBUF, ZIPKIN_PROTOBUF -> "";
        };
    return switch (format) {
      case OTLP_JSON, ZIPKIN_JSON -> json.getBytes(StandardCharsets.UTF_8);
      case OTLP_PROTOBUF -> SpanEncoder.encode(List.of(Spans.named("a")));
      case ZIPKIN_PROTOBUF ->
          HexFormat.of()
              .parseHex(
                  "0a280a105b8efff798038103d269b633813fc60c1a0800000000000000072a016131"
                      + HexFormat.of().toHexDigits(Long.reverseBytes(Spans.NOW / 1_000)));
    };
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryFormatInEveryEncodingWithOneDecoder(BodyFormat format) throws IOException {
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(ReceiveLimits.DEFAULT)) {
      for (BodyEncoding encoding : BodyEncoding.values()) {
        byte[] body = DecompressorTest.compress(encoding, body(format));
        byte[] padded = Arrays.copyOfRange(body, 0, body.length + 9);
        System.arraycopy(body, 0, padded, 5, body.length);
        DecodeResult result = decoder.decode(format, encoding, padded, 5, body.length, Spans.NOW);
        DecodeResult.Decoded decoded = Spans.decoded(result);
        Span span = new SpanDecoder().decode(decoded.batch()).getFirst();
        assertThat(span.traceId()).isEqualTo(Spans.TRACE);
        assertThat(span.spanId()).isEqualTo(7);
        assertThat(span.name()).isEqualTo("a");
        assertThat(span.startEpochNanos()).isEqualTo(Spans.NOW);
        assertThat(decoded.message()).isEmpty();
        assertThat(decoded.received()).isEqualTo(1);
      }
    }
  }

  @Test
  void takesAnEmptyBodyForAnEmptyProtobufRequestButForNoCompressedOne() {
    for (BodyFormat format : List.of(BodyFormat.OTLP_PROTOBUF, BodyFormat.ZIPKIN_PROTOBUF)) {
      assertThat(Spans.accepted(Spans.decode(format, BodyEncoding.IDENTITY, new byte[0])))
          .isEmpty();
    }
    assertThat(
            Spans.undecodable(
                    Spans.decode(BodyFormat.OTLP_PROTOBUF, BodyEncoding.GZIP, new byte[0]))
                .message())
        .isEqualTo("body is empty, which is no GZIP stream");
  }

  @Test
  void refusesABodyOverTheLimitBeforeAndAfterDecompression() throws IOException {
    ReceiveLimits limits = new ReceiveLimits(100, 100, Duration.ofDays(7), Duration.ofHours(1));
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(limits)) {
      byte[] large = new byte[101];
      DecodeResult before =
          decoder.decode(BodyFormat.OTLP_PROTOBUF, BodyEncoding.IDENTITY, large, 0, 101, Spans.NOW);
      assertThat(before)
          .isEqualTo(
              new DecodeResult.Undecodable(
                  Fault.TOO_LARGE,
                  "body of 101 bytes is larger than receive.body-bytes-max = 100",
                  0));
      byte[] gzip = DecompressorTest.compress(BodyEncoding.GZIP, large);
      assertThat(gzip.length).isLessThan(100);
      DecodeResult after =
          decoder.decode(
              BodyFormat.OTLP_PROTOBUF, BodyEncoding.GZIP, gzip, 0, gzip.length, Spans.NOW);
      assertThat(Spans.undecodable(after).fault()).isEqualTo(Fault.TOO_LARGE);
    }
  }

  @Test
  void tellsWhereARequestIsMalformedAndHowManySpansItHeld() {
    byte[] whole = SpanEncoder.encode(List.of(Spans.named("a"), Spans.named("b")));
    byte[] padded = new byte[whole.length + 10];
    System.arraycopy(whole, 0, padded, 10, whole.length);
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(ReceiveLimits.DEFAULT)) {
      DecodeResult result =
          decoder.decode(
              BodyFormat.OTLP_PROTOBUF,
              BodyEncoding.IDENTITY,
              padded,
              10,
              whole.length - 1,
              Spans.NOW);
      DecodeResult.Undecodable undecodable = Spans.undecodable(result);
      assertThat(undecodable.fault()).isEqualTo(Fault.MALFORMED);
      assertThat(undecodable.message())
          .startsWith("body is no ExportTraceServiceRequest: length ")
          .endsWith("reaches beyond its message at byte 3");
      assertThat(undecodable.spansSeen()).isEqualTo(2);
    }
  }

  @Test
  void acceptsTheGoodSpansOfARequestAndTellsAboutTheOthers() {
    byte[] body =
        SpanEncoder.encode(
            List.of(
                Spans.named("good"),
                Spans.of(new TraceId(0, 0), 1, 0, "x".repeat(500), Spans.NOW),
                Spans.of(Spans.TRACE, 0, 0, "b", Spans.NOW),
                Spans.of(Spans.TRACE, 0, 0, "c", Spans.NOW),
                Spans.of(Spans.TRACE, 1, 0, "d", 1)));
    DecodeResult.Decoded decoded =
        Spans.decoded(Spans.decode(BodyFormat.OTLP_PROTOBUF, BodyEncoding.IDENTITY, body));
    assertThat(decoded.batch().count).isEqualTo(1);
    assertThat(decoded.received()).isEqualTo(5);
    assertThat(decoded.refused())
        .isEqualTo(
            Map.of(
                RefusalReason.INVALID_TRACE_ID, 1L,
                RefusalReason.INVALID_SPAN_ID, 2L,
                RefusalReason.TOO_OLD, 1L));
    assertThat(decoded.message())
        .isEqualTo(
            "refused 1 as invalid-trace-id, first span 1 \""
                + "x".repeat(100)
                + "\": traceId must be 16 bytes and not all zeros; 2 as invalid-span-id, first span 2"
                + " \"b\": spanId must be 8 bytes and not all zeros; 1 as too-old, first span 4"
                + " \"d\": startTimeUnixNano 1 (1970-01-01T00:00:00.000000001Z) is older than"
                + " receive.max-age = 7d");
  }

  @Test
  void forgetsTheLastRequest() {
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(ReceiveLimits.DEFAULT)) {
      byte[] bad = SpanEncoder.encode(List.of(Spans.of(Spans.TRACE, 0, 0, "b", Spans.NOW)));
      byte[] good = SpanEncoder.encode(List.of(Spans.named("good")));
      Spans.decoded(decode(decoder, bad));
      assertThat(Spans.accepted(decode(decoder, good))).hasSize(1);
      assertThat(Spans.accepted(decode(decoder, new byte[0]))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesRubbishInEveryEncoding(BodyFormat format) {
    Random random = new Random(4);
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(ReceiveLimits.DEFAULT)) {
      for (BodyEncoding encoding : BodyEncoding.values()) {
        for (int round = 0; round < 200; round++) {
          byte[] body = new byte[random.nextInt(60)];
          random.nextBytes(body);
          DecodeResult result = decoder.decode(format, encoding, body, 0, body.length, Spans.NOW);
          if (result instanceof DecodeResult.Decoded decoded) {
            new SpanDecoder().decode(decoded.batch());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesMutantsOfEveryFormat(BodyFormat format) {
    long seed = Long.getLong("hopwise.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] body = body(format);
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(ReceiveLimits.DEFAULT)) {
      for (int round = 0; round < 3_000; round++) {
        byte[] mutant = body.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
          int from = random.nextInt(body.length);
          int to = random.nextInt(body.length);
          int length = Math.min(random.nextInt(9), body.length - Math.max(from, to));
          System.arraycopy(body, from, mutant, to, length);
          mutant[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
        }
        int length = random.nextInt(3) == 0 ? random.nextInt(body.length) : body.length;
        try {
          DecodeResult result =
              decoder.decode(format, BodyEncoding.IDENTITY, mutant, 0, length, Spans.NOW);
          if (result instanceof DecodeResult.Decoded decoded) {
            assertThat(new SpanDecoder().decode(decoded.batch())).hasSize(decoded.batch().count);
          }
        } catch (RuntimeException e) {
          throw new AssertionError("seed " + seed + " round " + round, e);
        }
      }
    }
  }

  private static DecodeResult decode(StandardRequestDecoder decoder, byte[] body) {
    return decoder.decode(
        BodyFormat.OTLP_PROTOBUF, BodyEncoding.IDENTITY, body, 0, body.length, Spans.NOW);
  }
}
