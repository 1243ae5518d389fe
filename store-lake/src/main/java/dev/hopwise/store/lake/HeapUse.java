package dev.hopwise.store.lake;

/// How much memory the parts of a builder took, so that it can say when it is full. Written by the
/// builder's writer; others see a recent value.
final class HeapUse {

  private volatile long bytes;

  /// Counts an allocation.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void add(long more) {
    bytes += more;
  }

  long bytes() {
    return bytes;
  }
}
