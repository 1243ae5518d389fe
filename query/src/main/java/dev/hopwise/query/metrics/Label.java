package dev.hopwise.query.metrics;

import dev.hopwise.model.rollup.SeriesKey;
import java.util.Locale;

/// What series are selected and grouped by.
public enum Label {
  SERVICE,
  NAME,
  KIND,
  STATUS,
  CLIENT,
  SERVER,
  TYPE;

  /// As it stands in requests and answers.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether edges have it, and spans do not.
  public boolean ofEdges() {
    return this == CLIENT || this == SERVER || this == TYPE;
  }

  /// The type of a call between services, which has no label in the service graph.
  private static final String CALL = "call";

  /// A series' value; empty where it has none.
  public String of(SeriesKey key) {
    return switch (key) {
      case SeriesKey.OfSpans spans ->
          switch (this) {
            case SERVICE -> spans.service();
            case NAME -> spans.spanName();
            case KIND -> spans.kind().name();
            case STATUS -> spans.statusCode().name();
            case CLIENT, SERVER, TYPE -> "";
          };
      case SeriesKey.OfEdge edge ->
          switch (this) {
            case CLIENT -> edge.client();
            case SERVER -> edge.server();
            case TYPE -> edge.connectionType().isEmpty() ? CALL : edge.connectionType();
            case SERVICE, NAME, KIND, STATUS -> "";
          };
    };
  }
}
