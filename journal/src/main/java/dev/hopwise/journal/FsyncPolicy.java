package dev.hopwise.journal;

/// When written records are forced to the device. All of them survive the death of the process;
/// they differ in what the death of the machine may take.
public enum FsyncPolicy {
  /// Nothing acknowledged: {@link Journal#awaitDurable} returns after the fsync, which requests
  /// that wait at the same time share.
  ALWAYS,
  /// At most what the last {@link JournalOptions#fsyncInterval} brought.
  INTERVAL,
  /// Whatever the operating system had not written yet.
  NEVER
}
