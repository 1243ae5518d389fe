package dev.hopwise.sample.window;

import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import dev.hopwise.sample.ConsistentThreshold;
import dev.hopwise.sample.ErrorKind;
import dev.hopwise.sample.TraceFacts;
import java.util.List;

/// A trace of one service whose spans are all alike.
record Facts(long traceIdLow, String service, int spanCount, long firstArrivalEpochNanos)
    implements TraceFacts {

  static final long ALWAYS_KEPT = -1;

  @Override
  public long traceIdHigh() {
    return 1;
  }

  @Override
  public long randomness() {
    return ConsistentThreshold.randomnessOf(traceIdLow);
  }

  @Override
  public long generation() {
    return -1;
  }

  @Override
  public long conditionBits() {
    return 0;
  }

  @Override
  public boolean hasError() {
    return false;
  }

  @Override
  public long bytes() {
    return 500L * spanCount;
  }

  @Override
  public long startEpochNanos() {
    return firstArrivalEpochNanos;
  }

  @Override
  public long durationNanos() {
    return 1_000;
  }

  @Override
  public boolean hasRoot() {
    return true;
  }

  @Override
  public String rootService() {
    return service;
  }

  @Override
  public String rootName() {
    return "GET /";
  }

  @Override
  public long operationHash() {
    return service.hashCode();
  }

  @Override
  public String tenant() {
    return "";
  }

  @Override
  public int errorKindCount() {
    return 0;
  }

  @Override
  public long errorKind(int i) {
    throw new IndexOutOfBoundsException(i);
  }

  @Override
  public ErrorKind errorKindOf(int i) {
    throw new IndexOutOfBoundsException(i);
  }

  @Override
  public List<Span> spans() {
    Span span =
        new Span(
            new TraceId(1, traceIdLow),
            1,
            0,
            "",
            0,
            "GET /",
            SpanKind.SERVER,
            firstArrivalEpochNanos,
            firstArrivalEpochNanos + 1_000,
            Attributes.EMPTY,
            0,
            List.of(),
            0,
            List.of(),
            0,
            Status.UNSET,
            new Resource(Attributes.of(Resource.SERVICE_NAME, service), 0, ""),
            InstrumentationScope.EMPTY);
    return List.of(span);
  }
}
