package dev.hopwise.sample;

import dev.hopwise.model.HeadSampling;
import dev.hopwise.model.Span;
import java.util.ArrayList;
import java.util.List;

/// Facts of a trace, as a test wants them: a fast, successful trace of `GET /` in `shop` unless
/// said otherwise.
final class TestTrace implements TraceFacts {

  long traceIdLow = 1;
  double headProbability = 1;
  long generation = -1;
  long conditionBits;
  int spanCount = 1;
  long bytes = 500;
  long startEpochNanos;
  long durationNanos = 1_000_000;
  String rootService = "shop";
  String rootName = "GET /";
  String tenant = "";
  List<ErrorKind> errorKinds = new ArrayList<>();
  List<Span> spans = new ArrayList<>();

  static TestTrace of(long randomness) {
    TestTrace trace = new TestTrace();
    trace.traceIdLow = randomness;
    return trace;
  }

  TestTrace startedAt(long epochNanos) {
    startEpochNanos = epochNanos;
    return this;
  }

  TestTrace lasting(long nanos) {
    durationNanos = nanos;
    return this;
  }

  TestTrace named(String service, String name) {
    rootService = service;
    rootName = name;
    return this;
  }

  TestTrace ofTenant(String name) {
    tenant = name;
    return this;
  }

  TestTrace sized(int count, long byteCount) {
    spanCount = count;
    bytes = byteCount;
    return this;
  }

  /// With one failed span of the root's service, so that conditions on the status hold.
  TestTrace failing(String spanName, String errorType) {
    errorKinds.add(new ErrorKind(rootService, spanName, errorType));
    return satisfying(~0L);
  }

  /// As observed by spans that satisfy the conditions with these numbers.
  TestTrace satisfying(long bits) {
    conditionBits = bits;
    generation = Long.MAX_VALUE;
    return this;
  }

  @Override
  public long traceIdHigh() {
    return 7;
  }

  @Override
  public long traceIdLow() {
    return traceIdLow;
  }

  @Override
  public long randomness() {
    return traceIdLow & (HeadSampling.RANDOMNESS_RANGE - 1);
  }

  @Override
  public double headProbability() {
    return headProbability;
  }

  @Override
  public long generation() {
    return generation == -1 ? Long.MAX_VALUE : generation;
  }

  @Override
  public long conditionBits() {
    return conditionBits;
  }

  @Override
  public boolean hasError() {
    return !errorKinds.isEmpty();
  }

  @Override
  public int spanCount() {
    return spanCount;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public long startEpochNanos() {
    return startEpochNanos;
  }

  @Override
  public long durationNanos() {
    return durationNanos;
  }

  @Override
  public boolean hasRoot() {
    return true;
  }

  @Override
  public String rootService() {
    return rootService;
  }

  @Override
  public String rootName() {
    return rootName;
  }

  @Override
  public long operationHash() {
    return NameHash.ofOperation(rootService, rootName);
  }

  @Override
  public String tenant() {
    return tenant;
  }

  @Override
  public int errorKindCount() {
    return errorKinds.size();
  }

  @Override
  public long errorKind(int i) {
    return NameHash.ofErrorKind(errorKinds.get(i));
  }

  @Override
  public ErrorKind errorKindOf(int i) {
    return errorKinds.get(i);
  }

  @Override
  public long firstArrivalEpochNanos() {
    return startEpochNanos;
  }

  @Override
  public List<Span> spans() {
    return spans;
  }
}
