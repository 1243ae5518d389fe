package dev.hopwise.server.api;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Numbers equal things alike, in the order in which they were first seen.
///
/// The spans of a trace share the object of their resource, so that nearly every question is
/// answered by identity; hashing all the attributes of a resource for each of a hundred thousand
/// spans would cost more than writing them.
final class Numbering<T> {

  private final Map<T, Integer> numbers = new LinkedHashMap<>();
  private final IdentityHashMap<T, Integer> known = new IdentityHashMap<>();

  /// The number of a thing, from 0.
  int of(T thing) {
    Integer number = known.get(thing);
    if (number == null) {
      numbers.putIfAbsent(thing, numbers.size());
      number = numbers.get(thing);
      known.put(thing, number);
    }
    return number;
  }

  /// All of them, by number.
  Set<T> all() {
    return numbers.keySet();
  }
}
