package dev.hopwise.sample;

import dev.hopwise.model.Span;
import java.util.List;

/// What is known of a buffered trace when it is decided. Valid during the call that it is handed
/// to; nobody keeps it.
public interface TraceFacts {

  /// Bytes 0..7 of the trace id.
  long traceIdHigh();

  /// Bytes 8..15 of the trace id.
  long traceIdLow();

  /// R, 56 bits: `rv` of the trace state, or the last 56 bits of the trace id.
  long randomness();

  /// With which the head kept the trace on the same R (`ot=th`), above 0 and at most 1; 1 where it
  /// says nothing or decided on another randomness. Budget and throughput have to know how much of
  /// the traffic is gone already.
  default double headProbability() {
    return 1;
  }

  /// The {@link ConditionSet#generation} that its first span was observed under.
  long generation();

  /// What {@link ConditionSet#observe} gave for its spans, all of them or-ed.
  long conditionBits();

  /// Whether a span has status ERROR.
  boolean hasError();

  /// How many spans have arrived.
  int spanCount();

  /// Their encoded length.
  long bytes();

  /// Nanoseconds since 1970.
  long startEpochNanos();

  /// The root's, or the extent of the spans where there is no root.
  long durationNanos();

  /// Whether a span without a parent has arrived.
  boolean hasRoot();

  /// Of the earliest span where there is no root.
  String rootService();

  /// Of the earliest span where there is no root.
  String rootName();

  /// Of (rootService, rootName); equal ones have equal hashes, also after a restart.
  long operationHash();

  /// The value of the attribute that the policy names the tenant by, empty where absent.
  String tenant();

  /// How many distinct failures are known, at most what the buffer counts.
  int errorKindCount();

  /// A hash of (service, span name, error type); equal ones have equal hashes.
  long errorKind(int i);

  /// The texts of one.
  ErrorKind errorKindOf(int i);

  /// Nanoseconds since 1970.
  long firstArrivalEpochNanos();

  /// Decoded on demand; slow.
  List<Span> spans();
}
