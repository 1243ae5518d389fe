package dev.hopwise.measure.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.measure.ledger.KeyAdvice.Action;
import dev.hopwise.measure.ledger.KeyAdvice.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyAdviceTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long NOW = 498_708L * 60 * MINUTE;

  private final Ledger ledger = new Ledger(LedgerLimits.DEFAULT, 1, NOW);
  private final SplittableRandom random = new SplittableRandom(4);
  private long now = NOW;
  private long next = 1;

  @Test
  void aKeyOfFewValuesIsKept() {
    send(600, 10, i -> span(i).with("http.method", i % 2 == 0 ? "GET" : "POST"));
    KeyAdvice advice = advice(LedgerScope.SPAN, "http.method", false);
    assertThat(advice.flags()).isEmpty();
    assertThat(advice.action()).isEqualTo(Action.KEEP);
  }

  @Test
  void uuidsInAnAttributeAreFlaggedWithinAMinuteAtOneSpanASecond() {
    send(60, 1, i -> span(i).with("request.id", uuid()));
    KeyAdvice advice = advice(LedgerScope.SPAN, "request.id", false);
    assertThat(advice.flags()).containsExactly(Flag.CARDINALITY);
    assertThat(advice.shape()).isEqualTo(ValueShape.UUID);
    assertThat(advice.action()).isEqualTo(Action.DROP);
    assertThat(advice.reason()).contains("60 different UUIDs", "no query is known");
    assertThat(advice(LedgerScope.SPAN, "request.id", true).action()).isEqualTo(Action.KEEP);
  }

  @Test
  void aNameThatWasHealthyForAnHourIsFlaggedTwoMinutesAfterATenthOfItsSpansCarryIds() {
    send(50 * 60, 1, i -> span(i));
    assertThat(advice(LedgerScope.INTRINSIC, "name", false).flags()).isEmpty();
    send(120 * 5, 5, i -> i % 10 == 0 ? LedgerSpan.of("shop", "GET /orders/" + uuid()) : span(i));
    KeyAdvice advice = advice(LedgerScope.INTRINSIC, "name", true);
    assertThat(advice.flags()).containsExactly(Flag.CARDINALITY);
    assertThat(advice.action()).isEqualTo(Action.TEMPLATE);
    assertThat(advice.reason()).contains("\"GET /orders/{id}\"");
  }

  @Test
  void healthyKeysStayUnflaggedWhenAnHourBegins() {
    send(59 * 60, 1, i -> span(i).with("user", "user-" + (char) ('a' + i % 26) + i % 20));
    assertThat(advice(LedgerScope.SPAN, "user", false).flags()).isEmpty();
    send(180, 1, i -> span(i).with("user", "user-" + (char) ('a' + i % 26) + i % 20));
    assertThat(advice(LedgerScope.SPAN, "user", false).flags()).isEmpty();
  }

  @Test
  void whatStopsExplodingIsOnlyToldOfTheHoursInWhichItDid() {
    send(600, 10, i -> span(i).with("id", uuid()));
    assertThat(advice(LedgerScope.SPAN, "id", false).flags()).containsExactly(Flag.CARDINALITY);
    now += 125 * MINUTE;
    send(600, 10, i -> span(i).with("id", "one"));
    KeyReading recent = read(now - MINUTE, "id");
    assertThat(KeyAdvice.of(recent, false).flags()).isEmpty();
    assertThat(recent.distinctBefore()).isGreaterThan(500);
    assertThat(KeyAdvice.of(read(NOW, "id"), false).flags()).containsExactly(Flag.CARDINALITY);
  }

  @Test
  void aTextThatTakesManyBytesIsFlaggedAndKeptOnlyWhereQueriesUseIt() {
    send(100, 10, i -> span(i).with("db.query.text", "select * from orders where ".repeat(20)));
    KeyAdvice advice = advice(LedgerScope.SPAN, "db.query.text", false);
    assertThat(advice.flags()).containsExactly(Flag.BYTES);
    assertThat(advice.action()).isEqualTo(Action.DROP);
    assertThat(advice.reason()).contains("% of the service's bytes");
    assertThat(advice(LedgerScope.SPAN, "db.query.text", true).action()).isEqualTo(Action.KEEP);
  }

  @Test
  void idsInTextsAreToBeTemplated() {
    send(600, 10, i -> span(i).with("url.path", "/orders/" + (100_000 + i) + "/items"));
    KeyAdvice advice = advice(LedgerScope.SPAN, "url.path", true);
    assertThat(advice.action()).isEqualTo(Action.TEMPLATE);
    assertThat(advice.reason()).contains("\"/orders/{id}/items\"");
  }

  @ParameterizedTest
  @CsvSource({
    "user.email, x, HASH",
    "http.request.header.authorization, x, HASH",
    "customer, jane@example.org, HASH",
    "user.email, h:0123456789abcdef, KEEP",
    "tokens.count, 17, KEEP"
  })
  void whatNobodyShouldReadIsToBeHashed(String key, String value, Action action) {
    send(10, 10, i -> span(i).with(key, value));
    assertThat(advice(LedgerScope.SPAN, key, true).action()).isEqualTo(action);
  }

  @ParameterizedTest
  @CsvSource({
    "6f1c8f0e-2d1b-4c57-9a68-1f0c2f6f7a11, UUID",
    "2026-11-27T10:00:00Z, TIMESTAMP",
    "1795349947, TIMESTAMP",
    "1795349947482, TIMESTAMP",
    "-12.5, NUMBER",
    "4711, NUMBER",
    "deadbeef01, ID",
    "jane@example.org, EMAIL",
    "/orders/4711, TEXT_WITH_ID",
    "GET, TEXT"
  })
  void recognisesWhatAValueLooksLike(String text, ValueShape shape) {
    assertThat(ValueShape.of(new ExampleValue(text, true, false))).isEqualTo(shape);
  }

  private LedgerSpan span(int i) {
    return LedgerSpan.of("shop", i % 3 == 0 ? "GET /cart" : "GET /orders");
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private void send(int count, int perSecond, IntFunction<LedgerSpan> maker) {
    List<LedgerSpan> second = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      second.add(maker.apply(i).trace(next++, i + 1));
      if (second.size() == perSecond) {
        ledger.observe(LedgerSpan.batch(second), now);
        second.clear();
        now += SECOND;
      }
    }
  }

  private KeyReading read(long from, String key) {
    return ledger.read("shop", from, now, now).keys().stream()
        .filter(each -> each.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private KeyAdvice advice(LedgerScope scope, String key, boolean queried) {
    KeyReading reading = read(now - MINUTE, key);
    assertThat(reading.scope()).isEqualTo(scope);
    return KeyAdvice.of(reading, queried);
  }
}
