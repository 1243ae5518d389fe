package dev.hopwise.demo;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Steady load: requests at random moments (a Poisson process), however slowly the shop answers. At
/// most 128 are under way; beyond that a request is left out and counted.
final class Load implements AutoCloseable {
  private static final int UNDER_WAY_MAX = 128;
  private static final int FIRST_ERROR = 400;
  private static final int FIRST_SERVER_ERROR = 500;
  private static final Pattern ORDER = Pattern.compile("\"order\":\"([0-9a-f-]{36})\"");
  private static final Pattern TRACE_RESPONSE =
      Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  private final Visitors visitors;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
  private final RandomGenerator random;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong leftOut = new AtomicLong();
  private volatile boolean closed;

  Load(Visitors visitors, RandomGenerator random) {
    this.visitors = visitors;
    this.random = random;
  }

  /// Goes on in the background until closed.
  ///
  /// @param perSecond requests; 0 or less for none
  void start(double perSecond) {
    if (perSecond > 0) {
      Thread.ofPlatform().daemon().name("load").start(() -> run(perSecond));
    }
  }

  /// What the shop answered to a request, and the trace that it says it belongs to.
  record Answer(int status, String traceId) {
    boolean isSuccess() {
      return status < FIRST_ERROR;
    }
  }

  /// One checkout now; empty if the shop did not answer.
  Optional<Answer> checkout() {
    return send(visitors.checkout())
        .flatMap(response ->
            response
                .headers()
                .firstValue("traceresponse")
                .map(TRACE_RESPONSE::matcher)
                .filter(Matcher::matches)
                .map(match -> new Answer(response.statusCode(), match.group(1))));
  }

  String summary() {
    return "%d requests sent, %d of them without an answer or with a 5xx, %d left out"
        .formatted(sent.get(), failed.get(), leftOut.get());
  }

  @Override
  public void close() {
    closed = true;
    client.shutdownNow();
  }

  private void run(double perSecond) {
    long next = System.nanoTime();
    while (!closed) {
      next += (long) (random.nextExponential() / perSecond * TimeUnit.SECONDS.toNanos(1));
      try {
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      } catch (InterruptedException _) {
        return;
      }
      if (underWay.tryAcquire()) {
        HttpRequest request = visitors.next();
        Thread.ofVirtual().start(() -> sendAndRelease(request));
      } else {
        leftOut.incrementAndGet();
      }
    }
  }

  private void sendAndRelease(HttpRequest request) {
    try {
      send(request)
          .map(response -> ORDER.matcher(response.body()))
          .filter(Matcher::find)
          .ifPresent(match -> visitors.ordered(match.group(1)));
    } finally {
      underWay.release();
    }
  }

  private Optional<HttpResponse<String>> send(HttpRequest request) {
    sent.incrementAndGet();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= FIRST_SERVER_ERROR) {
        failed.incrementAndGet();
      }
      return Optional.of(response);
    } catch (IOException _) {
      failed.incrementAndGet();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }
}
