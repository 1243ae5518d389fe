package dev.hopwise.sample.record;

import java.util.HashMap;
import java.util.Map;

/// Numbers things in the order in which they are first met, and writes each then.
final class Dictionary<T> {

  /// Writes one entry.
  interface EntryWriter<T> {
    void write(T entry, VarintOutput into);
  }

  private final Map<T, Integer> numbers = new HashMap<>();
  private final VarintOutput entries = new VarintOutput();
  private final EntryWriter<T> writer;

  Dictionary(EntryWriter<T> writer) {
    this.writer = writer;
  }

  int numberOf(T entry) {
    Integer known = numbers.get(entry);
    if (known != null) {
      return known;
    }
    int number = numbers.size();
    numbers.put(entry, number);
    writer.write(entry, entries);
    return number;
  }

  /// How many bytes {@link #writeTo} writes, at most.
  int bytes() {
    return VarintInput.VARINT_BYTES_MAX + entries.size();
  }

  /// Their number, then each.
  void writeTo(VarintOutput into) {
    into.varint(numbers.size());
    into.append(entries);
  }

  void clear() {
    numbers.clear();
    entries.clear();
  }
}
