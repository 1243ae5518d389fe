package dev.hopwise.sample.head;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// With which probability a service starts traces.
///
/// @param probability 0 to 1, where the name of the first span is not in the list
/// @param spanNames 0 to 1, by the name that the first span has when it starts
public record HeadStrategy(double probability, SequencedMap<String, Double> spanNames) {
  public HeadStrategy {
    spanNames = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(spanNames));
  }
}
