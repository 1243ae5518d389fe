package dev.hopwise.store.lake;

import dev.hopwise.model.KeepMark;
import dev.hopwise.model.Kept;
import dev.hopwise.model.otlp.SpanBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The distinct ways in which a builder's spans were kept, with a number each; 0 stands for {@link
/// Kept#UNKNOWN}. Spans of a trace follow each other, so that mostly the last one is asked for
/// again.
///
/// **Threads.** One writer; a reader may ask for the number of every published row.
final class KeepTable {

  /// An entry with its map node and texts, roughly.
  private static final int ENTRY_BYTES = 200;

  private static final KeepMark NOBODY = new KeepMark("", "", 1, null);

  private final TextPool texts;
  private final HeapUse heap;
  private final Map<Kept, Integer> numbers = new HashMap<>();
  private final Map<Double, Integer> probabilityIds = new HashMap<>();

  /// By number. Replaced when it grows, before the first row that needs the new one is published.
  private Entry[] entries = {new Entry(Kept.UNKNOWN, 0, TextPool.NONE, TextPool.NONE, 0)};

  private int count = 1;
  private KeepMark lastMark = NOBODY;
  private double lastProbability = 1;
  private int last;

  /// What the columns of the file hold, as ids of texts.
  ///
  /// @param probabilityId distinct for distinct probabilities, 0 for 1
  record Entry(Kept kept, int probabilityId, int rule, int trigger, int windowId) {}

  KeepTable(TextPool texts, HeapUse heap) {
    this.texts = texts;
    this.heap = heap;
    numbers.put(Kept.UNKNOWN, 0);
    probabilityIds.put(1.0, 0);
  }

  int count() {
    return count;
  }

  Entry get(int number) {
    return entries[number];
  }

  /// One more than the largest id of a probability.
  int probabilityCount() {
    return probabilityIds.size();
  }

  /// The number of how a span was kept, which is added when it is new.
  int intern(SpanBatch batch, int span) {
    double probability = batch.inclusionProbability[span];
    int keep = batch.keepIndex[span];
    KeepMark mark = keep == SpanBatch.NO_KEEP ? NOBODY : batch.keeps[keep];
    if (probability != lastProbability || !mark.equals(lastMark)) {
      last = number(Kept.of(mark, probability));
      lastMark = mark;
      lastProbability = probability;
    }
    return last;
  }

  private int number(Kept kept) {
    Integer known = numbers.get(kept);
    if (known != null) {
      return known;
    }
    if (count == entries.length) {
      entries = Arrays.copyOf(entries, count * 2);
    }
    int next = probabilityIds.size();
    Integer probabilityId = probabilityIds.putIfAbsent(kept.inclusionProbability(), next);
    entries[count] =
        new Entry(
            kept,
            probabilityId == null ? next : probabilityId,
            text(kept.rule()),
            text(kept.trigger()),
            text(kept.windowId()));
    numbers.put(kept, count);
    heap.add(ENTRY_BYTES);
    return count++;
  }

  private int text(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return TextPool.NONE;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return texts.intern(bytes, 0, bytes.length);
  }
}
