package dev.hopwise.measure.ledger;

import dev.hopwise.measure.MeasureLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts together what the slots say of a span of time. Not thread-safe.
final class LedgerReader {

  private static final double STANDARD_ERRORS_95 = 1.96;

  private final KeyTable table;
  private final long nowMinute;

  LedgerReader(KeyTable table, long nowMinute) {
    this.table = table;
    this.nowMinute = nowMinute;
  }

  LedgerReading read(String service, long fromEpochNanos, long toEpochNanos, long sinceEpochNanos) {
    long nowHour = hour(nowMinute);
    long known = (nowHour - KeyCounts.HOURS + 1) * Slot.MINUTES;
    long from = Math.max(known, Math.floorDiv(fromEpochNanos, Ledger.MINUTE_NANOS));
    long last = Math.floorDiv(Math.max(toEpochNanos, 1) - 1, Ledger.MINUTE_NANOS);
    long to = Math.max(from, Math.min(nowMinute, last) + 1);
    List<KeyReading> keys = new ArrayList<>();
    Totals[] totals = new Totals[table.serviceCount()];
    for (int key = 0; key < table.keyCount(); key++) {
      int owner = table.serviceOf(key);
      if (!service.isEmpty() && !service.equals(table.serviceName(owner))) {
        continue;
      }
      if (totals[owner] == null) {
        KeyCounts all = table.service(owner).totals;
        all.settle();
        totals[owner] = sum(all, from, to);
      }
      KeyReading reading = key(key, from, to, totals[owner]);
      if (reading.spans() > 0) {
        keys.add(reading);
      }
    }
    return new LedgerReading(from, to, hour(from), hour(to - 1) + 1, sinceEpochNanos, keys);
  }

  private record Totals(long spans, double bytes) {}

  private KeyReading key(int key, long from, long to, Totals service) {
    KeyCounts counts = table.key(key);
    counts.settle();
    Totals sum = sum(counts, from, to);
    Values values = values(counts, hour(from), hour(to - 1));
    KeyCounts.Fresh fresh = to >= nowMinute ? counts.fresh(nowMinute) : KeyCounts.Fresh.NONE;
    return new KeyReading(
        table.serviceName(table.serviceOf(key)),
        table.scopeOf(key),
        table.keyName(key),
        sum.spans,
        Math.round(sum.bytes),
        values.relativeError,
        values.distinctRounded(),
        Math.round(values.distinct.low()),
        Math.round(values.distinct.high()),
        values.distinctInspected,
        values.inspected,
        values.occurrences,
        Math.round(fresh.values()),
        fresh.inspected(),
        sum(counts, from - (to - from), from).spans,
        values(counts, hour(nowMinute) - KeyCounts.HOURS + 1, hour(from) - 1).distinctRounded(),
        service.spans,
        Math.round(service.bytes),
        example(key, counts));
  }

  private ExampleValue example(int key, KeyCounts counts) {
    byte[] example = counts.example();
    boolean plain =
        table.scopeOf(key) == LedgerScope.INTRINSIC
            || table.keyName(key).equals(MeasureLimits.OTHER);
    return plain
        ? ExampleValue.ofText(
            example, 0, example.length, example.length == KeyCounts.EXAMPLE_BYTES_MAX)
        : ExampleValue.ofAny(example);
  }

  private static Totals sum(KeyCounts counts, long from, long to) {
    long spans = 0;
    double bytes = 0;
    @Nullable Slot slot = null;
    for (long minute = from; minute < to; minute++) {
      int at = (int) Math.floorMod(minute, (long) Slot.MINUTES);
      if (slot == null || at == 0) {
        slot = counts.hour(hour(minute));
      }
      if (slot != null) {
        spans += slot.spans[at];
        bytes += slot.bytes[at];
      }
    }
    return new Totals(spans, bytes);
  }

  private record Values(
      DistinctEstimate distinct,
      long distinctInspected,
      long inspected,
      long occurrences,
      double relativeError) {

    long distinctRounded() {
      return Math.round(distinct.estimate());
    }
  }

  private static Values values(KeyCounts counts, long firstHour, long lastHour) {
    DistinctSketch first = new DistinctSketch();
    DistinctSketch second = new DistinctSketch();
    long inspected = 0;
    long occurrences = 0;
    double variance = 0;
    long spans = 0;
    for (long hour = firstHour; hour <= lastHour; hour++) {
      @Nullable Slot slot = counts.hour(hour);
      if (slot != null) {
        slot.addTo(first, second);
        inspected += slot.inspected;
        occurrences += slot.occurrences;
        variance += slot.variance;
        for (int each : slot.spans) {
          spans += each;
        }
      }
    }
    double half = (first.estimate() + second.estimate()) / 2;
    first.addAll(second);
    double seen = first.estimate();
    double error = spans == 0 ? 0 : STANDARD_ERRORS_95 * Math.sqrt(variance) / spans;
    return new Values(
        DistinctEstimate.of(seen, half, inspected, occurrences),
        Math.round(seen),
        inspected,
        occurrences,
        error);
  }

  private static long hour(long minute) {
    return Math.floorDiv(minute, (long) Slot.MINUTES);
  }
}
