package dev.hopwise.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Sends the templates round and round for a time, at a pace that does not wait for the server: a
/// sender that was kept waiting goes on at once until the pace is met again.
final class EndlessLoad implements AutoCloseable {

  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI target;
  private final List<RequestTemplate> templates;
  private final AtomicLong turn = new AtomicLong();

  EndlessLoad(URI target, List<RequestTemplate> templates) {
    this.target = target;
    this.templates = templates;
  }

  /// What was sent and how it was answered, in spans; grows while the load runs.
  static final class Account {
    final AtomicLong offered = new AtomicLong();
    final AtomicLong accepted = new AtomicLong();
    final AtomicLong refused = new AtomicLong();

    /// Neither accepted nor refused as overload: the server must never give such an answer.
    final AtomicLong failed = new AtomicLong();

    final AtomicLong lastRefusedNanos = new AtomicLong();
  }

  /// Sends from several connections.
  ///
  /// @param spansPerSecond 0 for as fast as the server answers
  void run(double spansPerSecond, Duration length, int senders, Account account)
      throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> send(spansPerSecond, start, start + length.toNanos(), account)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void send(double spansPerSecond, long start, long end, Account account) {
    try {
      while (System.nanoTime() < end) {
        long mine = turn.getAndIncrement();
        RequestTemplate template = templates.get((int) (mine % templates.size()));
        pace(spansPerSecond, start, account.offered.getAndAdd(template.spans()));
        if (System.nanoTime() >= end) {
          account.offered.addAndGet(-template.spans());
          return;
        }
        long salt = (mine / templates.size() + 1) * 0x9E37_79B9_7F4A_7C15L;
        byte[] body = template.asOf(System.currentTimeMillis() * 1_000_000, salt);
        count(account, template.spans(), answer(body));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pace(double spansPerSecond, long start, long spansBefore) {
    if (spansPerSecond > 0) {
      long early = start + (long) (spansBefore / spansPerSecond * 1e9) - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      }
    }
  }

  /// The status, or 0 where there was no answer.
  private int answer(byte[] body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      System.err.println("no answer: " + e);
      return 0;
    }
  }

  private static void count(Account account, int spans, int status) {
    switch (status) {
      case OK -> account.accepted.addAndGet(spans);
      case TOO_MANY, UNAVAILABLE -> {
        account.refused.addAndGet(spans);
        account.lastRefusedNanos.accumulateAndGet(System.nanoTime(), Math::max);
      }
      default -> account.failed.addAndGet(spans);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
