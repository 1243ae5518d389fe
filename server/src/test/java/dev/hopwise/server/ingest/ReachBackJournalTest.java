package dev.hopwise.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.journal.FileJournal;
import dev.hopwise.journal.FsyncPolicy;
import dev.hopwise.journal.JournalOptions;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.receive.StandardRequestDecoder;
import dev.hopwise.sample.reachback.Fate;
import dev.hopwise.sample.reachback.ReachBack;
import dev.hopwise.sample.reachback.ReachBackCounts;
import dev.hopwise.sample.reachback.ReachBackLimits;
import dev.hopwise.sample.reachback.ReachBackListener;
import dev.hopwise.sample.reachback.ReachBackTarget;
import dev.hopwise.sample.reachback.SpanKey;
import dev.hopwise.sample.window.IncidentWindow;
import dev.hopwise.sample.window.Opener;
import dev.hopwise.sample.window.ReachBackProgress;
import dev.hopwise.sample.window.WindowCounts;
import dev.hopwise.sample.window.WindowScope;
import dev.hopwise.sample.window.WindowState;
import dev.hopwise.server.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reach-back through a real journal of five minutes.
class ReachBackJournalTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
  private static final long OPENED = NOW.getEpochSecond() * SECOND;
  private static final int TRACES_PER_SECOND = 20;
  private static final ReceiveLimits LIMITS =
      new ReceiveLimits(1 << 24, 1 << 20, Duration.ofDays(7), Duration.ofHours(1));

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(9);
  private final Map<TraceId, Integer> spansOfShop = new HashMap<>();
  private FileJournal journal;
  private JournalPast past;

  @BeforeEach
  void open() throws IOException {
    JournalOptions options =
        new JournalOptions(
            FsyncPolicy.NEVER, Duration.ZERO, Duration.ofMinutes(30), 1 << 28, 1 << 20);
    journal = FileJournal.open(folder, options, Clock.fixed(NOW, ZoneOffset.UTC), 0);
    past = new JournalPast(journal, new StandardRequestDecoder(LIMITS), JournalTraffic.Pace.NONE);
  }

  @AfterEach
  void close() throws IOException {
    journal.close();
  }

  @Test
  void keepsWholeWhatFiveMinutesHeldWhileOthersAppend() throws Exception {
    for (long second = OPENED - 400 * SECOND; second < OPENED; second += SECOND) {
      append(second);
    }
    long opened = journal.end();
    AtomicLong appended = new AtomicLong();
    Dropped target = new Dropped();
    ReachBackListener listener = new Forever();
    Thread appender = Thread.ofPlatform().start(() -> appendAfter(appended));
    ReachBackCounts counts =
        new ReachBack(
                window("{ resource.service.name = \"shop\" }", opened),
                past,
                target,
                new ReachBackLimits(1 << 18, Duration.ofSeconds(35)),
                listener)
            .run();
    appender.join();
    assertThat(appended).hasPositiveValue();
    assertThat(target.spans).hasSizeGreaterThan(2_000).isEqualTo(inTheFiveMinutes());
    assertThat(counts.keptTraces()).isEqualTo(target.spans.size());
    assertThat(counts.bytesPeak()).isLessThanOrEqualTo(1 << 18);
    assertThat(counts.incomplete()).isFalse();
  }

  @Test
  void leavesOutWhatWentToTheStoreAtOnceAndWhatHoldsNoSpans() throws IOException {
    byte[] body = SpanEncoder.encode(trace(OPENED, "shop"));
    journal.append(
        OPENED, new RecordHeader(PROTOBUF, PLAIN, true, 0).toBytes(), body, 0, body.length);
    journal.append(OPENED, RecordHeader.decisions(), body, 0, body.length);
    journal.append(
        OPENED, new RecordHeader(PROTOBUF, PLAIN, false, 0).toBytes(), body, 0, body.length);
    List<Integer> counts = new ArrayList<>();
    past.read(0, journal.end(), (batch, _) -> counts.add(batch.count));
    assertThat(counts).containsExactly(3);
    assertThat(past.reachesTo(OPENED - 1)).isTrue();
  }

  @Test
  void saysThatItDoesNotReachBackOverWhatWasRemovedOrDamaged() throws IOException {
    for (int i = 0; i < 600; i++) {
      append(OPENED + i * SECOND);
    }
    assertThat(past.reachesTo(0)).isTrue();
    byte[] nonsense = {1, 2, 3};
    journal.append(OPENED, new RecordHeader(PROTOBUF, PLAIN, false, 0).toBytes(), nonsense, 0, 3);
    past.read(0, journal.end(), (_, _) -> {});
    assertThat(past.reachesTo(0)).isFalse();
  }

  private static final BodyFormat PROTOBUF = BodyFormat.OTLP_PROTOBUF;
  private static final BodyEncoding PLAIN = BodyEncoding.IDENTITY;

  /// Half of the requests compressed; the two halves of each trace in different ones.
  private void append(long at) throws IOException {
    List<Span> first = new ArrayList<>();
    List<Span> second = new ArrayList<>();
    for (int i = 0; i < TRACES_PER_SECOND; i++) {
      List<Span> spans = trace(at, i % 2 == 0 ? "shop" : "bank");
      first.addAll(spans.subList(0, 1));
      second.addAll(spans.subList(1, spans.size()));
    }
    append(at, SpanEncoder.encode(first), PLAIN);
    append(at + SECOND / 2, Fixtures.gzip(SpanEncoder.encode(second)), BodyEncoding.GZIP);
  }

  private void append(long at, byte[] body, BodyEncoding encoding) throws IOException {
    byte[] header = new RecordHeader(PROTOBUF, encoding, false, 5).toBytes();
    journal.append(at, header, body, 0, body.length);
  }

  private void appendAfter(AtomicLong appended) {
    try {
      for (int i = 0; i < 200; i++) {
        byte[] body = SpanEncoder.encode(trace(OPENED + i * SECOND, "bank"));
        append(OPENED + i * SECOND, body, PLAIN);
        appended.incrementAndGet();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private synchronized List<Span> trace(long start, String service) {
    TraceId id = new TraceId(random.nextLong(), random.nextLong());
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      spans.add(span(id, i, start, i == 1 ? service : "gateway"));
    }
    if (service.equals("shop") && start >= OPENED - 300 * SECOND && start < OPENED) {
      spansOfShop.put(id, spans.size());
    }
    return spans;
  }

  private static Span span(TraceId id, int i, long start, String service) {
    return new Span(
        id,
        i + 1L,
        i,
        "",
        1,
        "call",
        SpanKind.SERVER,
        start,
        start + 1_000,
        Attributes.of("key", "x".repeat(300)),
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        new Resource(Attributes.of(Resource.SERVICE_NAME, service), 0, ""),
        InstrumentationScope.EMPTY);
  }

  private Map<TraceId, Integer> inTheFiveMinutes() {
    return spansOfShop;
  }

  private static IncidentWindow window(String scope, long opened) {
    ReachBackProgress progress =
        new ReachBackProgress(
            ReachBackProgress.State.RUNNING,
            OPENED - 300 * SECOND,
            opened,
            0,
            0,
            0,
            0,
            false,
            false,
            "");
    return new IncidentWindow(
        "w1",
        WindowScope.ofTraceQl(scope),
        1,
        1,
        300 * SECOND,
        100_000,
        "",
        Opener.API,
        WindowState.OPEN,
        OPENED,
        OPENED + 60 * SECOND,
        WindowCounts.ZERO,
        progress);
  }

  private static final class Forever implements ReachBackListener {
    @Override
    public boolean goesOn(ReachBackCounts counts) {
      return true;
    }

    @Override
    public boolean stopsNow() {
      return false;
    }
  }

  /// Everything was dropped, and nobody remembers.
  private final class Dropped implements ReachBackTarget {
    private final Map<TraceId, Integer> spans = new HashMap<>();

    @Override
    public Fate fateOf(TraceId id) {
      return new Fate.NeverSeen();
    }

    @Override
    public long promote(IncidentWindow window, double probability, List<TraceId> ids) {
      return journal.end();
    }

    @Override
    public Set<SpanKey> stored(TraceId id) {
      return Set.of();
    }

    @Override
    public void kept(SpanBatch batch) {
      for (int i = 0; i < batch.count; i++) {
        spans.merge(batch.traceId(i), 1, Integer::sum);
      }
    }
  }
}
