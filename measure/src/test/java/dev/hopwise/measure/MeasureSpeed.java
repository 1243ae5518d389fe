package dev.hopwise.measure;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.otlp.SpanBatch;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// How many nanoseconds of CPU a span takes, and how many bytes it allocates. To be run by hand, no
/// test: it asserts nothing.
final class MeasureSpeed {

  private static final int SPANS = 320;
  private static final int BATCHES = 4;

  private MeasureSpeed() {}

  public static void main(String[] args) {
    for (boolean edges : new boolean[] {false, true}) {
      List<SpanBatch> batches = batches(edges);
      Measurements measurements = new Measurements(MeasureLimits.DEFAULT);
      for (int round = 0; round < 6; round++) {
        String what = edges ? "RED + edges" : "RED alone";
        measure(what, measurements, batches, 1 + round * 1_000_000_000_000L);
      }
    }
  }

  private static void measure(
      String what, Measurements measurements, List<SpanBatch> batches, long start) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int requests = 6_000;
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long cpu = threads.getCurrentThreadCpuTime();
    long kept = 0;
    for (int i = 0; i < requests; i++) {
      SpanBatch batch = batches.get(i % batches.size());
      for (int span = 0; span < batch.count; span++) {
        // Other traces each time, or everything would pair with everything.
        batch.traceIdHigh[span] += BATCHES;
      }
      measurements.observe(batch, start + i * 3_000_000L); // 100,000 spans a second
      long before = threads.getCurrentThreadCpuTime();
      measurements.kept(batch, start + i);
      kept += threads.getCurrentThreadCpuTime() - before;
    }
    cpu = threads.getCurrentThreadCpuTime() - cpu - kept;
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    double spans = (double) requests * SPANS;
    long before = System.nanoTime();
    MeasureSnapshot snapshot = measurements.snapshot(start + requests * 3_000_000L);
    System.out.printf(
        "%s: %.0f ns a span, exemplars %.0f ns, %.2f B; %d series, %d edges, snapshot %.1f ms%n",
        what,
        cpu / spans,
        kept / spans,
        allocated / spans,
        snapshot.series().size(),
        snapshot.edges().size(),
        (System.nanoTime() - before) / 1e6);
  }

  private static List<SpanBatch> batches(boolean edges) {
    SplittableRandom random = new SplittableRandom(1);
    List<SpanBatch> batches = new ArrayList<>();
    for (int b = 0; b < BATCHES; b++) {
      List<SpanMaker> spans = new ArrayList<>();
      for (int i = 0; i < SPANS; i++) {
        spans.add(span(random, edges, b, i));
      }
      batches.add(SpanMaker.batch(spans));
    }
    return batches;
  }

  /// Traces of eight spans; with edges three of ten spans are clients, three servers, one calls a
  /// database.
  private static SpanMaker span(SplittableRandom random, boolean edges, int batch, int i) {
    String service = "service-" + i * 6 / SPANS + batch % 5 * 6;
    SpanMaker span =
        SpanMaker.span(service, "GET /shop/orders/by-" + random.nextInt(25))
            .ids(batch * 1_000L + i / 8, i + 1, i % 8 == 0 ? 0 : i)
            .status(random.nextInt(20) == 0 ? StatusCode.ERROR : StatusCode.UNSET)
            .took(Duration.ofNanos((long) Math.exp(random.nextDouble(10, 24))));
    for (int a = 0; a < 7; a++) {
      span = span.with("http.request.attribute." + a, "value " + random.nextInt(97));
    }
    int dice = random.nextInt(10);
    if (!edges || dice >= 7) {
      return span;
    }
    return dice < 3
        ? span.kind(SpanKind.SERVER)
        : span.kind(SpanKind.CLIENT)
            .with(dice < 6 ? "server.address" : "db.namespace", "host-" + random.nextInt(20));
  }
}
