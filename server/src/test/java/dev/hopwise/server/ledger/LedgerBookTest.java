package dev.hopwise.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.measure.ledger.LedgerScope;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Condition;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.PolicyParser;
import dev.hopwise.sample.PolicyResult;
import dev.hopwise.store.Field;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.TestClock;
import dev.hopwise.traceql.TraceQl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerBookTest {

  private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");
  private static final Policy NO_CONDITIONS = Policy.builtIn(1);

  @TempDir Path folder;
  private final TestClock clock = new TestClock(START);

  @Test
  void namesWhatExplodesWithinTwoMinutesOfItsFirstSpan() throws IOException {
    LedgerBook book = LedgerBook.open(folder, clock);
    int seconds = 0;
    while (book.flagged().isEmpty() && seconds++ < 120) {
      // One span a second.
      book.ledger().observe(Batches.of(List.of(span(seconds))), nanos());
      clock.advance(Duration.ofSeconds(1));
      book.keepHouse(() -> NO_CONDITIONS, List::of);
    }
    assertThat(seconds).isLessThan(60);
    assertThat(book.flagged()).hasSize(1);
    assertThat(book.flagged().getFirst().reading().service()).isEqualTo("shop");
    assertThat(book.flagged().getFirst().reading().key()).isEqualTo("request.id");
  }

  @Test
  void isWrittenEveryFiveMinutesAndAtTheStop() throws IOException {
    LedgerBook book = LedgerBook.open(folder, clock);
    book.ledger().observe(Batches.of(List.of(span(1))), nanos());
    clock.advance(LedgerBook.SAVED_EVERY.minusSeconds(1));
    book.keepHouse(() -> NO_CONDITIONS, List::of);
    assertThat(folder.resolve("ledger/ledger.bin")).doesNotExist();
    clock.advance(Duration.ofSeconds(1));
    book.keepHouse(() -> NO_CONDITIONS, List::of);
    assertThat(spansAfterRestart()).isEqualTo(1);
    book.ledger().observe(Batches.of(List.of(span(2))), nanos());
    book.close();
    assertThat(spansAfterRestart()).isEqualTo(2);
  }

  @Test
  void anExampleThatIsForgottenIsSoonGoneFromTheDiskToo() throws IOException {
    LedgerBook book = LedgerBook.open(folder, clock);
    book.ledger().observe(Batches.of(List.of(span(1))), nanos());
    book.save();
    Path file = folder.resolve("ledger/ledger.bin");
    String example = new UUID(1, 1).toString();
    assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains(example);
    book.forgetExamples();
    clock.advance(Duration.ofSeconds(1));
    book.keepHouse(() -> NO_CONDITIONS, List::of);
    assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(example);
  }

  @Test
  void conditionsOfThePolicyAndOfWindowsUseTheirKeysAllTheTime() throws IOException {
    LedgerBook book = LedgerBook.open(folder, clock);
    Policy policy =
        ((PolicyResult.Accepted)
                PolicyParser.parse(
                    """
                    tenant: customer
                    rules:
                      - { name: a, when: '{ span.http.route = "/" }', sample: drop }
                      - { name: b, tenants: [x], sample: always }
                      - { name: c, sample: always }
                    """))
            .policy();
    clock.advance(Duration.ofSeconds(20));
    book.keepHouse(() -> policy, () -> List.of(Condition.parse("{ event.kind = 1 }")));
    QueriedKeys queried = book.queried();
    Instant now = START.plusSeconds(20);
    assertThat(queried.last(LedgerScope.SPAN, "http.route")).isEqualTo(now);
    assertThat(queried.last(LedgerScope.RESOURCE, "http.route")).isNull();
    assertThat(queried.last(LedgerScope.EVENT, "kind")).isEqualTo(now);
    assertThat(queried.last(LedgerScope.SPAN, "customer")).isEqualTo(now);
    assertThat(queried.last(LedgerScope.RESOURCE, "customer")).isEqualTo(now);
  }

  @Test
  void remembersWhatQueriesUsedOverARestart() throws IOException {
    LedgerBook book = LedgerBook.open(folder, clock);
    book.queried()
        .used(
            TraceQl.parse(
                "{ .a = 1 && name = \"x\" && resource.service.name = \"s\" } | by(span.b)"));
    clock.advance(Duration.ofSeconds(15));
    book.keepHouse(() -> NO_CONDITIONS, List::of);
    clock.advance(Duration.ofHours(1));
    QueriedKeys again = LedgerBook.open(folder, clock).queried();
    assertThat(again.since()).isEqualTo(START);
    for (LedgerScope scope : List.of(LedgerScope.SPAN, LedgerScope.RESOURCE)) {
      assertThat(again.last(scope, "a")).isEqualTo(START);
    }
    assertThat(again.last(LedgerScope.INTRINSIC, "name")).isEqualTo(START);
    assertThat(again.last(LedgerScope.RESOURCE, "service.name")).isEqualTo(START);
    assertThat(again.last(LedgerScope.SPAN, "b")).isEqualTo(START);
    assertThat(again.last(LedgerScope.RESOURCE, "b")).isNull();
  }

  @Test
  void remembersTheKeysThatWereUsedLastWhereThereAreTooMany() throws IOException {
    QueriedKeys queried = LedgerBook.open(folder, clock).queried();
    for (int i = 0; i <= QueriedKeys.KEYS_MAX; i++) {
      queried.used(new Field.AttributeOf(Field.Scope.SPAN, "k" + i));
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(queried.last(LedgerScope.SPAN, "k0")).isNull();
    assertThat(queried.last(LedgerScope.SPAN, "k1")).isNotNull();
    assertThat(queried.last(LedgerScope.SPAN, "k" + QueriedKeys.KEYS_MAX)).isNotNull();
  }

  private long spansAfterRestart() throws IOException {
    return LedgerBook.open(folder, clock)
        .read("shop", START, START.plus(Duration.ofHours(1)))
        .keys()
        .stream()
        .filter(key -> key.key().equals("request.id"))
        .findFirst()
        .orElseThrow()
        .spans();
  }

  private long nanos() {
    return clock.millis() * 1_000_000;
  }

  private static Span span(int number) {
    return new Span(
        new TraceId(5, number),
        number,
        0,
        "",
        0,
        "GET /",
        SpanKind.SERVER,
        1,
        2,
        Attributes.of("request.id", new UUID(number, number).toString()),
        0,
        new ArrayList<>(),
        0,
        List.of(),
        0,
        new Status(StatusCode.UNSET, ""),
        new Resource(Attributes.of(Resource.SERVICE_NAME, "shop"), 0, ""),
        InstrumentationScope.EMPTY);
  }
}
