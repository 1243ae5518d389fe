package dev.hopwise.server.forward;

import dev.hopwise.model.otlp.BatchEncoder;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.server.deliver.Courier;
import dev.hopwise.server.deliver.CourierOptions;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Sends spans on to another OTLP endpoint. Small requests go together: one after the other they
/// are one request, since its only field is repeated.
public final class Forwarder implements SpanForwarder, AutoCloseable {

  /// Of one request, before compression: well below the 4 MiB that gRPC servers take at most unless
  /// told otherwise.
  private static final int REQUEST_BYTES_MAX = 1 << 20;

  /// So many requests are on the way at once, so that a distant receiver is not the limit.
  private static final int SENDERS = 4;

  private final BatchEncoder encoder = new BatchEncoder(REQUEST_BYTES_MAX);
  private final Courier<byte[]> courier;

  /// Starts the senders.
  ///
  /// @param userAgent what the receiver is told about us
  /// @param clock for errors' times and dates in answers
  /// @param clockNanos for durations, as System::nanoTime
  public Forwarder(
      ForwardOptions options, String userAgent, InstantSource clock, LongSupplier clockNanos) {
    this.courier =
        new Courier<>(
            new CourierOptions(
                options.endpoint().toString(),
                "spans",
                "forward.queue-bytes",
                options.queueBytes(),
                REQUEST_BYTES_MAX,
                SENDERS,
                options.retries(),
                options.linger(),
                options.drain()),
            "forward",
            new ForwardChannel(options, userAgent, clock),
            clock,
            clockNanos);
  }

  @Override
  public void offer(SpanBatch batch) {
    encoder.encode(batch, (request, spans) -> courier.offer(request, spans, request.length));
  }

  /// The accounts at this moment.
  public ForwardStatus status() {
    return ForwardStatus.of(courier.status());
  }

  /// Sends what is queued, as far as that is possible in the time that the options leave, and drops
  /// the rest.
  @Override
  public void close() {
    courier.close();
  }
}
