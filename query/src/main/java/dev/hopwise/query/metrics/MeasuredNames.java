package dev.hopwise.query.metrics;

import java.util.Set;

/// How the names of stored spans relate to those of series, which are cut and templated.
public interface MeasuredNames {

  /// Under which name a service is measured, unless there are too many services.
  String service(String stored);

  /// Under which names a span may be measured, apart from the overflow name.
  Set<String> spanName(String stored);
}
