package dev.hopwise.store.lake;

import java.util.function.LongSupplier;

/// Reads the clock at the steps of a seal. One thread.
final class StepTimes implements LakeStep.Observer {

  private final WriteTimes times;
  private final LongSupplier clockNanos;
  private long takenNanos;
  private long writtenNanos;

  /// That a part was taken since the last time that files were written: a commit that is tried
  /// again has its files.
  private boolean isWriting;

  StepTimes(WriteTimes times, LongSupplier clockNanos) {
    this.times = times;
    this.clockNanos = clockNanos;
  }

  @Override
  public void reached(LakeStep step) {
    switch (step) {
      case PART_TAKEN -> {
        takenNanos = clockNanos.getAsLong();
        isWriting = true;
      }
      case FILES_WRITTEN -> {
        writtenNanos = clockNanos.getAsLong();
        if (isWriting) {
          times.sealed(writtenNanos - takenNanos);
          isWriting = false;
        }
      }
      case FILES_COMMITTED -> times.committed(clockNanos.getAsLong() - writtenNanos);
      case PART_RELEASED, FILES_EXPIRED, FILES_DELETED -> {}
    }
  }
}
