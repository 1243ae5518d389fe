package dev.hopwise.traceql.series;

import dev.hopwise.traceql.Value;

/// What tells a series from others.
///
/// @param name the attribute or intrinsic as it is written, or a name that Tempo gave it
/// @param value {@link Value#NIL} for spans without one
public record SeriesLabel(String name, Value value) {

  /// The function, of a series without other labels.
  public static final String NAME = "__name__";

  /// The upper limit of a histogram's bucket.
  public static final String BUCKET = "__bucket";

  /// The quantile.
  public static final String QUANTILE = "p";

  /// What a series of `compare` counts.
  public static final String META_TYPE = "__meta_type";

  /// What is wrong with an attribute of `compare`.
  public static final String META_ERROR = "__meta_error";

  static SeriesLabel text(String name, String value) {
    return new SeriesLabel(name, new Value.Text(value));
  }
}
