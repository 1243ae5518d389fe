package dev.hopwise.measure.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final long MINUTE = Ledger.MINUTE_NANOS;
  private static final long HOUR = 60 * MINUTE;

  /// The beginning of an hour.
  private static final long NOW = 498_708L * HOUR;

  private final Ledger ledger = new Ledger(LedgerLimits.DEFAULT, 1, NOW);

  @Test
  void countsExactlyWhatIsThereWhileEverythingIsInspected() {
    List<LedgerSpan> spans = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      LedgerSpan span =
          LedgerSpan.of("shop", "GET /" + i % 3)
              .resource("host.name", "host-" + i % 2)
              .in(new InstrumentationScope("lib", "1", Attributes.of("lib.kind", "x"), 0, ""))
              .trace(i / 3, i + 1)
              .with("http.method", i % 2 == 0 ? "GET" : "POST");
      if (i % 10 == 0) {
        Attributes reason = Attributes.of("reason", "late-" + i);
        span =
            span.events(List.of(new Event(1, "e", reason, 0), new Event(2, "e", reason, 0)))
                .links(
                    List.of(new Link(new TraceId(5, 5), 6, "", Attributes.of("why", "y"), 0, 0)));
      }
      spans.add(span);
    }
    ledger.observe(LedgerSpan.batch(spans), NOW);

    KeyReading method = key("shop", LedgerScope.SPAN, "http.method");
    assertThat(method.spans()).isEqualTo(300);
    // Tag, length, key with head, value with its two heads.
    assertThat(method.bytes()).isEqualTo(150 * (2 + 13 + 2 + 2 + 3) + 150 * (2 + 13 + 2 + 2 + 4));
    assertThat(method.distinct()).isEqualTo(2);
    assertThat(method.relativeError()).isZero();
    assertThat(method.example()).isEqualTo(new ExampleValue("POST", true, false));

    KeyReading name = key("shop", LedgerScope.INTRINSIC, "name");
    assertThat(name.spans()).isEqualTo(300);
    assertThat(name.bytes()).isEqualTo(300 * 8);
    assertThat(name.distinct()).isEqualTo(3);

    KeyReading reason = key("shop", LedgerScope.EVENT, "reason");
    assertThat(reason.spans()).as("spans, not events").isEqualTo(30);
    assertThat(reason.inspected()).as("occurrences").isEqualTo(60);
    assertThat(reason.distinct()).isEqualTo(30);
    assertThat(key("shop", LedgerScope.LINK, "why").spans()).isEqualTo(30);
    assertThat(key("shop", LedgerScope.INSTRUMENTATION, "lib.kind").spans()).isEqualTo(300);

    KeyReading host = key("shop", LedgerScope.RESOURCE, "host.name");
    assertThat(host.spans()).isEqualTo(300);
    assertThat(host.distinct()).isEqualTo(2);
    assertThat(host.inspected()).as("sent once for each resource").isEqualTo(2);
    assertThat(host.bytes()).isEqualTo(2 * (2 + 11 + 2 + 2 + 6));
  }

  @Test
  void theTotalOfAServiceIsAllBytesOfItsSpansResourcesAndScopes() {
    SpanBatch batch =
        LedgerSpan.batch(
            LedgerSpan.of("a", "x").trace(1, 1).with("k", "v"),
            LedgerSpan.of("a", "y").trace(2, 2),
            LedgerSpan.of("b", "z").trace(3, 3));
    ledger.observe(batch, NOW);
    KeyReading name = key("a", LedgerScope.INTRINSIC, "name");
    assertThat(name.serviceSpans()).isEqualTo(2);
    assertThat(name.serviceBytes())
        .isEqualTo(batch.spanLength[0] + batch.spanLength[1] + batch.resourceLength[0]);
    assertThat(key("b", LedgerScope.INTRINSIC, "name").serviceSpans()).isEqualTo(1);
  }

  @Test
  void readsTheMinutesThatAreAskedFor() {
    for (int minute = 0; minute < 10; minute++) {
      SpanBatch batch = batch("shop", minute + 1, minute * 100, "k", "v" + minute);
      ledger.observe(batch, NOW + minute * MINUTE + 1);
    }
    long now = NOW + 9 * MINUTE + 2;
    assertThat(spans(ledger.read("", NOW, now, now))).isEqualTo(55);
    assertThat(spans(ledger.read("", NOW + 2 * MINUTE, NOW + 4 * MINUTE, now))).isEqualTo(3 + 4);
    LedgerReading part = ledger.read("", NOW + 5 * MINUTE + 7, NOW + 6 * MINUTE + 7, now);
    assertThat(spans(part)).as("whole minutes").isEqualTo(6 + 7);
    assertThat(part.toMinute() - part.fromMinute()).isEqualTo(2);
    assertThat(part.keys().getFirst().spansBefore()).isEqualTo(4 + 5);
    assertThat(ledger.read("other", NOW, now, now).keys()).isEmpty();
  }

  @Test
  void forgetsWhatIsOlderThanThreeHoursKeysIncluded() {
    ledger.observe(batch("old", 5, 0, "k", "v"), NOW);
    ledger.observe(batch("shop", 5, 0, "k", "v"), NOW + HOUR);
    long later = NOW + 3 * HOUR + 59 * MINUTE;
    ledger.observe(batch("shop", 7, 0, "k", "w"), later);
    assertThat(spans(ledger.read("shop", NOW, later + 1, later))).isEqualTo(12);
    assertThat(spans(ledger.read("old", NOW, later + 1, later))).isEqualTo(5);
    long gone = NOW + 4 * HOUR;
    ledger.observe(batch("shop", 1, 0, "k", "w"), gone);
    assertThat(ledger.read("old", NOW, gone + 1, gone).keys()).isEmpty();
    assertThat(ledger.status().keys()).as("of shop alone").isEqualTo(3);
    assertThat(spans(ledger.read("shop", NOW, gone + 1, gone))).isEqualTo(13);
  }

  @Test
  void estimatesWithinTheErrorThatItStatesWhereAShareIsInspected() {
    SplittableRandom random = new SplittableRandom(11);
    long now = NOW;
    long sent = 0;
    for (int minute = 0; minute < 5; minute++) {
      for (int request = 0; request < 60; request++) {
        List<LedgerSpan> spans = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
          LedgerSpan span =
              LedgerSpan.of("busy", "GET /").trace(1 + sent / 5 * 31, i + 1).with("k", "v");
          if (random.nextInt(3) == 0) {
            span = span.with("third", "x".repeat(random.nextInt(20)));
          }
          spans.add(span);
          sent++;
        }
        SpanBatch batch = LedgerSpan.batch(spans);
        ledger.observe(batch, now);
        now += 1_000_000_000L;
      }
    }
    LedgerStatus status = ledger.status();
    assertThat(status.spans()).isEqualTo(sent);
    assertThat(status.inspectedSpans()).isLessThan(sent / 10);
    KeyReading every = key("busy", LedgerScope.SPAN, "k");
    assertThat(every.serviceSpans()).as("the total is exact").isEqualTo(sent);
    assertThat(every.relativeError()).isBetween(0.001, 0.1);
    assertThat(every.spans() / (double) sent).isCloseTo(1, within(1.5 * every.relativeError()));
    KeyReading third = key("busy", LedgerScope.SPAN, "third");
    assertThat(third.spans() * 3 / (double) sent)
        .isCloseTo(1, within(1.5 * third.relativeError() + 0.01));
  }

  @Test
  void aShareOfTheTracesTellsHowManyValuesAllHave() {
    // Few; one per trace of five spans; one per span; 3,000 that come again and again.
    SplittableRandom random = new SplittableRandom(12);
    int traces = 40_000;
    int perTrace = 5;
    long now = NOW;
    for (int from = 0; from < traces; from += 200) {
      List<LedgerSpan> spans = new ArrayList<>();
      for (int trace = from; trace < from + 200; trace++) {
        for (int i = 0; i < perTrace; i++) {
          spans.add(
              LedgerSpan.of("busy", "GET /")
                  .trace(trace + 1L, i + 1)
                  .with("few", "v" + random.nextInt(12))
                  .with("request", "r" + trace)
                  .with("span", "s" + trace + "-" + i)
                  .with("user", "u" + random.nextInt(3_000)));
        }
      }
      ledger.observe(LedgerSpan.batch(spans), now);
      now += 500_000_000L;
    }
    assertThat(ledger.status().inspectedSpans()).isLessThan(traces * perTrace / 8);
    assertThat(key("busy", LedgerScope.SPAN, "few").distinct()).isEqualTo(12);
    assertThat(key("busy", LedgerScope.SPAN, "request").distinct() / (double) traces)
        .isBetween(0.6, 1.4);
    KeyReading perSpan = key("busy", LedgerScope.SPAN, "span");
    assertThat(perSpan.distinct() / (double) (traces * perTrace)).isBetween(0.6, 1.1);
    assertThat(perSpan.distinct()).isLessThanOrEqualTo(perSpan.spans());
    assertThat(key("busy", LedgerScope.SPAN, "user").distinct()).isBetween(2_500L, 6_000L);
    KeyReading request = key("busy", LedgerScope.SPAN, "request");
    assertThat(request.distinctInspected()).isLessThan(traces / 2);
  }

  @Test
  void keysBeyondTheLimitOfAServiceAreCountedAsOneAndLeaveOthersAlone() {
    Ledger small = new Ledger(new LedgerLimits(3, 4, 100, 40, 1_000), 1, NOW);
    for (int i = 0; i < 500; i++) {
      small.observe(batch("wild", 1, i, "key-" + i, "v"), NOW);
      small.observe(batch("tame", 1, i, "k", "v" + i % 2), NOW);
    }
    LedgerReading reading = small.read("", NOW, NOW + 1, NOW);
    KeyReading other =
        reading.keys().stream().filter(k -> k.key().equals("(other)")).findFirst().orElseThrow();
    assertThat(other.service()).isEqualTo("wild");
    assertThat(other.scope()).isEqualTo(LedgerScope.SPAN);
    assertThat(other.spans()).isEqualTo(500 - 2);
    assertThat(other.distinct() / 498.0).as("keys, not values").isCloseTo(1, within(0.15));
    assertThat(other.example().text()).startsWith("key-");
    assertThat(small.status().overflowAttributes()).isEqualTo(498);
    assertThat(KeyAdvice.of(other, false).flags()).containsExactly(KeyAdvice.Flag.KEYS);
    assertThat(small.status().keys()).isEqualTo(4 + 3);
  }

  @Test
  void servicesAndKeysBeyondTheLimitsTakeNoMemory() {
    Ledger small = new Ledger(new LedgerLimits(10, 5, 30, 40, 1_000), 1, NOW);
    for (int i = 0; i < 2_000; i++) {
      small.observe(batch("service-" + i, 1, i, "key-" + i % 50, "v" + i), NOW + i * MINUTE / 10);
    }
    long half = small.status().sizeBytes();
    for (int i = 2_000; i < 4_000; i++) {
      small.observe(batch("service-" + i, 1, i, "key-" + i % 50, "v" + i), NOW + i * MINUTE / 10);
    }
    assertThat(small.status().keys()).isLessThanOrEqualTo(30);
    assertThat(small.status().sizeBytes())
        .isLessThan((30 + 10 + 6 + 11) * 7L * 1024)
        .isLessThan(half * 2);
  }

  @Test
  void aKeyTakesNoMoreThanStated() {
    SplittableRandom random = new SplittableRandom(5);
    long now = NOW;
    for (int minute = 0; minute < 300; minute++) {
      ledger.observe(batch("shop", 40, minute, "id", "" + random.nextLong()), now);
      ledger.observe(batchOfIds(random, 200), now);
      now += MINUTE;
    }
    LedgerStatus status = ledger.status();
    assertThat(status.sizeBytes() / (status.keys() + 2.0)).isLessThan(7 * 1024);
  }

  @Test
  void goesOnWhereItWasSaved() throws MalformedLedgerException {
    SplittableRandom random = new SplittableRandom(6);
    ledger.observe(batchOfIds(random, 700), NOW - HOUR);
    ledger.observe(batchOfIds(random, 300), NOW);
    LedgerReading before = ledger.read("", NOW - HOUR, NOW + MINUTE, NOW);
    Ledger next = new Ledger(LedgerLimits.DEFAULT, 99, NOW + MINUTE);
    next.restore(ledger.save(), NOW);
    assertThat(next.read("", NOW - HOUR, NOW + MINUTE, NOW).keys())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("freshValues", "freshInspected")
        .isEqualTo(before.keys());
    // The same values again are no new ones: the seed is the same, too.
    next.observe(batchOfIds(new SplittableRandom(6), 700), NOW + MINUTE);
    KeyReading id =
        next.read("ids", NOW - HOUR, NOW + 2 * MINUTE, NOW + MINUTE).keys().stream()
            .filter(key -> key.key().equals("id"))
            .findFirst()
            .orElseThrow();
    assertThat(id.spans()).isEqualTo(1_700);
    assertThat(id.distinct() / 1_000.0).isCloseTo(1, within(0.15));
    assertThat(id.freshValues()).isLessThan(10);
  }

  @Test
  void refusesWhatIsDamagedAtAnyByteOrOfAnotherVersion() throws MalformedLedgerException {
    ledger.observe(batch("shop", 20, 1, "k", "v"), NOW);
    byte[] saved = ledger.save();
    Ledger next = new Ledger(LedgerLimits.DEFAULT, 3, NOW);
    for (int at = 0; at < saved.length; at++) {
      byte[] damaged = saved.clone();
      damaged[at] ^= 0x41;
      assertThatThrownBy(() -> next.restore(damaged, NOW))
          .isInstanceOf(MalformedLedgerException.class);
      byte[] cut = Arrays.copyOf(saved, at);
      assertThatThrownBy(() -> next.restore(cut, NOW)).isInstanceOf(MalformedLedgerException.class);
    }
    assertThat(next.read("", NOW, NOW + 1, NOW).keys()).isEmpty();
    byte[] newer = saved.clone();
    newer[5] = 2;
    assertThatThrownBy(() -> next.restore(newer, NOW)).hasMessage("version 2, known is 1");
    next.restore(saved, NOW);
    assertThat(spans(next.read("", NOW, NOW + 1, NOW))).isEqualTo(20);
  }

  @Test
  void forgetsExamples() {
    ledger.observe(batch("shop", 1, 1, "secret", "hunter2"), NOW);
    assertThat(key("shop", LedgerScope.SPAN, "secret").example().text()).isEqualTo("hunter2");
    ledger.forgetExamples();
    assertThat(key("shop", LedgerScope.SPAN, "secret").example().text()).isEmpty();
    assertThat(new String(ledger.save(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("hunter2");
  }

  @Test
  void aTextThatIsNoUtf8IsCountedUnderWhatItReadsAs() {
    SpanBatch batch = batch("shop", 2, 1, "kXk", "v");
    for (int at = 0; at < batch.bytes.length; at++) {
      if (batch.bytes[at] == 'X') {
        batch.bytes[at] = (byte) 0xFF;
      }
    }
    ledger.observe(batch, NOW);
    assertThat(key("shop", LedgerScope.SPAN, "k\uFFFDk").spans()).isEqualTo(2);
  }

  private KeyReading key(String service, LedgerScope scope, String key) {
    return ledger.read(service, NOW, NOW + HOUR, NOW + 30 * MINUTE).keys().stream()
        .filter(each -> each.scope() == scope && each.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static long spans(LedgerReading reading) {
    return reading.keys().stream()
        .filter(key -> key.scope() == LedgerScope.INTRINSIC)
        .mapToLong(KeyReading::spans)
        .sum();
  }

  private static SpanBatch batch(String service, int count, int from, String key, String value) {
    List<LedgerSpan> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      spans.add(LedgerSpan.of(service, "GET /").trace(from + i + 1L, i + 1).with(key, value));
    }
    return LedgerSpan.batch(spans);
  }

  private static SpanBatch batchOfIds(SplittableRandom random, int count) {
    List<LedgerSpan> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      spans.add(
          LedgerSpan.of("ids", "GET /")
              .trace(random.nextLong(), i + 1)
              .with(
                  Attributes.EMPTY
                      .with("id", AttributeValue.of("" + random.nextLong()))
                      .with("kind", AttributeValue.of(i % 2L))));
    }
    return LedgerSpan.batch(spans);
  }
}
