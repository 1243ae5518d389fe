package dev.hopwise.model;

/// The library that made the span; texts are empty when absent.
public record InstrumentationScope(
    String name,
    String version,
    Attributes attributes,
    int droppedAttributesCount,
    String schemaUrl) {

  /// A scope that says nothing.
  public static final InstrumentationScope EMPTY =
      new InstrumentationScope("", "", Attributes.EMPTY, 0, "");
}
