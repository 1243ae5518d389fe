package dev.hopwise.store.lake;

/// Is told how long the lake takes to write. Called by the keeper's thread.
public interface WriteTimes {

  /// Tells nobody.
  WriteTimes NONE =
      new WriteTimes() {
        @Override
        public void sealed(long nanos) {}

        @Override
        public void committed(long nanos) {}
      };

  /// Spans in memory were written to files.
  void sealed(long nanos);

  /// The table was made to know the files.
  void committed(long nanos);
}
