package dev.hopwise.store;

/// A value that a span may have, by which it can be filtered.
public sealed interface Field {

  /// What every span has. Texts: NAME, STATUS_MESSAGE, SERVICE, SCOPE_NAME, SCOPE_VERSION, TRACE_ID
  /// (32 hex digits), SPAN_ID and PARENT_ID (16 hex digits; a root has no PARENT_ID). Integers:
  /// DURATION and START (nanoseconds), KIND and STATUS (the number on the wire). STATUS_MESSAGE,
  /// SCOPE_NAME and SCOPE_VERSION are absent when empty. SERVICE is `service.name` or
  /// `unknown_service`.
  enum Intrinsic implements Field {
    NAME,
    SERVICE,
    KIND,
    STATUS,
    STATUS_MESSAGE,
    DURATION,
    START,
    TRACE_ID,
    SPAN_ID,
    PARENT_ID,
    SCOPE_NAME,
    SCOPE_VERSION
  }

  /// An attribute.
  ///
  /// A value that is an array matches a positive comparison when any element does and NOT_EQUAL
  /// when no element equals. EVENT and LINK look at the attributes of every event or link of the
  /// span, as if they were one array. ANY is the span's attribute, or where it has none, its
  /// resource's.
  record AttributeOf(Scope scope, String key) implements Field {}

  /// Where an attribute stands.
  enum Scope {
    SPAN,
    RESOURCE,
    ANY,
    EVENT,
    LINK,
    INSTRUMENTATION
  }
}
