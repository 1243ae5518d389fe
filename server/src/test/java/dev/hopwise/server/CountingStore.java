package dev.hopwise.server;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.JournalProgress;
import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SearchRequest;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.StoreStatus;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValueList;
import dev.hopwise.store.ValuesRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Remembers which spans it was given and where the journal stood, and fails when told to.
public final class CountingStore implements SpanStore {

  public volatile boolean failing;

  /// A batch with a span of this trace fails where that span is reached.
  public volatile @Nullable TraceId poison;

  /// Each append waits for this monitor, so that a test can hold the pipeline up.
  public final Object gate = new Object();

  private final List<TraceId> traceIds = new ArrayList<>();
  private final JournalProgress progress = new JournalProgress(JournalPosition.START);
  private JournalPosition committed = JournalPosition.START;

  @Override
  public void append(SpanBatch batch, JournalPosition upTo) {
    synchronized (gate) {
      take(batch, upTo);
    }
  }

  private synchronized void take(SpanBatch batch, JournalPosition upTo) {
    if (upTo.applied() < progress.safe().applied()) {
      throw new AssertionError("position went back from " + progress.safe() + " to " + upTo);
    }
    boolean taken = false;
    try {
      takeSpans(batch);
      taken = true;
    } finally {
      progress.ended(upTo, taken);
    }
  }

  private void takeSpans(SpanBatch batch) {
    if (failing) {
      throw new IllegalStateException("told to fail");
    }
    for (int i = 0; i < batch.count; i++) {
      if (batch.traceId(i).equals(poison)) {
        throw new IllegalStateException("poison");
      }
      traceIds.add(batch.traceId(i));
    }
  }

  public synchronized List<TraceId> traceIds() {
    return List.copyOf(traceIds);
  }

  @Override
  public synchronized JournalPosition committed() {
    return committed;
  }

  @Override
  public synchronized void flush() {
    committed = progress.safe();
  }

  @Override
  public synchronized StoreStatus status() {
    return new StoreStatus(traceIds.size(), traceIds.size(), 0, 0, 0, 0, 0);
  }

  @Override
  public Optional<StoredTrace> findTrace(TraceId id, TimeRange hint) {
    throw new UnsupportedOperationException("not asked for here");
  }

  @Override
  public SearchPage search(SearchRequest request) {
    throw new UnsupportedOperationException("not asked for here");
  }

  @Override
  public ValueList values(ValuesRequest request) {
    throw new UnsupportedOperationException("not asked for here");
  }

  @Override
  public void close() {
    flush();
  }
}
