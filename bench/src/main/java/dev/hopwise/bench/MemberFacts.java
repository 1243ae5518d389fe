package dev.hopwise.bench;

import dev.hopwise.bench.Population.Member;
import dev.hopwise.model.Span;
import dev.hopwise.sample.ErrorKind;
import dev.hopwise.sample.NameHash;
import dev.hopwise.sample.TraceFacts;
import java.util.List;

/// A member of a population with an id, as a sampling policy sees it. Reused from trace to trace.
///
/// The only condition that it can answer is whether a span failed, which is all that the built-in
/// policy asks.
final class MemberFacts implements TraceFacts {

  private static final long RANDOMNESS_MASK = (1L << 56) - 1;

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
    throw new UnsupportedOperationException("a condition that needs whole traces");
  }
}
