package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.measure.MeasureLimits;
import dev.hopwise.measure.Measurements;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import dev.hopwise.testkit.Batches;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredCallersTest {

  private final Measurements measurements = new Measurements(MeasureLimits.DEFAULT);
  private long nowNanos;
  private long spanIds;
  private final MeasuredCallers callers =
      new MeasuredCallers(() -> measurements.edges(nowNanos), () -> nowNanos);

  @Test
  void followsCallsOverAnyNumberOfServicesAndRoundCircles() {
    call("gateway", "orders");
    call("orders", "payments");
    call("payments", "orders");
    call("batch", "stock");
    assertThat(callers.reaches("gateway", "payments")).isTrue();
    assertThat(callers.reaches("orders", "orders")).isTrue();
    assertThat(callers.reaches("payments", "gateway")).isFalse();
    assertThat(callers.reaches("batch", "payments")).isFalse();
    assertThat(callers.reaches("gateway", "nobody")).isFalse();
  }

  @Test
  void seesANewCallTenSecondsLaterAtTheLatest() {
    call("gateway", "orders");
    assertThat(callers.reaches("gateway", "payments")).isFalse();
    call("orders", "payments");
    nowNanos += Duration.ofSeconds(10).toNanos();
    assertThat(callers.reaches("gateway", "payments")).isTrue();
  }

  /// A CLIENT span and the SERVER span below it, seen together.
  private void call(String caller, String callee) {
    long id = ++spanIds * 2;
    measurements.observe(
        Batches.of(
            List.of(
                span(id, 0, caller, SpanKind.CLIENT), span(id + 1, id, callee, SpanKind.SERVER))),
        nowNanos);
  }

  private static Span span(long id, long parent, String service, SpanKind kind) {
    return new Span(
        new TraceId(1, 1),
        id,
        parent,
        "",
        0,
        "call",
        kind,
        1_000,
        2_000,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        new Resource(Attributes.of(Resource.SERVICE_NAME, service), 0, ""),
        InstrumentationScope.EMPTY,
        Kept.UNKNOWN);
  }
}
