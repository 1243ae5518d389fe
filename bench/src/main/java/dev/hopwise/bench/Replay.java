package dev.hopwise.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Sends requests over HTTP/1.1, a connection a sender, each waiting for its answer (closed loop),
/// at most at a given pace.
final class Replay {

  private final URI target;
  private final boolean gzip;
  private final double spansPerSecond;

  /// @param spansPerSecond 0 for as fast as the server answers
  Replay(URI target, boolean gzip, double spansPerSecond) {
    this.target = target;
    this.gzip = gzip;
    this.spansPerSecond = spansPerSecond;
  }

  /// What a run did.
  record Outcome(
      long spans,
      long requests,
      long notAccepted,
      double seconds,
      long p50Micros,
      long p99Micros) {}

  /// Sends the next requests of a file until so many spans are sent.
  Outcome run(RequestFile.Reader file, long spansWanted, int senders)
      throws IOException, InterruptedException {
    AtomicLong sent = new AtomicLong();
    AtomicLong bad = new AtomicLong();
    List<Long> micros = Collections.synchronizedList(new ArrayList<>());
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      threads.add(
          Thread.ofPlatform().start(() -> send(file, spansWanted, start, sent, bad, micros)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Long> sorted = micros.stream().sorted().toList();
    return new Outcome(
        sent.get(), sorted.size(), bad.get(), seconds, at(sorted, 0.5), at(sorted, 0.99));
  }

  private void send(
      RequestFile.Reader file,
      long wanted,
      long start,
      AtomicLong sent,
      AtomicLong bad,
      List<Long> micros) {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (true) {
        RequestFile.Request request = sent.get() >= wanted ? null : file.next();
        if (request == null) {
          return;
        }
        pace(start, sent.getAndAdd(request.spans()));
        long from = System.nanoTime();
        int status =
            client.send(post(request.body()), HttpResponse.BodyHandlers.discarding()).statusCode();
        micros.add((System.nanoTime() - from) / 1000);
        if (status != 200) {
          bad.incrementAndGet();
        }
      }
    } catch (IOException e) {
      bad.incrementAndGet();
      System.err.println("sender ended: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pace(long start, long spansBefore) {
    if (spansPerSecond > 0) {
      long due = start + (long) (spansBefore / spansPerSecond * 1e9);
      long early = due - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      }
    }
  }

  private HttpRequest post(byte[] body) throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(target).header("Content-Type", "application/x-protobuf");
    byte[] sent = body;
    if (gzip) {
      builder.header("Content-Encoding", "gzip");
      sent = compress(body);
    }
    return builder.POST(HttpRequest.BodyPublishers.ofByteArray(sent)).build();
  }

  private static byte[] compress(byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      gzip.write(body);
    }
    return out.toByteArray();
  }

  static long at(List<Long> sorted, double quantile) {
    return sorted.isEmpty()
        ? 0
        : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * quantile));
  }
}
