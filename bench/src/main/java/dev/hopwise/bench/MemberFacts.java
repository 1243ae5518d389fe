package dev.hopwise.bench;

import dev.hopwise.bench.Population.Member;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.sample.ErrorKind;
import dev.hopwise.sample.NameHash;
import dev.hopwise.sample.TraceFacts;
import java.util.List;

/// A member of a population with an id, as a sampling policy sees it. Reused from trace to trace.
///
/// The only condition that it can answer is whether a span failed, which is all that the built-in
/// policy asks: of its spans it shows one.
final class MemberFacts implements TraceFacts {

  private static final long RANDOMNESS_MASK = (1L << 56) - 1;

  private static final List<Span> FINE = List.of(span(Status.UNSET));
  private static final List<Span> FAILED = List.of(span(new Status(StatusCode.ERROR, "")));

  private Member member;
  private long high;
  private long low;

  MemberFacts(Member first) {
    member = first;
  }

  MemberFacts set(Member next, long traceIdHigh, long traceIdLow) {
    member = next;
    high = traceIdHigh;
    low = traceIdLow;
    return this;
  }

  @Override
  public long traceIdHigh() {
    return high;
  }

  @Override
  public long traceIdLow() {
    return low;
  }

  @Override
  public long randomness() {
    return low & RANDOMNESS_MASK;
  }

  @Override
  public long generation() {
    return Long.MAX_VALUE;
  }

  @Override
  public long conditionBits() {
    return hasError() ? ~0L : 0;
  }

  @Override
  public boolean hasError() {
    return !member.errorKinds().isEmpty();
  }

  @Override
  public int spanCount() {
    return member.spans();
  }

  @Override
  public long bytes() {
    return member.bytes();
  }

  @Override
  public long startEpochNanos() {
    return member.startEpochNanos();
  }

  @Override
  public long durationNanos() {
    return member.durationNanos();
  }

  @Override
  public boolean hasRoot() {
    return true;
  }

  @Override
  public String rootService() {
    return member.service();
  }

  @Override
  public String rootName() {
    return member.name();
  }

  @Override
  public long operationHash() {
    return member.operationHash();
  }

  @Override
  public String tenant() {
    return member.tenant();
  }

  @Override
  public int errorKindCount() {
    return member.errorKinds().size();
  }

  @Override
  public long errorKind(int i) {
    return NameHash.ofErrorKind(member.errorKinds().get(i));
  }

  @Override
  public ErrorKind errorKindOf(int i) {
    return member.errorKinds().get(i);
  }

  @Override
  public long firstArrivalEpochNanos() {
    return member.startEpochNanos();
  }

  @Override
  public List<Span> spans() {
    return hasError() ? FAILED : FINE;
  }

  private static Span span(Status status) {
    return new Span(
        new TraceId(1, 1),
        1,
        0,
        "",
        0,
        "",
        SpanKind.SERVER,
        0,
        0,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        status,
        Resource.EMPTY,
        InstrumentationScope.EMPTY);
  }
}
