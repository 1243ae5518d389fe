package dev.hopwise.simulate;

import java.util.List;

/// The faults of a run with their times.
///
/// @param startEpochNanos of the run
/// @param lengthNanos of the run
record Schedule(List<Fault> faults, long startEpochNanos, long lengthNanos) {

  boolean isOn(Fault fault, long atEpochNanos) {
    return atEpochNanos >= from(fault) && atEpochNanos < to(fault);
  }

  long from(Fault fault) {
    return startEpochNanos + Math.round(fault.when().from() * lengthNanos);
  }

  /// Exclusive. What lasts to the end of the run lasts until its last span.
  long to(Fault fault) {
    return fault.when().to() >= 1
        ? Long.MAX_VALUE
        : startEpochNanos + Math.round(fault.when().to() * lengthNanos);
  }
}
