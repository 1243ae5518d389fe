package dev.hopwise.server.ingest;

import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.SpanStore;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Hands batches over to the store, and goes on without a span that the store cannot take.
///
/// A store that throws keeps the journal from forgetting, so that a restart can try again. If it is
/// one span that it can never take, a fault of ours, the journal would fill up and stop everything
/// for the sake of that span. So a batch that failed is halved until the span is found; it is set
/// aside, and the rest is stored. A store that takes nothing at all is another matter: that is
/// passed on, and the journal keeps everything.
///
/// What a batch had stored before it failed is stored twice then; equal spans show as one.
///
/// One thread at a time.
final class StoreWriter {

  private static final SpanBatch NOTHING = new SpanBatch();

  private final SpanStore store;
  private final SetAside setAside;

  /// Where the store stands when no append is under way: parts of a batch get this position, so
  /// that the batch counts as handed over only when all of it is.
  private JournalPosition last;

  private @Nullable JournalPosition probed;

  StoreWriter(SpanStore store, SetAside setAside) {
    this.store = store;
    this.setAside = setAside;
    this.last = store.committed();
  }

  /// Appends a batch.
  ///
  /// @return how many of its spans were set aside
  /// @throws RuntimeException when the store takes nothing at all
  int append(SpanBatch batch, JournalPosition upTo) {
    int lost = 0;
    try {
      store.append(batch, upTo);
    } catch (RuntimeException e) {
      if (batch.count == 0 || !takesAnything()) {
        throw e;
      }
      lost = inParts(batch, 0, batch.count, e);
      store.append(NOTHING, last); // parts failed there
      store.append(NOTHING, upTo);
    }
    last = upTo;
    clearProbe();
    return lost;
  }

  private boolean takesAnything() {
    try {
      store.append(NOTHING, last);
      return true;
    } catch (RuntimeException _) {
      probed = last;
      return false;
    }
  }

  /// A probe that failed was a failed append to the store, which it waits to see repeated.
  private void clearProbe() {
    if (probed != null) {
      store.append(NOTHING, probed);
      probed = null;
    }
  }

  private int inParts(SpanBatch batch, int from, int to, RuntimeException why) {
    if (to - from == 1) {
      setAside.take(part(batch, from, to), why);
      return 1;
    }
    int middle = (from + to) >>> 1;
    return append(batch, from, middle) + append(batch, middle, to);
  }

  private int append(SpanBatch batch, int from, int to) {
    try {
      store.append(part(batch, from, to), last);
      return 0;
    } catch (RuntimeException e) {
      return inParts(batch, from, to, e);
    }
  }

  private static SpanBatch part(SpanBatch batch, int from, int to) {
    int[] spans = new int[to - from];
    Arrays.setAll(spans, i -> from + i);
    SpanBatch part = new SpanBatch();
    part.selectFrom(batch, spans, spans.length);
    return part;
  }
}
