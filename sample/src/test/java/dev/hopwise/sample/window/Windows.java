package dev.hopwise.sample.window;

import dev.hopwise.sample.ConditionSet;
import dev.hopwise.sample.WindowMatch;
import dev.hopwise.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A book on a test's clock, and traces that are decided by its windows alone.
final class Windows {

  static final Instant START = Instant.parse("2026-11-22T14:00:00Z");
  static final long SECOND = 1_000_000_000L;
  static final WindowLimits LIMITS =
      WindowLimits.of(Duration.ofMinutes(30), Duration.ofSeconds(30));

  final TestClock clock;
  final List<List<IncidentWindow>> saved = new ArrayList<>();
  final SplittableRandom random = new SplittableRandom(5);
  WindowBook book;
  boolean diskFull;
  long journalEnd = 4_711;

  Windows() {
    clock = new TestClock(START);
    book = newBook(List.of());
  }

  /// As after a restart.
  void restart() {
    book = newBook(saved.getLast());
  }

  private WindowBook newBook(List<IncidentWindow> restored) {
    return new WindowBook(
        LIMITS, clock, new SplittableRandom(1), () -> journalEnd, this::save, restored);
  }

  private void save(List<IncidentWindow> windows) {
    if (diskFull) {
      throw new java.io.UncheckedIOException(new java.io.IOException("no space left on device"));
    }
    saved.add(windows);
  }

  long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * SECOND + now.getNano();
  }

  IncidentWindow open(String scope, double rate, Duration ttl, double budget) {
    return open(request(scope, rate, ttl, Duration.ZERO, budget));
  }

  IncidentWindow open(WindowRequest request) {
    return ((OpenAnswer.Opened) book.open(request)).window();
  }

  IncidentWindow find(IncidentWindow window) {
    return book.find(window.id()).orElseThrow();
  }

  static WindowRequest request(
      String scope, double rate, Duration ttl, Duration reachBack, double budget) {
    return new WindowRequest(
        WindowScope.ofTraceQl(scope), rate, ttl, reachBack, budget, "checkout is slow", Opener.API);
  }

  /// Decides a trace of the shop now.
  boolean decide(int spans) {
    return decide(new Facts(random.nextLong(), "shop", spans, now()));
  }

  boolean decide(Facts trace) {
    @Nullable WindowMatch match = book.match(trace, ConditionSet.EMPTY, now());
    boolean kept =
        match != null
            && trace.randomness() >= dev.hopwise.sample.ConsistentThreshold.of(match.rate());
    if (match != null) {
      book.decided(match, trace, kept);
    }
    return kept;
  }

  /// Traces evenly over some seconds, the housekeeping as the server does it.
  ///
  /// @return how many were kept
  int traffic(int seconds, int tracesPerSecond, int spansPerTrace) {
    int kept = 0;
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < tracesPerSecond; i++) {
        kept += decide(spansPerTrace) ? 1 : 0;
        clock.advance(Duration.ofNanos(SECOND / tracesPerSecond));
      }
      book.tick();
    }
    return kept;
  }
}
