package dev.hopwise.measure.ledger;

import dev.hopwise.measure.Hash;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.SpanBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Counts what every attribute key of every service costs, for the last three hours.
///
/// Every span counts in its service's total. Attributes are looked at in a share of the spans only:
/// all while a service sends few, whole traces chosen by a hash of their id where it sends many
/// ({@link InspectionRate}), each standing for so many. Whole traces, because values such as a
/// request id are shared by the spans of a trace: a share of the traces then has the same share of
/// the values. Resources and instrumentation scopes are sent once for many spans and are looked at
/// by occurrence, likewise all or a share.
///
/// **Weight.** A span counts once: what matters here is what is sent, not what it stands for.
///
/// **Threads.** Any; one lock, taken once a batch.
public final class Ledger {

  static final long MINUTE_NANOS = 60_000_000_000L;
  private static final byte[] NAME = "name".getBytes(StandardCharsets.US_ASCII);

  /// Tag and length of a span's name.
  private static final int NAME_HEAD_BYTES = 2;

  /// Which half a trace is in; not among the bits that choose it.
  private static final long HALF_BIT = 1L << 40;

  private final LedgerLimits limits;
  private final AttributeWalker walker = new AttributeWalker(this::count);
  private ValueHash hash;
  private KeyTable table;
  private long sinceEpochNanos;
  private long minute = Long.MIN_VALUE;
  private int target = InspectionRate.TARGET_MAX;
  private long seenSpans;
  private long inspectedSpans;
  private long overflowAttributes;

  private ServiceCounts[] services = new ServiceCounts[16];
  private int[] scopeSpans = new int[16];
  private long[] scopeBytes = new long[16];
  private int[] resourceSpans = new int[16];

  /// How many occurrences a resource that is looked at stands for, else 0; and its half.
  private long[] resourceWeight = new long[16];

  private boolean[] resourceInFirst = new boolean[16];

  /// What is being looked at: its service, number and half, and how many it stands for.
  private ServiceCounts service;

  private long inspection;
  private boolean inFirst;
  private long spans;
  private long weight;

  /// @param seed at random, for hashes of values
  public Ledger(LedgerLimits limits, long seed, long nowEpochNanos) {
    this.limits = limits;
    hash = new ValueHash(seed);
    table = new KeyTable(limits);
    service = table.service(KeyTable.OTHER_SERVICE);
    sinceEpochNanos = nowEpochNanos;
  }

  /// Counts the spans of a batch.
  ///
  /// @param nowEpochNanos when they were received, in nanoseconds since 1970
  public synchronized void observe(SpanBatch batch, long nowEpochNanos) {
    turn(nowEpochNanos);
    begin(batch);
    int scope = -1;
    ServiceCounts sender = service;
    long mask = 0;
    for (int span = 0; span < batch.count; span++) {
      if (batch.scopeIndex[span] != scope) {
        scope = batch.scopeIndex[span];
        sender = services[batch.resourceIndex[scope]];
        mask = sender.spans.mask();
      }
      scopeSpans[scope]++;
      scopeBytes[scope] += batch.spanLength[span];
      long trace = Hash.add(Hash.start(batch.traceIdHigh[span]), batch.traceIdLow[span]);
      if ((trace & mask) == 0) {
        inspect(batch, span, sender, (trace & HALF_BIT) == 0);
        mask = sender.spans.mask();
      }
    }
    seenSpans += batch.count;
    for (int each = 0; each < batch.scopeCount; each++) {
      resourceSpans[batch.resourceIndex[each]] += scopeSpans[each];
      services[batch.resourceIndex[each]].spans.seen(scopeSpans[each]);
    }
    resources(batch);
    scopes(batch);
  }

  private void turn(long nowEpochNanos) {
    long now = Math.floorDiv(nowEpochNanos, MINUTE_NANOS);
    if (now <= minute) {
      return;
    }
    boolean follows = now == minute + 1;
    long hour = Math.floorDiv(now, (long) Slot.MINUTES);
    if (minute != Long.MIN_VALUE && hour != Math.floorDiv(minute, (long) Slot.MINUTES)) {
      table.expire(hour - KeyCounts.HOURS + 1);
    }
    minute = now;
    target =
        Math.clamp(
            limits.inspectedPerMinute() / table.serviceCount(),
            InspectionRate.TARGET_MIN,
            InspectionRate.TARGET_MAX);
    for (int each = 0; each < table.serviceCount(); each++) {
      table.service(each).turn(follows, target);
    }
  }

  private void begin(SpanBatch batch) {
    if (services.length < batch.resourceCount) {
      services = new ServiceCounts[batch.serviceNameOffset.length];
      resourceSpans = new int[services.length];
      resourceWeight = new long[services.length];
      resourceInFirst = new boolean[services.length];
    }
    if (scopeSpans.length < batch.scopeCount) {
      scopeSpans = new int[batch.scopeOffset.length];
      scopeBytes = new long[scopeSpans.length];
    }
    Arrays.fill(scopeSpans, 0, batch.scopeCount, 0);
    Arrays.fill(scopeBytes, 0, batch.scopeCount, 0);
    Arrays.fill(resourceSpans, 0, batch.resourceCount, 0);
    for (int r = 0; r < batch.resourceCount; r++) {
      services[r] =
          table.service(batch.bytes, batch.serviceNameOffset[r], batch.serviceNameLength[r]);
    }
  }

