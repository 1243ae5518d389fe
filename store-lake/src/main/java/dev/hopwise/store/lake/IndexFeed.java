package dev.hopwise.store.lake;

/// Gives a file's index what it is made of while the columns are written: traces with their rows,
/// and the tokens that FORMAT.md section 2 lists. Used by one thread.
final class IndexFeed {

  private final IndexSink sink;
  private final SegmentBuilder builder;
  private final TextPool texts;

  /// By the id of a value: the key (its id plus one) with which it was last turned into a token.
  private final int[] lastKey;

  private boolean arrays;

  IndexFeed(IndexSink sink, SegmentBuilder builder) {
    this.sink = sink;
    this.builder = builder;
    this.texts = builder.texts();
    this.lastKey = new int[texts.count()];
    sink.expectTokens(texts.count());
  }

  /// Traces of a file in its order.
  void traces(int[] order) {
    TraceTable traces = builder.traces();
    for (int from = 0; from < order.length; ) {
      int trace = builder.trace(order[from]);
      int to = from + 1;
      while (to < order.length && builder.trace(order[to]) == trace) {
        to++;
      }
      sink.trace(traces.high(trace), traces.low(trace), from, to - from);
      from = to;
    }
  }

  /// The distinct texts of a column.
  void texts(String key, int[] ids, int count) {
    long keyPart = Tokens.part(key);
    for (int i = 0; i < count; i++) {
      sink.token(Tokens.pair(keyPart, texts.tokenPart(ids[i])));
    }
  }

  /// The distinct integers of a column.
  void number(String key, int number) {
    sink.token(Tokens.hash(key, Integer.toString(number)));
  }

  /// Entries of span attributes.
  void attributes(int[] keys, int[] values, int count) {
    TextPool keyTexts = builder.keys();
    long[] keyParts = new long[keyTexts.count()];
    boolean[] known = new boolean[keyParts.length];
    for (int i = 0; i < count; i++) {
      int key = keys[i];
      if (lastKey[values[i]] == key + 1) {
        continue;
      }
      lastKey[values[i]] = key + 1;
      if (!known[key]) {
        known[key] = true;
        keyParts[key] = keyTexts.tokenPart(key);
      }
      sink.token(Tokens.pair(keyParts[key], texts.tokenPart(values[i])));
    }
  }

  /// Says that some span attribute is an array, once for a file.
  void array() {
    if (!arrays) {
      arrays = true;
      sink.token(Tokens.hash("", Tokens.ARRAYS));
    }
  }
}
