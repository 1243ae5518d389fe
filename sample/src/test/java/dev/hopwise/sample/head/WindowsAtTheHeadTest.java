package dev.hopwise.sample.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.sample.HeadPolicy;
import dev.hopwise.sample.window.IncidentWindow;
import dev.hopwise.sample.window.OpenAnswer;
import dev.hopwise.sample.window.Opener;
import dev.hopwise.sample.window.WindowBook;
import dev.hopwise.sample.window.WindowLimits;
import dev.hopwise.sample.window.WindowRequest;
import dev.hopwise.sample.window.WindowScope;
import dev.hopwise.sample.window.WindowShelf;
import dev.hopwise.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowsAtTheHeadTest {

  private final TestClock clock = new TestClock(Instant.parse("2026-11-22T14:00:00Z"));
  private final WindowBook book =
      new WindowBook(
          WindowLimits.of(Duration.ofMinutes(30), Duration.ofSeconds(30)),
          clock,
          new SplittableRandom(1),
          () -> 0,
          WindowShelf.NONE,
          List.of());
  private final HeadStrategies strategies =
      new HeadStrategies(
          () -> new HeadPolicy(0.1, new LinkedHashMap<>()),
          book::forHead,
          ServiceCallers.UNKNOWN,
          () -> 1);

  @Test
  void aWindowRaisesTheHeadFromItsOpeningToTheMomentOfItsEnd() {
    assertThat(strategies.of("payments").probability()).isEqualTo(0.1);
    open(WindowScope.ofSpan("payments", "/pay", Map.of("tenant.id", "acme")), 0.9);
    assertThat(strategies.of("payments").probability()).isEqualTo(0.9);
    assertThat(strategies.of("orders").probability()).isEqualTo(0.1);
    clock.advance(Duration.ofSeconds(59));
    assertThat(strategies.of("payments").probability()).isEqualTo(0.9);
    clock.advance(Duration.ofSeconds(1));
    assertThat(strategies.of("payments").probability()).isEqualTo(0.1);
  }

  @Test
  void aWindowThatIsClosedEarlyRaisesNothingAnyMore() {
    IncidentWindow window = open(WindowScope.ofTraceQl("{ status = error }"), 1);
    assertThat(strategies.of("orders").probability()).isEqualTo(1);
    book.close(window.id());
    assertThat(strategies.of("orders").probability()).isEqualTo(0.1);
  }

  private IncidentWindow open(WindowScope scope, double rate) {
    WindowRequest request =
        new WindowRequest(
            scope, rate, Duration.ofMinutes(1), Duration.ZERO, 1_000, "slow", Opener.API);
    return ((OpenAnswer.Opened) book.open(request)).window();
  }
}
