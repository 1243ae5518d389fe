package dev.hopwise.measure.ledger;

/// What is known of one key of a service.
///
/// @param service or {@link dev.hopwise.measure.MeasureLimits#OTHER}
/// @param key or {@link dev.hopwise.measure.MeasureLimits#OTHER} for those that found no room,
///   whose values then are the keys themselves
/// @param spans that carry it
/// @param bytes of all its occurrences as they were sent, key and value
/// @param relativeError of spans and bytes: they lie within this share of the truth in 95 of 100
///   cases; 0 where everything was inspected
/// @param distinct different values, estimated for all spans from those that were inspected
/// @param distinctLow the same, were all values equally frequent
/// @param distinctHigh the same, went their number on growing as it does
/// @param distinctInspected different values among the inspected occurrences, which there are at
///   least
/// @param inspected occurrences of the hours of {@code distinct} that were looked at
/// @param occurrences of these hours, all of them
/// @param freshValues that came up for the first time in the two minutes before now, among the
///   inspected occurrences
/// @param freshInspected of the same two minutes
/// @param spansBefore in the time of the same length before, 0 where that is not known
/// @param distinctBefore in the known hours before, 0 where there are none
/// @param serviceSpans all spans of the service
/// @param serviceBytes all bytes of its spans, resources and scopes
/// @param example the value that was new last
public record KeyReading(
    String service,
    LedgerScope scope,
    String key,
    long spans,
    long bytes,
    double relativeError,
    long distinct,
    long distinctLow,
    long distinctHigh,
    long distinctInspected,
    long inspected,
    long occurrences,
    long freshValues,
    long freshInspected,
    long spansBefore,
    long distinctBefore,
    long serviceSpans,
    long serviceBytes,
    ExampleValue example) {

  /// Of all bytes of its service.
  public double byteShare() {
    return serviceBytes == 0 ? 0 : Math.min(1, bytes / (double) serviceBytes);
  }

  /// Of the inspected occurrences, the share that brought a value of its own.
  public double newValueShare() {
    return inspected == 0 ? 0 : distinctInspected / (double) inspected;
  }
}
