package dev.hopwise.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.receive.RefusalReason;
import dev.hopwise.receive.StandardRequestDecoder;
import dev.hopwise.sample.AttributeRule;
import dev.hopwise.sample.AttributeRule.Action;
import dev.hopwise.sample.AttributeRule.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributeFilterTest {

  private static final long NOW = 1_795_349_947_482_000_000L;

  @TempDir Path folder;

  @Test
  void leavesARequestAloneInWhichNothingMatches() throws Exception {
    byte[] body = SpanEncoder.encode(List.of(span("shop", NOW, "k", "v")));
    for (List<AttributeRule> rules : List.of(List.<AttributeRule>of(), List.of(rule("other")))) {
      AttributeFilter filter = AttributeFilter.open(folder, rules);
      AttributeFilter.Filtered filtered = apply(filter, body, limits(1 << 20));
      assertThat(filtered.request().body()).isSameAs(body);
      assertThat(filter.counts()).isEmpty();
    }
  }

  @Test
  void theFirstRuleThatMatchesHolds() throws Exception {
    AttributeFilter filter =
        AttributeFilter.open(
            folder,
            List.of(
                new AttributeRule("k", List.of(Scope.EVENT), List.of(), Action.DROP),
                new AttributeRule("k", List.of(Scope.SPAN), List.of("shop"), Action.HASH),
                new AttributeRule("k", List.of(Scope.SPAN), List.of(), Action.DROP)));
    byte[] body =
        SpanEncoder.encode(
            List.of(
                span("shop", NOW, "k", "v"),
                span("other", NOW, "k", "v"),
                span("shop", NOW, "kk", "v")));
    List<Span> spans = decoded(apply(filter, body, limits(1 << 20)));
    assertThat(spans).hasSize(3);
    for (Span span : spans) {
      String value = String.valueOf(span.attributes().get("k"));
      switch (span.resource().attributes().get("service.name").toString()) {
        case String s when s.contains("other") -> assertThat(span.attributes()).isEmpty();
        case String _ when span.attributes().get("kk") != null ->
            assertThat(value).contains("null");
        default -> assertThat(value).containsPattern("h:[0-9a-f]{16}");
      }
    }
    assertThat(filter.counts())
        .containsExactly(
            new AttributeCount("k", Action.DROP, 1), new AttributeCount("k", Action.HASH, 1));
  }

  @Test
  void countsSpansThatWereRefusedBesideTheEditedOnes() throws Exception {
    AttributeFilter filter = AttributeFilter.open(folder, List.of(rule("k")));
    byte[] body =
        SpanEncoder.encode(
            List.of(
                span("shop", NOW, "k", "v"),
                span("shop", NOW - Duration.ofDays(30).toNanos(), "k", "v")));
    AttributeFilter.Filtered filtered = apply(filter, body, limits(1 << 20));
    DecodeResult.Decoded decoded = (DecodeResult.Decoded) filtered.result();
    assertThat(decoded.batch().count).isEqualTo(1);
    assertThat(decoded.refused()).containsOnlyKeys(RefusalReason.TOO_OLD);
    assertThat(decoded.refusedCount()).isEqualTo(1);
    assertThat(decoded.message()).contains("receive.max-age");
  }

  @Test
  void refusesARequestThatHashesMakeTooLarge() throws Exception {
    AttributeFilter filter =
        AttributeFilter.open(
            folder, List.of(new AttributeRule("k", List.of(Scope.SPAN), List.of(), Action.HASH)));
    byte[] body = SpanEncoder.encode(List.of(span("shop", NOW, "k", "v")));
    AttributeFilter.Filtered filtered = apply(filter, body, limits(body.length));
    assertThat(filtered.result())
        .isInstanceOfSatisfying(
            DecodeResult.Undecodable.class,
            refused -> assertThat(refused.fault()).isEqualTo(DecodeResult.Fault.TOO_LARGE));
  }

  @Test
  void theSecretIsMadeOnceAndForItsOwnerOnly() throws Exception {
    byte[] key = AttributeKey.of(folder);
    assertThat(AttributeKey.of(folder)).isEqualTo(key);
    assertThat(AttributeKey.of(folder.resolve("another"))).isNotEqualTo(key);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("attribute.key"))))
        .isEqualTo("rw-------");
  }

  private static AttributeRule rule(String key) {
    return new AttributeRule(key, List.of(Scope.values()), List.of(), Action.DROP);
  }

  private static AttributeFilter.Filtered apply(
      AttributeFilter filter, byte[] body, ReceiveLimits limits) {
    StandardRequestDecoder decoder = new StandardRequestDecoder(limits);
    IngestRequest request =
        new IngestRequest(BodyFormat.OTLP_PROTOBUF, BodyEncoding.IDENTITY, body, 0, body.length);
    DecodeResult result =
        decoder.decode(request.format(), request.encoding(), body, 0, body.length, NOW);
    return filter.apply(request, (DecodeResult.Decoded) result, decoder, NOW);
  }

  private static List<Span> decoded(AttributeFilter.Filtered filtered) {
    return new SpanDecoder().decode(((DecodeResult.Decoded) filtered.result()).batch());
  }

  private static ReceiveLimits limits(int bodyBytesMax) {
    return new ReceiveLimits(bodyBytesMax, 1 << 20, Duration.ofDays(7), Duration.ofHours(1));
  }

  private static Span span(String service, long start, String key, String value) {
    return new Span(
        new TraceId(1, 2),
        3,
        0,
        "",
        0,
        "GET /",
        SpanKind.SERVER,
        start,
        start + 1_000,
        Attributes.of(key, value),
        0,
        List.of(),
        0,
        List.of(),
        0,
        new Status(StatusCode.UNSET, ""),
        new Resource(Attributes.of(Resource.SERVICE_NAME, service), 0, ""),
        InstrumentationScope.EMPTY);
  }
}
