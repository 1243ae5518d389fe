package dev.hopwise.simulate;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import java.util.ArrayList;
import java.util.List;

/// Attributes in one of the two generations of conventions.
final class Words {

  private final boolean stable;
  private final List<Attribute> attributes = new ArrayList<>();

  Words(Conventions conventions) {
    stable = conventions == Conventions.STABLE;
  }

  boolean stable() {
    return stable;
  }

  /// Under a name that both generations have.
  Words put(String key, String value) {
    attributes.add(new Attribute(key, AttributeValue.of(value)));
    return this;
  }

  Words put(String key, long value) {
    attributes.add(new Attribute(key, AttributeValue.of(value)));
    return this;
  }

  /// Under the name that the generation has.
  Words put(String stableKey, String oldKey, String value) {
    return put(stable ? stableKey : oldKey, value);
  }

  Words put(String stableKey, String oldKey, long value) {
    return put(stable ? stableKey : oldKey, value);
  }

  /// Only where the stable conventions have it.
  Words putStable(String key, String value) {
    return stable ? put(key, value) : this;
  }

  Attributes attributes() {
    return Attributes.of(attributes);
  }
}
