package dev.hopwise.measure;

import java.util.List;

/// A metric as it is declared; the page, and the document about it, follow from it.
///
/// @param name without the suffix `_total` of a counter
/// @param help one sentence, without quotes, backslashes and line ends
/// @param labels the names of its labels
public record Metric(String name, Type type, String help, List<String> labels) {

  /// What Prometheus calls the kinds that are used here.
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM;

    /// As it stands in the exposition.
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Metric {
    labels = List.copyOf(labels);
    if (help.chars().anyMatch(c -> c == '"' || c == '\\' || c == '\n') || name.endsWith("_total")) {
      throw new IllegalArgumentException("metric " + name + " is not declared as it should be");
    }
  }

  public static Metric counter(String name, String help, String... labels) {
    return new Metric(name, Type.COUNTER, help, List.of(labels));
  }

  public static Metric gauge(String name, String help, String... labels) {
    return new Metric(name, Type.GAUGE, help, List.of(labels));
  }

  public static Metric histogram(String name, String help, String... labels) {
    return new Metric(name, Type.HISTOGRAM, help, List.of(labels));
  }

  /// Refuses values of labels that do not fit the declaration.
  public void check(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(name + " has labels " + labels);
    }
  }

  /// What a query asks for; a histogram has `_bucket`, `_sum` and `_count` behind it.
  public String queryName() {
    return type == Type.COUNTER ? name + "_total" : name;
  }
}
