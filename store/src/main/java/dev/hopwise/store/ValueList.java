package dev.hopwise.store;

import dev.hopwise.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;

/// Distinct values.
///
/// @param values sorted by kind, then by value; keys and names are texts
/// @param truncated whether the limit cut it off
public record ValueList(List<AttributeValue> values, boolean truncated) {
  public ValueList {
    values = List.copyOf(values);
  }

  /// Those of the values that are texts.
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (AttributeValue value : values) {
      if (value instanceof AttributeValue.Text(String text)) {
        texts.add(text);
      }
    }
    return texts;
  }
}
