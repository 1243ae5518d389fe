package dev.hopwise.simulate;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanEncoder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Exports to a server, a few at the same time; whoever sends waits while all are under way. When
/// nobody answers the run ends.
final class HttpSink implements SpanSink {

  private static final int UNDER_WAY_MAX = 4;

  private final OtlpClient client;
  private final Semaphore free = new Semaphore(UNDER_WAY_MAX);
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicReference<String> problem = new AtomicReference<>("");
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  HttpSink(OtlpClient client) {
    this.client = client;
  }

  @Override
  public void send(List<Span> spans) throws IOException, InterruptedException {
    throwFailure();
    byte[] body = SpanEncoder.encode(spans);
    free.acquire();
    Thread.ofVirtual().start(() -> export(body, spans.size()));
  }

  private void export(byte[] body, int spans) {
    try {
      OtlpClient.Answer answer = client.send(body);
      sent.addAndGet(spans);
      rejected.addAndGet(answer.rejected() < 0 ? spans : answer.rejected());
      retries.addAndGet(answer.retries());
      if (!answer.problem().isEmpty()) {
        problem.set(answer.problem());
      }
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  private void throwFailure() throws IOException {
    @Nullable IOException found = failure.get();
    if (found != null) {
      throw new IOException(found.getMessage(), found);
    }
  }

  @Override
  public void close() throws IOException {
    free.acquireUninterruptibly(UNDER_WAY_MAX);
    client.close();
    throwFailure();
  }

  @Override
  public boolean tookNothing() {
    return sent.get() > 0 && rejected.get() == sent.get();
  }

  @Override
  public String summary() {
    String text = String.format("%,d spans sent, %,d refused", sent.get(), rejected.get());
    text += retries.get() == 0 ? "" : String.format(", %,d retries", retries.get());
    return problem.get().isEmpty() ? text : text + " (" + problem.get() + ")";
  }
}
