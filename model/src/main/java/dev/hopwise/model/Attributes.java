package dev.hopwise.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Attributes in the sender's order with unique keys: where a sender repeats a key, the last value
/// stands in the place of the first, which is what writing them into a map one after the other
/// gives.
///
/// Two of them are equal when they hold the same pairs, in whatever order.
public final class Attributes implements Iterable<Attribute> {

  /// No attributes.
  public static final Attributes EMPTY = new Attributes(List.of());

  private final List<Attribute> entries;

  private Attributes(List<Attribute> entries) {
    this.entries = entries;
  }

  /// Keeps the last value of a repeated key.
  public static Attributes of(List<Attribute> attributes) {
    if (attributes.isEmpty()) {
      return EMPTY;
    }
    Map<String, Attribute> unique = LinkedHashMap.newLinkedHashMap(attributes.size());
    for (Attribute attribute : attributes) {
      unique.put(attribute.key(), attribute);
    }
    return new Attributes(List.copyOf(unique.values()));
  }

  /// Keeps the last value of a repeated key.
  public static Attributes of(Attribute... attributes) {
    return of(List.of(attributes));
  }

  /// One pair of a text.
  public static Attributes of(String key, String value) {
    return of(new Attribute(key, AttributeValue.of(value)));
  }

  /// These with one more, replacing an equal key.
  public Attributes with(String key, AttributeValue value) {
    List<Attribute> all = new ArrayList<>(entries);
    all.add(new Attribute(key, value));
    return of(all);
  }

  /// The value of a key, or null.
  public @Nullable AttributeValue get(String key) {
    for (Attribute entry : entries) {
      if (entry.key().equals(key)) {
        return entry.value();
      }
    }
    return null;
  }

  /// The value of a key when it is a text, or null.
  public @Nullable String text(String key) {
    return get(key) instanceof AttributeValue.Text text ? text.value() : null;
  }

  /// How many there are.
  public int size() {
    return entries.size();
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /// In the sender's order.
  public List<Attribute> entries() {
    return entries;
  }

  /// In the sender's order.
  public Stream<Attribute> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  @Override
  public Iterator<Attribute> iterator() {
    return entries.iterator();
  }

  @Override
  public Spliterator<Attribute> spliterator() {
    return entries.spliterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes that
        && entries.size() == that.entries.size()
        && Map.ofEntries(pairs()).equals(Map.ofEntries(that.pairs()));
  }

  @Override
  public int hashCode() {
    return entries.stream().mapToInt(Attribute::hashCode).sum();
  }

  @Override
  public String toString() {
    return entries.toString();
  }

  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // an array of a generic type cannot be made otherwise
  private Map.Entry<String, AttributeValue>[] pairs() {
    return entries.stream().map(e -> Map.entry(e.key(), e.value())).toArray(Map.Entry[]::new);
  }
}
