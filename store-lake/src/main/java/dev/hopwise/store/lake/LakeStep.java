package dev.hopwise.store.lake;

/// The places between two changes of the disk, at which tests let the process die and clocks are
/// read.
enum LakeStep {
  /// A part is to be written; nothing of it is on disk yet.
  PART_TAKEN,
  /// The files of a part are complete, under their final names.
  FILES_WRITTEN,
  /// The table knows them.
  FILES_COMMITTED,
  /// Readers see them instead of the part in memory.
  PART_RELEASED,
  /// The table has given up expired files, which still lie on disk.
  FILES_EXPIRED,
  /// Their content is deleted.
  FILES_DELETED;

  /// Told of every step; throws to stop there.
  interface Observer {
    void reached(LakeStep step);
  }
}
