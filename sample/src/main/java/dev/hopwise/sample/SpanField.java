package dev.hopwise.sample;

/// Where a single span has a value that a condition can ask for.
sealed interface SpanField {

  /// What every span has by itself, by the names of TraceQL's intrinsics.
  enum Own implements SpanField {
    NAME,
    KIND,
    STATUS,
    /// Absent when empty.
    STATUS_MESSAGE,
    DURATION
  }

  /// An attribute of the span.
  record OfSpan(String key) implements SpanField {}

  /// An attribute of its resource.
  record OfResource(String key) implements SpanField {}

  /// `service.name` of its resource, or what stands for it.
  record Service() implements SpanField {}

  /// Whether all spans of one resource have the same value.
  default boolean isOfResource() {
    return this instanceof OfResource || this instanceof Service;
  }
}
