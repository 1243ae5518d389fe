package dev.hopwise.traceql;

import java.util.List;

/// Stages that pass spansets on from left to right.
public record Pipeline(List<Stage> stages) {
  public Pipeline {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a pipeline has at least one stage");
    }
  }
}
