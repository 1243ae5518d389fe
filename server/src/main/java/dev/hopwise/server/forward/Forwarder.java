package dev.hopwise.server.forward;

import dev.hopwise.model.otlp.BatchEncoder;
import dev.hopwise.model.otlp.SpanBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends spans on to another OTLP endpoint.
///
/// ```
/// offer ─► encode ─► bounded queue ─► several senders: gzip ► send ► wait and send again ► account
/// ```
///
/// The receiver may see a span twice, where an answer got lost. What is queued lives in memory
/// only: a crash of this process loses it.
public final class Forwarder implements SpanForwarder, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

  /// Of one request, before compression: well below the 4 MiB that gRPC servers take at most unless
  /// told otherwise.
  private static final int REQUEST_BYTES_MAX = 1 << 20;

  /// So many requests are on the way at once, so that a distant receiver is not the limit.
  private static final int SENDERS = 4;

  private static final Duration COMPLAINTS_EVERY = Duration.ofMinutes(1);
  private static final Duration RETRY_WHILE_STOPPING = Duration.ofMillis(200);

  private final ForwardOptions options;
  private final LongSupplier clockNanos;
  private final ForwardAccount account;
  private final ForwardQueue queue;
  private final ForwardClient client;
  private final BatchEncoder encoder = new BatchEncoder(REQUEST_BYTES_MAX);
  private final Backoff backoff;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicLong complaintDueNanos;
  private final List<Thread> senders = new ArrayList<>();

  /// Starts the senders.
  ///
  /// @param userAgent what the receiver is told about us
  /// @param clock for errors' times and dates in answers
  /// @param clockNanos for durations, as System::nanoTime
  public Forwarder(
      ForwardOptions options, String userAgent, InstantSource clock, LongSupplier clockNanos) {
    this.options = options;
    this.clockNanos = clockNanos;
    this.account = new ForwardAccount(options.endpoint().toString(), clock);
    this.queue =
        new ForwardQueue(options.queueBytes(), REQUEST_BYTES_MAX, options.linger(), clockNanos);
    this.client = new ForwardClient(options, userAgent, clock);
    this.backoff = new Backoff(options.retries(), RandomGenerator.getDefault());
    this.complaintDueNanos = new AtomicLong(clockNanos.getAsLong());
    for (int i = 0; i < SENDERS; i++) {
      senders.add(Thread.ofPlatform().name("forward-" + i).daemon().start(this::sendAll));
    }
  }

  @Override
  public void offer(SpanBatch batch) {
    encoder.encode(batch, this::enqueue);
  }

  /// The accounts at this moment.
  public ForwardStatus status() {
    return account.status();
  }

  /// Sends what is queued, as far as that is possible in the time that the options leave, and drops
  /// the rest.
  @Override
  public void close() {
    queue.close();
    stopping.countDown();
    try {
      joinSenders();
      for (var rest = queue.take(); rest != null; rest = queue.take()) {
        drop(rest, DropReason.STOPPED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }

  private void enqueue(byte[] request, int spans) {
    // Counted first: a sender may be done with it before this thread goes on.
    account.queued(spans, request.length);
    if (!queue.offer(request, spans)) {
      account.dropped(DropReason.QUEUE_FULL, spans, request.length);
      complain("the queue is full (forward.queue-bytes)");
    }
  }

  private void joinSenders() throws InterruptedException {
    long deadlineNanos = clockNanos.getAsLong() + options.drain().toNanos();
    for (Thread sender : senders) {
      sender.join(Duration.ofNanos(Math.max(1, deadlineNanos - clockNanos.getAsLong())));
    }
    senders.forEach(Thread::interrupt);
    for (Thread sender : senders) {
      sender.join(Duration.ofSeconds(1));
    }
  }

  private void sendAll() {
    try {
      for (var portion = queue.take(); portion != null; portion = queue.take()) {
        deliver(portion);
      }
    } catch (InterruptedException e) {
      // The time that a stop leaves is over; whoever interrupts drops the rest.
    }
  }

  private void deliver(ForwardQueue.Portion portion) throws InterruptedException {
    try {
      Optional<DropReason> failure = sendUntilDone(portion);
      failure.ifPresent(reason -> drop(portion, reason));
    } catch (InterruptedException e) {
      drop(portion, DropReason.STOPPED);
      throw e;
    } catch (RuntimeException e) {
      // A bug; the next request may go well.
      LOG.error("request not sent on spans={}", portion.spans(), e);
      drop(portion, DropReason.REFUSED);
    }
  }

  /// Nothing when it was taken.
  private Optional<DropReason> sendUntilDone(ForwardQueue.Portion portion)
      throws InterruptedException {
    byte[] body = client.body(portion.requests(), portion.bytes());
    long beginNanos = clockNanos.getAsLong();
    for (int attempts = 1; ; attempts++) {
      switch (client.send(body)) {
        case ForwardAnswer.Taken taken -> {
          took(portion, taken);
          return Optional.empty();
        }
        case ForwardAnswer.Refused refused -> {
          complain(refused.reason());
          return Optional.of(DropReason.REFUSED);
        }
        case ForwardAnswer.TryAgain again -> {
          complain(again.reason());
          Duration elapsed = Duration.ofNanos(clockNanos.getAsLong() - beginNanos);
          Optional<Duration> wait = backoff.next(attempts, elapsed, again.after());
          if (wait.isEmpty()) {
            return Optional.of(DropReason.UNANSWERED);
          }
          account.retried();
          pause(wait.get());
        }
      }
    }
  }

  /// A stop cuts it short: what can still be sent is tried, until the senders are interrupted.
  private void pause(Duration wait) throws InterruptedException {
    if (stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
      Thread.sleep(RETRY_WHILE_STOPPING);
    }
  }

  private void took(ForwardQueue.Portion portion, ForwardAnswer.Taken taken) {
    queue.release(portion);
    account.sent(portion.spans(), portion.bytes(), taken.rejectedSpans());
    if (!taken.message().isEmpty()) {
      complain(
          "%d of %d spans rejected%s"
              .formatted(
                  taken.rejectedSpans(), portion.spans(), ExportAnswer.described(taken.message())));
    }
  }

  private void drop(ForwardQueue.Portion portion, DropReason reason) {
    queue.release(portion);
    account.dropped(reason, portion.spans(), portion.bytes());
  }

  private void complain(String text) {
    account.error(text);
    long now = clockNanos.getAsLong();
    long due = complaintDueNanos.get();
    if (now - due >= 0 && complaintDueNanos.compareAndSet(due, now + COMPLAINTS_EVERY.toNanos())) {
      LOG.warn("forwarding to {}: {}", options.endpoint(), text);
    }
  }
}
