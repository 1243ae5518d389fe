package dev.hopwise.store;

import dev.hopwise.model.AttributeValue;
import java.util.List;

/// Distinct values.
///
/// @param values sorted by kind, then by value; keys and names are texts
/// @param truncated whether the limit cut it off
public record ValueList(List<AttributeValue> values, boolean truncated) {
  public ValueList {
    values = List.copyOf(values);
  }
}