  private void inspect(SpanBatch batch, int span, ServiceCounts sender, boolean first) {
    look(sender, first, sender.spans.weight(), sender.spans.weight());
    inspectedSpans++;
    sender.spans.inspected(target);
    walker.span(batch.bytes, batch.spanOffset[span], batch.spanLength[span]);
    int length = batch.nameLength[span];
    int name = table.find(sender, LedgerScope.INTRINSIC, NAME, 0, NAME.length);
    record(
        name < 0 ? table.overflow(sender, LedgerScope.INTRINSIC) : name,
        batch.bytes,
        batch.nameOffset[span],
        length,
        length + NAME_HEAD_BYTES);
  }

  /// Each resource that has spans counts in its service's total; a share is looked at.
  private void resources(SpanBatch batch) {
    for (int r = 0; r < batch.resourceCount; r++) {
      ServiceCounts sender = services[r];
      resourceWeight[r] = 0;
      if (resourceSpans[r] == 0) {
        continue;
      }
      total(sender, resourceSpans[r], batch.resourceLength[r]);
      long dice = Hash.add(Hash.start(inspection), r);
      long stands = sender.resources.weight();
      sender.resources.seen(1);
      if ((dice & sender.resources.mask()) == 0) {
        resourceWeight[r] = stands;
        resourceInFirst[r] = (dice & HALF_BIT) == 0;
        sender.resources.inspected(InspectionRate.TARGET_MIN);
        look(sender, resourceInFirst[r], resourceSpans[r] * stands, stands);
        walker.message(
            LedgerScope.RESOURCE,
            OtlpFields.RESOURCE_ATTRIBUTES,
            batch.bytes,
            batch.resourceOffset[r],
            batch.resourceLength[r]);
      }
    }
  }

  /// The scopes of the resources that were looked at.
  private void scopes(SpanBatch batch) {
    for (int s = 0; s < batch.scopeCount; s++) {
      int r = batch.resourceIndex[s];
      if (scopeSpans[s] == 0) {
        continue;
      }
      total(services[r], 0, scopeBytes[s] + batch.scopeLength[s]);
      if (resourceWeight[r] > 0 && batch.scopeLength[s] > 0) {
        look(services[r], resourceInFirst[r], scopeSpans[s] * resourceWeight[r], resourceWeight[r]);
        walker.message(
            LedgerScope.INSTRUMENTATION,
            OtlpFields.SCOPE_ATTRIBUTES,
            batch.bytes,
            batch.scopeOffset[s],
            batch.scopeLength[s]);
      }
    }
  }

  private void total(ServiceCounts sender, long count, long bytes) {
    sender.totals.add(++inspection, minute, true, count, 1, (double) bytes);
  }

  private void look(ServiceCounts sender, boolean first, long standsForSpans, long standsFor) {
    service = sender;
    inspection++;
    inFirst = first;
    spans = standsForSpans;
    weight = standsFor;
  }

  private void count(
      LedgerScope scope,
      byte[] bytes,
      int keyOffset,
      int keyLength,
      int valueOffset,
      int valueLength,
      int encodedBytes) {
    int key = table.find(service, scope, bytes, keyOffset, keyLength);
    if (key >= 0) {
      record(key, bytes, valueOffset, valueLength, encodedBytes);
    } else {
      // The key itself is what there is too much of.
      overflowAttributes += weight;
      record(table.overflow(service, scope), bytes, keyOffset, keyLength, encodedBytes);
    }
  }

  private void record(int key, byte[] bytes, int offset, int length, int encodedBytes) {
    KeyCounts counts = table.key(key);
    counts.add(inspection, minute, inFirst, spans, weight, encodedBytes);
    counts.value(inFirst, hash.of(bytes, offset, length), bytes, offset, length);
  }

  /// Forgets all examples of values, since some of them are not to be kept any more.
  public synchronized void forgetExamples() {
    for (int key = 0; key < table.keyCount(); key++) {
      table.key(key).forgetExample();
    }
  }

  /// What was counted of a span of time; see {@link LedgerReading}.
  ///
  /// @param service only this one's keys; empty for all
  public synchronized LedgerReading read(
      String service, long fromEpochNanos, long toEpochNanos, long nowEpochNanos) {
    turn(nowEpochNanos);
    return new LedgerReader(table, minute)
        .read(service, fromEpochNanos, toEpochNanos, sinceEpochNanos);
  }

  /// What it holds.
  public synchronized LedgerStatus status() {
    long size = 0;
    for (int key = 0; key < table.keyCount(); key++) {
      size += table.key(key).sizeBytes();
    }
    for (int each = 0; each < table.serviceCount(); each++) {
      size += table.service(each).totals.sizeBytes();
    }
    return new LedgerStatus(table.plainKeys(), seenSpans, inspectedSpans, overflowAttributes, size);
  }

  /// All of it in the format of {@link LedgerCodec}.
  public synchronized byte[] save() {
    return LedgerCodec.encode(table, hash.seed(), sinceEpochNanos);
  }

  /// Goes on from what was saved; to be called before anything is counted.
  ///
  /// @throws MalformedLedgerException when these are no such bytes; nothing has changed then
  public synchronized void restore(byte[] saved, long nowEpochNanos)
      throws MalformedLedgerException {
    LedgerCodec.Decoded decoded = LedgerCodec.decode(saved, limits);
    table = decoded.table();
    hash = new ValueHash(decoded.seed());
    sinceEpochNanos = decoded.sinceEpochNanos();
    long hour = Math.floorDiv(Math.floorDiv(nowEpochNanos, MINUTE_NANOS), (long) Slot.MINUTES);
    table.expire(hour - KeyCounts.HOURS + 1);
  }
}
