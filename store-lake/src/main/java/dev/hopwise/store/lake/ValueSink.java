package dev.hopwise.store.lake;

import dev.hopwise.model.AttributeValue;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/// Collects distinct values up to a limit.
final class ValueSink {

  private final int limit;
  private final Set<AttributeValue> values = new LinkedHashSet<>();
  private boolean truncated;

  ValueSink(int limit) {
    this.limit = limit;
  }

  /// Whether it is worth offering more.
  boolean isOpen() {
    return !truncated;
  }

  void offer(AttributeValue value) {
    if (values.contains(value)) {
      return;
    }
    if (values.size() == limit) {
      truncated = true;
      return;
    }
    values.add(value);
  }

  Collection<AttributeValue> values() {
    return values;
  }

  boolean truncated() {
    return truncated;
  }
}
