package dev.hopwise.server.exemplar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.measure.Exemplar;
import dev.hopwise.measure.MeasureLimits;
import dev.hopwise.measure.Measurements;
import dev.hopwise.measure.Published;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.store.TimeRange;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.RandomSpans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExemplarAuditTest {

  private static final long NOW = 1_795_349_947_482_000_000L;

  private final Measurements measurements = new Measurements(MeasureLimits.DEFAULT);
  private final Map<TraceId, List<Span>> stored = new HashMap<>();
  private final List<TraceId> lookedUp = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final ExemplarAudit audit = audit(this::find);

  private ExemplarAudit audit(ExemplarAudit.Lookup lookup) {
    return new ExemplarAudit(
        measurements, () -> new Published(NOW, Long.MIN_VALUE), lookup, nanos::get);
  }

  private Optional<StoredTrace> find(TraceId id, TimeRange hint) {
    lookedUp.add(id);
    List<Span> spans =
        stored.getOrDefault(id, List.of()).stream()
            .filter(span -> hint.contains(span.startEpochNanos()))
            .toList();
    return spans.isEmpty() ? Optional.empty() : Optional.of(new StoredTrace(id, spans, 1, 0));
  }

  private void keep(List<Span> spans) {
    SpanBatch batch = Batches.of(spans);
    measurements.observe(batch, NOW);
    measurements.kept(batch, NOW);
    spans.forEach(span -> stored.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span));
  }

  private List<Exemplar> published() {
    return measurements.snapshot(NOW).series().stream()
        .flatMap(series -> series.exemplars().stream())
        .filter(Objects::nonNull)
        .toList();
  }

  private void auditAll() {
    int rounds = published().size() / ExemplarAudit.TRACES_MAX + 2;
    for (int i = 0; i < rounds; i++) {
      audit.run();
    }
  }

  @Test
  void whatIsStoredStaysPublished() {
    keep(new RandomSpans(1).next(200));
    List<Exemplar> before = published();
    auditAll();
    assertThat(published()).isNotEmpty().isEqualTo(before);
    assertThat(audit.counts().checked()).isPositive();
    assertThat(audit.counts().dead()).isEmpty();
    assertThat(audit.counts().failed()).isZero();
  }

  @Test
  void aTraceThatIsGoneIsWithdrawnEverywhereAndCounted() {
    keep(new RandomSpans(2).next(200));
    TraceId gone = published().getFirst().traceId();
    stored.remove(gone);
    auditAll();
    assertThat(published()).isNotEmpty().noneMatch(exemplar -> exemplar.traceId().equals(gone));
    assertThat(audit.counts().dead()).isEqualTo(Map.of(DeadReason.TRACE_MISSING, 1L));
    assertThat(audit.counts().checked()).isGreaterThan(1);
  }

  @Test
  void aTraceWithoutTheSpanIsWithdrawnForThatReason() {
    keep(new RandomSpans(3).next(200));
    Exemplar exemplar =
        published().stream()
            .filter(each -> stored.get(each.traceId()).size() > 1)
            .findFirst()
            .orElseThrow();
    List<Span> spans = stored.get(exemplar.traceId());
    List<Span> others = spans.stream().filter(s -> s.spanId() != exemplar.spanId()).toList();
    stored.put(exemplar.traceId(), others);
    auditAll();
    assertThat(published()).noneMatch(each -> each.traceId().equals(exemplar.traceId()));
    assertThat(audit.counts().dead()).isEqualTo(Map.of(DeadReason.SPAN_MISSING, 1L));
  }

  @Test
  void aStoreThatCannotAnswerWithdrawsNothing() {
    keep(new RandomSpans(4).next(50));
    List<Exemplar> before = published();
    ExemplarAudit failing =
        audit((_, _) -> {
          throw new IllegalStateException("told to fail");
        });
    failing.run();
    assertThat(published()).isEqualTo(before);
    assertThat(failing.counts().failed()).isPositive();
    assertThat(failing.counts().checked()).isZero();
  }

  @Test
  void aRoundEndsWhenItTakesTooLong() {
    keep(new RandomSpans(5).next(200));
    ExemplarAudit slow =
        audit((id, hint) -> {
          nanos.addAndGet(200_000_000L);
          return find(id, hint);
        });
    slow.run();
    assertThat(lookedUp).hasSize(2);
  }

  @Test
  void roundsDoNotOverlapAndNoneFollowsTheClose() throws Exception {
    keep(new RandomSpans(6).next(50));
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    ExemplarAudit waiting =
        audit((id, hint) -> {
          entered.countDown();
          try {
            leave.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return find(id, hint);
        });
    Thread first = Thread.ofVirtual().start(waiting::run);
    entered.await();
    waiting.run();
    assertThat(lookedUp).isEmpty();
    leave.countDown();
    waiting.close();
    first.join();
    int before = lookedUp.size();
    assertThat(before).isPositive();
    waiting.run();
    assertThat(lookedUp).hasSize(before);
  }
}
