package dev.hopwise.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.measure.Exemplar;
import dev.hopwise.measure.MeasureLimits;
import dev.hopwise.measure.MeasureSnapshot;
import dev.hopwise.measure.Measurements;
import dev.hopwise.measure.ledger.Ledger;
import dev.hopwise.measure.ledger.LedgerLimits;
import dev.hopwise.model.TraceId;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.RequestDecoder;
import dev.hopwise.sample.DecisionEngine;
import dev.hopwise.sample.WindowMatcher;
import dev.hopwise.sample.buffer.BufferLimits;
import dev.hopwise.sample.buffer.TraceSampler;
import dev.hopwise.server.CountingStore;
import dev.hopwise.server.FaultyJournal;
import dev.hopwise.server.Fixtures;
import dev.hopwise.server.Policies;
import dev.hopwise.server.SimpleDecoder;
import dev.hopwise.server.TestJournals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IngestPipelineTest {

  private static final int BODY_BYTES_MAX = 1 << 20;

  @TempDir Path folder;
  private final Balance balance = new Balance();
  private final CountingStore store = new CountingStore();
  private final List<TraceId> setAside = new ArrayList<>();
  private final Measurements measurements = new Measurements(MeasureLimits.DEFAULT);
  private FaultyJournal journal;
  private IngestPipeline pipeline;

  @BeforeEach
  void open() throws IOException {
    journal = TestJournals.open(folder);
    pipeline = pipeline(1.0, 64, () -> new SimpleDecoder(BODY_BYTES_MAX));
  }

  @AfterEach
  void close() throws IOException {
    pipeline.close();
    journal.close();
  }

  @Test
  void journalsAndStoresWhatItAccepts() {
    assertThat(send(Fixtures.exportWithZeroIds(7, 3, 2)))
        .isEqualTo(new IngestOutcome.Accepted(2, "trace id is all zeros"));
    assertThat(store.traceIds()).hasSize(3).containsOnly(new TraceId(0, 7));
    BalanceSnapshot snapshot = balance.snapshot();
    assertThat(snapshot.received()).isEqualTo(5);
    assertThat(snapshot.refused()).isEqualTo(Map.of("invalid-trace-id", 2L));
    assertThat(snapshot.stored()).isEqualTo(3);
    assertThat(snapshot.difference()).isZero();
  }

  @Test
  void leavesNoTraceOfARequestThatTheJournalDidNotTake() {
    journal.full = true;
    assertThat(send(Fixtures.export(7, 3))).isInstanceOf(IngestOutcome.Unavailable.class);
    assertThat(store.traceIds()).isEmpty();
    assertThat(balance.snapshot().refused()).isEqualTo(Map.of("overloaded", 3L));
    assertThat(balance.snapshot().difference()).isZero();
    journal.full = false;
    assertThat(send(Fixtures.export(7, 3))).isInstanceOf(IngestOutcome.Accepted.class);
  }

  @Test
  void doesNotAcknowledgeWhatTheDeviceDidNotTake() {
    journal.deviceFails = true;
    assertThat(send(Fixtures.export(7, 3))).isInstanceOf(IngestOutcome.Unavailable.class);
    assertThat(balance.snapshot().difference()).isZero();
  }

  @Test
  void acknowledgesWhatIsInTheJournalEvenWhenTheStoreFails() throws IOException {
    store.failing = true;
    assertThat(send(Fixtures.export(7, 3))).isInstanceOf(IngestOutcome.Accepted.class);
    assertThat(balance.snapshot().failed()).isEqualTo(Map.of("store", 3L));
    assertThat(balance.snapshot().difference()).isZero();
    store.failing = false;
    send(Fixtures.export(8, 2));
    store.flush();
    assertThat(pipeline.replay()).as("the failed one and what came after").isEqualTo(2);
    assertThat(store.traceIds()).hasSize(7).contains(new TraceId(0, 7));
    store.flush();
    assertThat(pipeline.replay()).isZero();
  }

  @Test
  void setsASpanAsideThatTheStoreCannotTakeAndGoesOn() throws IOException {
    store.poison = new TraceId(0, 9);
    assertThat(send(Fixtures.export(8, 2))).isInstanceOf(IngestOutcome.Accepted.class);
    assertThat(send(Fixtures.export(9, 1))).isInstanceOf(IngestOutcome.Accepted.class);
    assertThat(send(Fixtures.exportOfTraces(7, 8, 9, 10, 11)))
        .isInstanceOf(IngestOutcome.Accepted.class);
    assertThat(setAside).containsExactly(new TraceId(0, 9), new TraceId(0, 9));
    assertThat(store.traceIds())
        .contains(new TraceId(0, 7), new TraceId(0, 10), new TraceId(0, 11));
    BalanceSnapshot snapshot = balance.snapshot();
    assertThat(snapshot.failed()).isEqualTo(Map.of("store", 2L));
    assertThat(snapshot.stored()).isEqualTo(6);
    assertThat(snapshot.difference()).isZero();
    store.flush();
    assertThat(store.committed().applied())
        .as("nothing holds the journal")
        .isEqualTo(journal.end());
    assertThat(pipeline.replay()).isZero();
  }

  @Test
  void replaysWhatTheStoreHadNotCommitted() throws IOException {
    send(Fixtures.export(1, 2));
    store.flush();
    send(Fixtures.export(2, 3));
    CountingStore behind = store;
    assertThat(pipeline.replay()).isEqualTo(1);
    assertThat(behind.traceIds()).hasSize(8).endsWith(new TraceId(0, 2));
    BalanceSnapshot snapshot = balance.snapshot();
    assertThat(snapshot.replayed()).isEqualTo(3);
    assertThat(snapshot.received()).isEqualTo(8);
    assertThat(snapshot.difference()).isZero();
  }

  @Test
  void measuresEverySpanOnceBeforeSamplingAndPointsToKeptTracesOnly() throws IOException {
    pipeline.close();
    pipeline = pipeline(0.5, 64, () -> new SimpleDecoder(BODY_BYTES_MAX));
    send(Fixtures.exportWithZeroIds(0xFFFFFFFFFFFFFFL, 2, 1));
    send(Fixtures.export(1, 3));
    decideAll();
    store.failing = true;
    send(Fixtures.export(0xFFFFFFFFFFFFFEL, 4));
    decideAll();
    assertThat(pipeline.replay()).isPositive();
    MeasureSnapshot snapshot = measurements.snapshot(System.currentTimeMillis() * 1_000_000L);
    assertThat(snapshot.observedSpans()).isEqualTo(9);
    assertThat(
            snapshot.series().stream()
                .flatMap(s -> s.exemplars().stream())
                .filter(e -> e != null)
                .map(Exemplar::traceId))
        .containsExactly(new TraceId(0, 0xFFFFFFFFFFFFFFL));
  }

  @Test
  void tellsTheSenderToTryAgainWhenTheQueueIsFull() throws Exception {
    pipeline.close();
    pipeline = pipeline(1.0, 2, () -> new SimpleDecoder(BODY_BYTES_MAX));
    List<CompletableFuture<IngestOutcome>> outcomes = new ArrayList<>();
    synchronized (store.gate) {
      for (int i = 0; i < 20; i++) {
        outcomes.add(pipeline.submit(request(Fixtures.export(1, 1))));
      }
      // Two at work, two waiting: sixteen are answered at once.
      assertThat(outcomes.stream().filter(CompletableFuture::isDone).toList())
          .hasSize(16)
          .allSatisfy(o -> assertThat(o.join()).isInstanceOf(IngestOutcome.Overloaded.class));
    }
    for (CompletableFuture<IngestOutcome> each : outcomes) {
      each.get(10, TimeUnit.SECONDS);
    }
    assertThat(store.traceIds()).hasSize(4);
    assertThat(balance.snapshot().refusedRequests()).isEqualTo(Map.of("overloaded", 16L));
    assertThat(balance.snapshot().difference()).isZero();
  }

  @Test
  void answersEverySenderWhenItStops() throws Exception {
    List<CompletableFuture<IngestOutcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      outcomes.add(pipeline.submit(request(Fixtures.export(1, 1))));
    }
    pipeline.close();
    assertThat(outcomes).allMatch(CompletableFuture::isDone);
    assertThat(send(Fixtures.export(1, 1)))
        .isEqualTo(new IngestOutcome.Unavailable("the server is stopping"));
  }

  @Test
  void survivesABugInADecoder() {
    pipeline.close();
    pipeline =
        pipeline(
            1.0,
            2,
            () ->
                (format, encoding, body, offset, length, now) -> {
                  throw new IllegalStateException("a bug");
                });
    assertThat(send(Fixtures.export(1, 1))).isInstanceOf(IngestOutcome.Failed.class);
    assertThat(balance.snapshot().refusedRequests()).isEqualTo(Map.of("internal", 1L));
  }

  @Test
  void countsWhatItSamplesOut() {
    pipeline.close();
    pipeline = pipeline(0.5, 64, () -> new SimpleDecoder(BODY_BYTES_MAX));
    send(Fixtures.export(1, 3));
    send(Fixtures.export(0xFFFFFFFFFFFFFFL, 2));
    decideAll();
    assertThat(balance.snapshot().sampledOut()).isEqualTo(3);
    assertThat(balance.snapshot().stored()).isEqualTo(2);
    assertThat(store.traceIds()).containsOnly(new TraceId(0, 0xFFFFFFFFFFFFFFL));
  }

  @Test
  void keepsTheBalanceAtEveryMomentOfConcurrentLoadWithFaults() throws Exception {
    pipeline.close();
    pipeline = pipeline(0.5, 16, () -> new SimpleDecoder(BODY_BYTES_MAX));
    Thread[] senders = new Thread[4];
    for (int s = 0; s < senders.length; s++) {
      SplittableRandom random = new SplittableRandom(s);
      senders[s] = Thread.ofPlatform().start(() -> sendRandomly(random));
    }
    int snapshots = 0;
    for (Thread sender : senders) {
      while (sender.isAlive()) {
        assertThat(balance.snapshot().difference()).isZero();
        snapshots++;
      }
    }
    journal.full = false;
    store.failing = true; // one failure for sure: those of the load may all have been repeated
    send(Fixtures.export(0xFFFFFFFFFFFFFEL, 4));
    decideAll();
    BalanceSnapshot end = balance.snapshot();
    assertThat(snapshots).isPositive();
    assertThat(end.difference()).isZero();
    assertThat(end.pending()).isZero();
    assertThat(end.stored()).isEqualTo(store.traceIds().size()).isPositive();
    assertThat(end.sampledOut()).isPositive();
    assertThat(end.failed().get("store")).isPositive();
    assertThat(end.refused().get("overloaded")).isPositive();
    assertThat(end.refused().get("invalid-trace-id")).isPositive();
    assertThat(end.refusedRequests().get("malformed")).isPositive();
  }

  private void sendRandomly(SplittableRandom random) {
    for (int i = 0; i < 300; i++) {
      journal.full = random.nextInt(10) == 0;
      store.failing = random.nextInt(10) == 0;
      byte[] body = Fixtures.exportWithZeroIds(random.nextLong(), 5, random.nextInt(2));
      boolean damaged = random.nextInt(10) == 0;
      IngestOutcome outcome =
          pipeline
              .submit(
                  new IngestRequest(
                      BodyFormat.OTLP_PROTOBUF,
                      BodyEncoding.IDENTITY,
                      body,
                      0,
                      damaged ? body.length - 3 : body.length))
              .join();
      assertThat(outcome).isNotInstanceOf(IngestOutcome.Failed.class);
    }
  }

  /// Waits until every trace is decided.
  private void decideAll() {
    while (balance.snapshot().pending() > 0) {
      pipeline.tick();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private IngestOutcome send(byte[] body) {
    return pipeline.submit(request(body)).join();
  }

  private static IngestRequest request(byte[] body) {
    return new IngestRequest(BodyFormat.OTLP_PROTOBUF, BodyEncoding.IDENTITY, body, 0, body.length);
  }

  private IngestPipeline pipeline(double baseline, int queue, Supplier<RequestDecoder> decoders) {
    return new IngestPipeline(
        journal,
        measurements,
        store,
        (span, why) -> setAside.add(span.traceId(0)),
        new TraceSampler(
            new DecisionEngine(Policies.baselineOf(baseline), WindowMatcher.NONE),
            new BufferLimits(64 << 20, 1000, 1 << 20, 1_000_000, 1_000_000),
            1 << 10,
            DecisionMemory.NONE,
            0),
        DecisionMemory.NONE,
        (decisions, end) -> {},
        decoders,
        balance,
        () -> System.currentTimeMillis() * 1_000_000L,
        2,
        queue,
        Runnable::run,
        Forwarding.NONE,
        AttributeFilter.none(),
        new Ledger(LedgerLimits.DEFAULT, 1, 0));
  }
}
