package dev.hopwise.server.api.tempo;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.query.SearchListener;
import dev.hopwise.query.SearchProgress;
import dev.hopwise.query.TraceSummary;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// Sends a search's traces as they are found: each message holds one, since clients put together
/// what they get, and how far the search has come.
final class TempoSearchStream implements SearchListener {

  /// Clients take four times as much.
  private static final int MESSAGE_BYTES_MAX = 1 << 20;

  /// How often a search that finds nothing says how far it is.
  private static final long PROGRESS_NANOS = 500_000_000L;

  private final Consumer<byte[]> messages;
  private final Set<TraceId> sent = new HashSet<>();
  private long lastNanos = System.nanoTime();

  TempoSearchStream(Consumer<byte[]> messages) {
    this.messages = messages;
  }

  @Override
  public void found(TraceSummary trace, SearchProgress progress) {
    ProtoWriter out = message(trace);
    TempoSearchProto.metrics(out, progress);
    send(out);
  }

  @Override
  public void progress(SearchProgress progress) {
    if (System.nanoTime() - lastNanos > PROGRESS_NANOS) {
      ProtoWriter out = new ProtoWriter();
      TempoSearchProto.metrics(out, progress);
      send(out);
    }
  }

  /// A trace of the whole answer, unless it was sent before.
  void rest(TraceSummary trace) {
    if (!sent.contains(trace.traceId())) {
      send(message(trace));
    }
  }

  /// A trace alone may be too large for a message; then it shows fewer of the spans that it counts.
  private ProtoWriter message(TraceSummary trace) {
    sent.add(trace.traceId());
    ProtoWriter out = new ProtoWriter();
    TempoSearchProto.trace(out, trace, Integer.MAX_VALUE);
    int spans = trace.matchedSpans().size();
    while (out.size() > MESSAGE_BYTES_MAX && spans > 0) {
      spans /= 2;
      TempoSearchProto.trace(out.clear(), trace, spans);
    }
    return out;
  }

  private void send(ProtoWriter message) {
    messages.accept(message.toBytes());
    lastNanos = System.nanoTime();
  }
}
