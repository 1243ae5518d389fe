package dev.hopwise.sample.buffer;

import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.DecisionEngine;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.WindowMatcher;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;

/// What buffering costs, for PERFORMANCE.md: spans of 550 bytes, 8 to a trace, through the sampler
/// with the built-in policy; memory by the heap's use after a collection.
///
/// ```sh
/// java -Xmx4g -cp … dev.hopwise.sample.buffer.BufferFigures [live spans in millions]
/// ```
public final class BufferFigures {

  private static final int SPANS_OF_A_TRACE = 8;
  private static final int TRACES_OF_A_BATCH = 64;
  private static final int PADDING = 525;
  private static final long MILLION = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final SplittableRandom random = new SplittableRandom(1);
  private long nextTrace;

  private BufferFigures() {}

  /// Runs it.
  public static void main(String[] arguments) {
    long live = (long) ((arguments.length > 0 ? Double.parseDouble(arguments[0]) : 2) * MILLION);
    new BufferFigures().run(live);
  }

  private void run(long liveSpans) {
    BufferLimits limits = new BufferLimits(3L << 30, 100_000, 64L << 20, 2 * SECOND, 30 * SECOND);
    TraceSampler sampler =
        new TraceSampler(
            new DecisionEngine(Policy.builtIn(0.1), WindowMatcher.NONE),
            limits,
            1 << 19,
            DecidedBefore.NOTHING,
            0);
    long now = SECOND;
    sampler.advance(now);
    long heapBefore = heapBytes();
    long spans = 0;
    long bytes = 0;
    while (spans < liveSpans) {
      SpanBatch batch = batch(now);
      bytes += encodedBytes(batch);
      sampler.offer(batch, spans);
      spans += batch.count;
    }
    long heap = heapBytes() - heapBefore;
    System.out.printf(
        "%,d spans wait, %.0f B each as sent, %.0f B each in memory (buffer says %.0f)%n",
        spans,
        (double) bytes / spans,
        (double) heap / spans,
        (double) sampler.counts().bytes() / spans);
    // A steady state: two seconds of traffic wait, the rest is decided.
    long cpu = 0;
    long offered = 0;
    long step = SECOND * TRACES_OF_A_BATCH * SPANS_OF_A_TRACE / (liveSpans / 2);
    for (int i = 0; offered < 3 * liveSpans; i++) {
      SpanBatch batch = batch(now);
      now += step;
      long before = threads.getCurrentThreadCpuTime();
      sampler.advance(now);
      sampler.offer(batch, i);
      sampler.planDue();
      while (!sampler.planned().isEmpty()) {
        sampler.settle();
        sampler.planDue();
      }
      if (offered >= liveSpans) {
        cpu += threads.getCurrentThreadCpuTime() - before;
      }
      offered += batch.count;
    }
    SamplerCounts counts = sampler.counts();
    System.out.printf(
        "%.0f ns of CPU a span to buffer, decide and copy what is kept; kept %.1f %% of traces; %,d spans wait%n",
        (double) cpu / (offered - liveSpans),
        100.0 * counts.keptTraces() / (counts.keptTraces() + counts.droppedTraces()),
        counts.spans());
  }

  private SpanBatch batch(long now) {
    SpanMaker maker = new SpanMaker();
    for (int t = 0; t < TRACES_OF_A_BATCH; t++) {
      maker.from("service-" + t % 4);
      long trace = ++nextTrace * 0x9E3779B97F4A7C15L;
      for (int s = 0; s < SPANS_OF_A_TRACE; s++) {
        maker.span(trace, s + 1, s, "op-" + t, now, now + random.nextInt(10_000_000), 0, PADDING);
      }
    }
    return maker.batch();
  }

  private static long encodedBytes(SpanBatch batch) {
    long bytes = 0;
    for (int i = 0; i < batch.count; i++) {
      bytes += batch.spanLength[i];
    }
    return bytes;
  }

  private static long heapBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
