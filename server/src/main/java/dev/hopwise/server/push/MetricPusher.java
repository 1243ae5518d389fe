package dev.hopwise.server.push;

import dev.hopwise.measure.MetricSink;
import dev.hopwise.server.deliver.Channel;
import dev.hopwise.server.deliver.Courier;
import dev.hopwise.server.deliver.CourierOptions;
import dev.hopwise.server.deliver.DeliveryStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects all metrics at an interval and has them delivered to each target.
///
/// Counters are cumulative: what a target misses in one round, the next one tells it.
public final class MetricPusher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MetricPusher.class);

  private static final Duration ATTEMPT = Duration.ofSeconds(10);
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final Consumer<MetricSink> metrics;
  private final PushOptions options;
  private final InstantSource clock;
  private final Map<String, Courier<MetricChunk>> couriers = new LinkedHashMap<>();
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("metrics-push").daemon().factory());
  private long lastEpochNanos;

  /// @param metrics writes all of them
  /// @param program its name and version, as `Hopwise/1`
  /// @param startEpochNanos when counting began
  /// @param clockNanos for durations, as System::nanoTime
  public MetricPusher(
      PushOptions options,
      Consumer<MetricSink> metrics,
      String program,
      long startEpochNanos,
      InstantSource clock,
      LongSupplier clockNanos) {
    this.options = options;
    this.metrics = metrics;
    this.clock = clock;
    options
        .otlp()
        .ifPresent(target -> {
          OtlpEncoder encoder =
              new OtlpEncoder(resource(program), version(program), startEpochNanos);
          couriers.put(
              "otlp",
              courier(
                  target,
                  "push-otlp",
                  new OtlpMetricsChannel(target, encoder, program, ATTEMPT, clock),
                  clockNanos));
        });
    options
        .remoteWrite()
        .ifPresent(target ->
            couriers.put(
                "remote-write",
                courier(
                    target,
                    "push-remote-write",
                    new RemoteWriteChannel(
                        target,
                        Map.of("job", "hopwise", "instance", options.instance()),
                        program,
                        ATTEMPT,
                        clock),
                    clockNanos)));
  }

  /// Begins to push.
  public void start() {
    long interval = options.interval().toMillis();
    var _ = rounds.scheduleAtFixedRate(this::push, interval, interval, TimeUnit.MILLISECONDS);
  }

  /// The accounts of each target, by its name.
  public Map<String, DeliveryStatus> status() {
    Map<String, DeliveryStatus> status = new TreeMap<>();
    couriers.forEach((name, courier) -> status.put(name, courier.status()));
    return status;
  }

  /// Pushes once more, what was counted last, and ends.
  @Override
  public void close() {
    rounds.shutdown();
    try {
      if (rounds.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        push();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    couriers.values().forEach(Courier::close);
  }

  private void push() {
    try {
      Instant now = clock.instant();
      long epochNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
      ChunkCollector collector = new ChunkCollector(epochNanos, lastEpochNanos, this::offer);
      metrics.accept(collector);
      collector.finish();
      lastEpochNanos = epochNanos;
    } catch (RuntimeException e) {
      // Thrown on, it would end the schedule.
      LOG.error("metrics not pushed", e);
    }
  }

  private void offer(MetricChunk chunk) {
    int bytes = chunk.bytes();
    couriers.values().forEach(courier -> courier.offer(chunk, chunk.points().size(), bytes));
  }

  /// One sender: a receiver wants the samples of a series in order. Each chunk is a request of its
  /// own.
  private Courier<MetricChunk> courier(
      PushOptions.Target target,
      String threadName,
      Channel<MetricChunk> channel,
      LongSupplier clockNanos) {
    CourierOptions courier =
        new CourierOptions(
            target.endpoint().toString(),
            "data points",
            "push.queue-bytes",
            options.queueBytes(),
            1,
            1,
            options.retries(),
            Duration.ZERO,
            DRAIN);
    return new Courier<>(courier, threadName, channel, clock, clockNanos);
  }

  private Map<String, String> resource(String program) {
    return Map.of(
        "service.name",
        "hopwise",
        "service.version",
        version(program),
        "service.instance.id",
        options.instance());
  }

  private static String version(String program) {
    return program.substring(program.indexOf('/') + 1);
  }
}
