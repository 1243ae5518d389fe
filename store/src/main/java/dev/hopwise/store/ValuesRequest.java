package dev.hopwise.store;

/// Asks for distinct values.
///
/// @param kind what to list
/// @param filter only spans that match count; a store may ignore it and answer more
/// @param limit how many at most
public record ValuesRequest(Kind kind, SpanFilter filter, TimeRange range, int limit) {

  /// What to list.
  public sealed interface Kind {
    /// The keys of the attributes at a place.
    record Keys(Field.Scope scope) implements Kind {}

    /// The values of a field: of NAME, SERVICE or an attribute.
    record ValuesOf(Field field) implements Kind {}
  }
}
