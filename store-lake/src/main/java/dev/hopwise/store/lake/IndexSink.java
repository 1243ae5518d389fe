package dev.hopwise.store.lake;

/// Takes what a file's index is made of, while the file is written.
interface IndexSink {

  /// Says before the first token how many distinct ones may come, roughly.
  default void expectTokens(int count) {}

  /// A trace and its rows, in the order of the file, without gaps.
  void trace(long idHigh, long idLow, int firstRow, int rows);

  /// A token of {@link Tokens}; repeated ones are welcome.
  void token(long hash);
}
