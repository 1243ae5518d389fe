package dev.hopwise.server.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.receive.StandardRequestDecoder;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.buffer.BufferLimits;
import dev.hopwise.server.ingest.DecisionMemory;
import dev.hopwise.server.ingest.JournalTraffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trials on a real journal.
class PolicyTrialsTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
  private static final long END = NOW.getEpochSecond() * SECOND;
  private static final int TRACES_PER_SECOND = 10;
  private static final int SPANS = 3;
  private static final ReceiveLimits LIMITS =
      new ReceiveLimits(1 << 24, 1 << 20, Duration.ofDays(7), Duration.ofHours(1));
  private static final BufferLimits BUFFER =
      new BufferLimits(160L << 20, 50_000, 16L << 20, 2 * SECOND, 30 * SECOND);

  /// OTLP protobuf, not compressed.
  private static final byte[] HEADER = {1, 0};

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(5);
  private FileJournal journal;

  @BeforeEach
  void open() throws IOException {
    JournalOptions options =
        new JournalOptions(
            FsyncPolicy.NEVER, Duration.ZERO, Duration.ofMinutes(30), 1 << 28, 1 << 20);
    journal = FileJournal.open(folder, options, Clock.fixed(NOW, ZoneOffset.UTC), 0);
  }

  @AfterEach
  void close() throws IOException {
    journal.close();
  }

  @Test
  void looksAtTheRangeThatIsAskedForAndWarmsUpBefore() throws IOException {
    append(END - 400 * SECOND, END);
    TrialReport report = run(trials(TrialLimits.DEFAULT), END - 200 * SECOND, END - 100 * SECOND);
    assertThat(report.fromEpochNanos()).isEqualTo(END - 200 * SECOND);
    assertThat(report.toEpochNanos()).isEqualTo(END - 100 * SECOND);
    assertThat(report.incomplete()).isFalse();
    assertThat(report.result().spans()).isEqualTo(100 * TRACES_PER_SECOND * SPANS);
    assertThat(report.result().today().keptSpans()).isEqualTo(report.result().spans());
    assertThat(report.result().draft().keptSpans() / (0.5 * report.result().spans()))
        .isCloseTo(1, within(0.1));
  }

  @Test
  void saysWhenTheJournalDoesNotReachBack() throws IOException {
    append(END - 300 * SECOND, END);
    TrialReport report = run(trials(TrialLimits.DEFAULT), END - 600 * SECOND, END);
    assertThat(report.incomplete()).isTrue();
    assertThat(report.fromEpochNanos()).isBetween(END - 300 * SECOND, END - 265 * SECOND);
    assertThat(report.result().spans() / (report.seconds() * TRACES_PER_SECOND * SPANS))
        .isCloseTo(1, within(0.02));
  }

  @Test
  void looksAtTheLastTenMinutesAtMost() throws IOException {
    append(END - 700 * SECOND, END);
    TrialReport report = run(trials(TrialLimits.DEFAULT), END - 3_600 * SECOND, END + SECOND);
    assertThat(report.fromEpochNanos()).isEqualTo(END - 600 * SECOND);
    assertThat(report.toEpochNanos()).isEqualTo(END);
    assertThat(report.incomplete()).isFalse();
  }

  @Test
  void ofMuchTrafficLooksAtAPart() throws IOException {
    append(END - 700 * SECOND, END);
    TrialLimits limits =
        new TrialLimits(Duration.ofMinutes(10), 6_000, 1_000, 48L << 20, Duration.ofMinutes(1));
    TrialReport report = run(trials(limits), END - 600 * SECOND, END);
    assertThat(report.result().sampledTraces()).isBetween(1_800L, 2_200L);
    assertThat(report.result().spans()).isEqualTo(600 * TRACES_PER_SECOND * SPANS);
    assertThat(report.result().draft().keptSpans() / (0.5 * report.result().spans()))
        .isCloseTo(1, within(0.1));
  }

  @Test
  void anEmptyJournalGivesAnEmptyAnswer() throws IOException {
    TrialReport report = run(trials(TrialLimits.DEFAULT), END - 600 * SECOND, END);
    assertThat(report.incomplete()).isTrue();
    assertThat(report.result().spans()).isZero();
    assertThat(report.seconds()).isZero();
  }

  @Test
  void takesOneAtATime() throws IOException {
    append(END - 10 * SECOND, END);
    AtomicReference<Optional<TrialReport>> second = new AtomicReference<>();
    PolicyTrials trials = trials(TrialLimits.DEFAULT);
    TrialRange range = new TrialRange(END - 10 * SECOND, END);
    trials.run(
        Policy.builtIn(0.5),
        range,
        () -> {
          if (second.get() == null) {
            second.set(again(trials, range));
          }
          return false;
        });
    assertThat(second.get()).isEmpty();
    assertThat(again(trials, range)).isPresent();
  }

  @Test
  void endsWhenItIsCancelledAndTheJournalGoesOn() throws IOException {
    append(END - 10 * SECOND, END);
    PolicyTrials trials = trials(TrialLimits.DEFAULT);
    TrialRange range = new TrialRange(END - 10 * SECOND, END);
    assertThatThrownBy(() -> trials.run(Policy.builtIn(0.5), range, () -> true))
        .isInstanceOf(CancellationException.class);
    append(END, END + SECOND);
    assertThat(again(trials, range)).isPresent();
  }

  private static Optional<TrialReport> again(PolicyTrials trials, TrialRange range) {
    try {
      return trials.run(Policy.builtIn(0.5), range, () -> false);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrialReport run(PolicyTrials trials, long from, long to) throws IOException {
    return trials.run(draft(), new TrialRange(from, to), () -> false).orElseThrow();
  }

  private static Policy draft() {
    Policy builtIn = Policy.builtIn(0.5);
    return new Policy(
        builtIn.tenantAttribute(),
        builtIn.budget(),
        List.of(builtIn.rules().getLast()),
        builtIn.head());
  }

  private PolicyTrials trials(TrialLimits limits) {
    return new PolicyTrials(
        journal,
        () -> new StandardRequestDecoder(LIMITS),
        DecisionMemory.NONE,
        () -> Policy.builtIn(1),
        BUFFER,
        () -> END,
        () -> JournalTraffic.Pace.NONE,
        limits);
  }

  /// A request each second.
  private void append(long from, long to) throws IOException {
    for (long at = from; at < to; at += SECOND) {
      List<Span> spans = new ArrayList<>();
      for (int i = 0; i < TRACES_PER_SECOND; i++) {
        TraceId id = new TraceId(random.nextLong(), random.nextLong());
        for (int span = 0; span < SPANS; span++) {
          spans.add(span(id, span + 1, span, at));
        }
      }
      byte[] body = SpanEncoder.encode(spans);
      journal.append(at, HEADER, body, 0, body.length);
    }
  }

  private static Span span(TraceId id, long spanId, long parent, long at) {
    return new Span(
        id,
        spanId,
        parent,
        "",
        257,
        "call",
        SpanKind.SERVER,
        at - SECOND / 2,
        at,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        new Resource(Attributes.of(Resource.SERVICE_NAME, "shop"), 0, ""),
        new InstrumentationScope("lib", "1", Attributes.EMPTY, 0, ""));
  }
}
