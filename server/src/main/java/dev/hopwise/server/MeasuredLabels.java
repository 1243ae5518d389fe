package dev.hopwise.server;

import dev.hopwise.measure.Measurements;
import dev.hopwise.query.metrics.MeasuredNames;
import java.util.Set;

/// How `measure` names what the store holds.
final class MeasuredLabels implements MeasuredNames {

  @Override
  public String service(String stored) {
    return Measurements.serviceLabel(stored);
  }

  @Override
  public Set<String> spanName(String stored) {
    return Measurements.spanNameLabels(stored);
  }
}
