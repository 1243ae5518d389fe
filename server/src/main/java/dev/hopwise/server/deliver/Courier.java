package dev.hopwise.server.deliver;

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

/// Brings what it is given to one receiver.
///
/// ```
/// offer ─► bounded queue ─► senders: encode ► send ► wait and send again ► account
/// ```
///
/// The receiver may see something twice, where an answer got lost. What is queued lives in memory
/// only: a crash of this process loses it.
///
/// @param <T> what is queued
public final class Courier<T> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private static final Duration COMPLAINTS_EVERY = Duration.ofMinutes(1);
  private static final Duration RETRY_WHILE_STOPPING = Duration.ofMillis(200);

  private final CourierOptions options;
  private final Channel<T> channel;
  private final LongSupplier clockNanos;
  private final DeliveryAccount account;
  private final DeliveryQueue<T> queue;
  private final Backoff backoff;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicLong complaintDueNanos;
  private final List<Thread> threads = new ArrayList<>();

  /// Starts the senders.
  ///
  /// @param threadName of them, without their number
  /// @param channel closed with this
  /// @param clock for errors' times
  /// @param clockNanos for durations, as System::nanoTime
  public Courier(
      CourierOptions options,
      String threadName,
      Channel<T> channel,
      InstantSource clock,
      LongSupplier clockNanos) {
    this.options = options;
    this.channel = channel;
    this.clockNanos = clockNanos;
    this.account = new DeliveryAccount(options.endpoint(), clock);
    this.queue =
        new DeliveryQueue<>(
            options.queueBytes(), options.requestBytes(), options.linger(), clockNanos);
    this.backoff = new Backoff(options.retries(), RandomGenerator.getDefault());
    this.complaintDueNanos = new AtomicLong(clockNanos.getAsLong());
    for (int i = 0; i < options.senders(); i++) {
      threads.add(Thread.ofPlatform().name(threadName + "-" + i).daemon().start(this::sendAll));
    }
  }

  /// Takes something, or drops and counts it where the queue is full; returns at once.
  ///
  /// @param items how many spans or data points it is
  /// @param bytes that it takes
  public void offer(T content, int items, int bytes) {
    // Counted first: a sender may be done with it before this thread goes on.
    account.queued(items, bytes);
    if (!queue.offer(content, items, bytes)) {
      account.dropped(DropReason.QUEUE_FULL, items, bytes);
      complain("the queue is full (" + options.queueSetting() + ")");
    }
  }

  /// The accounts at this moment.
  public DeliveryStatus status() {
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
    channel.close();
  }

  private void joinSenders() throws InterruptedException {
    long deadlineNanos = clockNanos.getAsLong() + options.drain().toNanos();
    for (Thread sender : threads) {
      sender.join(Duration.ofNanos(Math.max(1, deadlineNanos - clockNanos.getAsLong())));
    }
    threads.forEach(Thread::interrupt);
    for (Thread sender : threads) {
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

  private void deliver(Portion<T> portion) throws InterruptedException {
    try {
      Optional<DropReason> failure = sendUntilDone(portion);
      failure.ifPresent(reason -> drop(portion, reason));
    } catch (InterruptedException e) {
      drop(portion, DropReason.STOPPED);
      throw e;
    } catch (RuntimeException e) {
      // A bug; the next request may go well.
      LOG.error("request not sent {}={}", options.itemName(), portion.items(), e);
      drop(portion, DropReason.REFUSED);
    }
  }

  /// Nothing when it was taken.
  private Optional<DropReason> sendUntilDone(Portion<T> portion) throws InterruptedException {
    Channel.Request request = channel.prepare(portion.contents(), portion.bytes());
    long beginNanos = clockNanos.getAsLong();
    for (int attempts = 1; ; attempts++) {
      switch (request.send()) {
        case Answer.Taken taken -> {
          took(portion, taken);
          return Optional.empty();
        }
        case Answer.Refused refused -> {
          complain(refused.reason());
          return Optional.of(DropReason.REFUSED);
        }
        case Answer.TryAgain again -> {
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

  private void took(Portion<T> portion, Answer.Taken taken) {
    queue.release(portion);
    account.sent(portion.items(), portion.bytes(), taken.rejected());
    if (!taken.message().isEmpty()) {
      complain(
          "%d of %d %s rejected%s"
              .formatted(
                  taken.rejected(),
                  portion.items(),
                  options.itemName(),
                  ExportAnswer.described(taken.message())));
    }
  }

  private void drop(Portion<T> portion, DropReason reason) {
    queue.release(portion);
    account.dropped(reason, portion.items(), portion.bytes());
  }

  private void complain(String text) {
    account.error(text);
    long now = clockNanos.getAsLong();
    long due = complaintDueNanos.get();
    if (now - due >= 0 && complaintDueNanos.compareAndSet(due, now + COMPLAINTS_EVERY.toNanos())) {
      LOG.warn("sending {} to {}: {}", options.itemName(), options.endpoint(), text);
    }
  }
}
