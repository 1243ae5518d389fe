package dev.hopwise.query;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A service's part in a trace.
public record ServiceCount(String name, int spanCount, int errorCount) {

  /// In the order in which they first appear.
  static List<ServiceCount> of(SpanTree tree) {
    Map<String, ServiceCount> counts = new LinkedHashMap<>();
    for (int i = 0; i < tree.size(); i++) {
      Span span = tree.span(i);
      int errors = span.status().isError() ? 1 : 0;
      counts.merge(
          span.serviceName(),
          new ServiceCount(span.serviceName(), 1, errors),
          (a, b) ->
              new ServiceCount(a.name, a.spanCount + b.spanCount, a.errorCount + b.errorCount));
    }
    return List.copyOf(counts.values());
  }
}
