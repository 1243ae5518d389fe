package dev.hopwise.testkit;

import dev.hopwise.model.Span;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.SpanStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A store under test, with what was put into it. Shared by the contract kits.
@NullUnmarked // JUnit sets it up
public abstract class StoreFixture {

  /// What a journal record of the tests is long.
  private static final long RECORD_BYTES = 1000;

  /// The store under test.
  protected SpanStore store;

  /// What it was given, in order.
  protected final List<Span> appended = new ArrayList<>();

  /// The journal position behind the last append.
  protected long position;

  /// Opens the store: empty the first time in a test, then with what {@link #isDurable} promises.
  protected abstract SpanStore open() throws Exception;

  /// Whether a store that was closed has its spans again when it is opened.
  protected abstract boolean isDurable();

  /// Called after every few appends: a shape of the store may flush or {@link #reopen} here, which
  /// must not change any answer.
  protected void settle() throws Exception {}

  @BeforeEach
  final void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  /// Closes it and opens it again.
  protected final void reopen() throws Exception {
    store.close();
    store = open();
  }

  /// Appends the spans as one batch.
  protected final void append(List<Span> spans) throws Exception {
    append(spans, spans.size());
  }

  /// Appends the spans in batches of a size.
  protected final void append(List<Span> spans, int batchSize) throws Exception {
    for (int from = 0; from < spans.size(); from += batchSize) {
      position += RECORD_BYTES;
      store.append(
          Batches.of(spans.subList(from, Math.min(spans.size(), from + batchSize))),
          JournalPosition.at(position));
    }
    appended.addAll(spans);
    settle();
  }
}
