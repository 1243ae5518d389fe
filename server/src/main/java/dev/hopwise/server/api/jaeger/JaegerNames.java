package dev.hopwise.server.api.jaeger;

import dev.hopwise.model.Resource;
import dev.hopwise.model.SpanKind;
import java.util.Locale;

/// Names as Jaeger has them.
final class JaegerNames {

  /// A service that sent no name.
  private static final String NO_SERVICE_NAME = "OTLPResourceNoServiceName";

  private JaegerNames() {}

  static String service(String ours) {
    return ours.equals(Resource.UNKNOWN_SERVICE) ? NO_SERVICE_NAME : ours;
  }

  static String ourService(String jaegers) {
    return jaegers.equals(NO_SERVICE_NAME) ? Resource.UNKNOWN_SERVICE : jaegers;
  }

  /// Lower case; empty for UNSPECIFIED.
  static String kind(SpanKind kind) {
    return kind == SpanKind.UNSPECIFIED ? "" : kind.name().toLowerCase(Locale.ROOT);
  }
}
