package dev.hopwise.query.metrics;

import dev.hopwise.model.rollup.SeriesKey;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// How the names of stored spans relate to those of series, which are cut and templated.
public interface MeasuredNames {

  /// A label of so many bytes may stand for a longer text.
  int CUT_BYTES_MIN = 100;

  /// Under which name a service is measured, unless there are too many services.
  String service(String stored);

  /// Under which names a span may be measured, apart from the overflow name.
  Set<String> spanName(String stored);

  /// Whether a measured service or name may stand for more than what is called so: it was cut, made
  /// a template, or folded.
  static boolean mayStandForOthers(String measured) {
    return measured.contains("{id}")
        || measured.equals(SeriesKey.OTHER)
        || measured.getBytes(StandardCharsets.UTF_8).length >= CUT_BYTES_MIN;
  }
}
