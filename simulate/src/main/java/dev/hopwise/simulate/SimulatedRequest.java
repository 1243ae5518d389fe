package dev.hopwise.simulate;

import java.util.List;

/// One request: the spans that are sent because of it, and what is true of it.
public record SimulatedRequest(List<SimulatedSpan> spans, RequestTruth truth) {
  public SimulatedRequest {
    spans = List.copyOf(spans);
  }
}
