package dev.hopwise.measure.ledger;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.otlp.SpanBatch;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// How many nanoseconds of CPU the ledger takes for a span, and how many bytes it allocates. To be
/// run by hand, no test: it asserts nothing.
///
/// Eleven attributes a span, 20 services; once at 100,000 spans a second, where a share is
/// inspected, and once at 500, where every span is.
final class LedgerSpeed {

  private static final int SPANS = 320;
  private static final int BATCHES = 20;

  private LedgerSpeed() {}

  public static void main(String[] args) {
    for (int perSecond : new int[] {100_000, 500}) {
      List<SpanBatch> batches = batches();
      Ledger ledger = new Ledger(LedgerLimits.DEFAULT, 1, 0);
      long now = 0;
      for (int round = 0; round < 8; round++) {
        now = measure(perSecond, ledger, batches, now);
      }
    }
  }

  private static long measure(int perSecond, Ledger ledger, List<SpanBatch> batches, long start) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int requests = 20_000;
    long now = start;
    LedgerStatus before = ledger.status();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long cpu = 0;
    for (int i = 0; i < requests; i++) {
      SpanBatch batch = batches.get(i % batches.size());
      for (int span = 0; span < batch.count; span++) {
        batch.traceIdHigh[span] += BATCHES;
      }
      now += SPANS * 1_000_000_000L / perSecond;
      long began = threads.getCurrentThreadCpuTime();
      ledger.observe(batch, now);
      cpu += threads.getCurrentThreadCpuTime() - began;
    }
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    LedgerStatus after = ledger.status();
    double spans = (double) requests * SPANS;
    long reading = System.nanoTime();
    int keys = ledger.read("", 0, now, now).keys().size();
    System.out.printf(
        "%d spans/s: %.1f CPU ns a span, %.2f B; inspected 1 in %.1f; %d keys, %d KiB, read %.1f ms%n",
        perSecond,
        cpu / spans,
        allocated / spans,
        spans / (after.inspectedSpans() - before.inspectedSpans()),
        keys,
        after.sizeBytes() >> 10,
        (System.nanoTime() - reading) / 1e6);
    return now;
  }

  private static List<SpanBatch> batches() {
    SplittableRandom random = new SplittableRandom(1);
    List<SpanBatch> batches = new ArrayList<>();
    for (int b = 0; b < BATCHES; b++) {
      List<LedgerSpan> spans = new ArrayList<>();
      for (int i = 0; i < SPANS; i++) {
        Attributes attributes = Attributes.EMPTY;
        for (int a = 0; a < 10; a++) {
          attributes =
              attributes.with(
                  "http.request.attribute." + a, AttributeValue.of("value " + random.nextInt(97)));
        }
        attributes = attributes.with("request.id", AttributeValue.of("" + random.nextLong()));
        spans.add(
            LedgerSpan.of("service-" + b, "GET /orders/" + random.nextInt(20))
                .trace(b * 1_000L + i / 8, i + 1)
                .with(attributes));
      }
      batches.add(LedgerSpan.batch(spans));
    }
    return batches;
  }
}
