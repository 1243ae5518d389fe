package dev.hopwise.sample;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The atoms that ask for attributes, found by the bytes of the key.
final class AttributeChecks {

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final Map<String, AtomChecks> byKey = new LinkedHashMap<>();
  private final RawValue value = new RawValue();

  /// By hash; both null where free.
  private byte[][] keys = new byte[1][];

  private AtomChecks[] checks = new AtomChecks[1];

  void add(String key, ValueCheck check, int number) {
    byKey.computeIfAbsent(key, _ -> new AtomChecks()).add(check, number);
    rebuild();
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /// None of them holds.
  void absent(boolean[] atoms) {
    for (AtomChecks each : checks) {
      if (each != null) {
        each.absent(atoms);
      }
    }
  }

  /// Reads an encoded `KeyValue` at the reader's position, and writes which atoms hold for its
  /// value if there are any for its key. A repeated key overwrites.
  void read(ProtoReader reader, int end, boolean[] atoms) {
    int keyOffset = reader.position();
    int keyLength = 0;
    int valueOffset = end;
    int valueLength = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.KEY_VALUE_KEY -> {
          keyLength = reader.length(end);
          keyOffset = reader.position();
          reader.seek(keyOffset + keyLength);
        }
        case OtlpFields.KEY_VALUE_VALUE -> {
          valueLength = reader.length(end);
          valueOffset = reader.position();
          reader.seek(valueOffset + valueLength);
        }
        default -> reader.skip(end);
      }
    }
    AtomChecks found = find(reader.bytes(), keyOffset, keyLength);
    if (found != null) {
      reader.seek(valueOffset);
      value.read(reader, valueOffset + valueLength);
      found.check(value, atoms);
      reader.seek(end);
    }
  }

  private @org.jspecify.annotations.Nullable AtomChecks find(byte[] bytes, int offset, int length) {
    int mask = keys.length - 1;
    for (int slot = hash(bytes, offset, length) & mask; ; slot = (slot + 1) & mask) {
      byte[] key = keys[slot];
      if (key == null
          || key.length == length
              && Arrays.equals(key, 0, length, bytes, offset, offset + length)) {
        return checks[slot];
      }
    }
  }

  /// At most a quarter of the slots is taken.
  private void rebuild() {
    int size = Integer.highestOneBit(byKey.size()) * 8;
    keys = new byte[size][];
    checks = new AtomChecks[size];
    byKey.forEach((key, each) -> {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      int slot = hash(bytes, 0, bytes.length) & size - 1;
      while (keys[slot] != null) {
        slot = (slot + 1) & size - 1;
      }
      keys[slot] = bytes;
      checks[slot] = each;
    });
  }

  /// Of the length and the last eight bytes, in which keys differ most.
  private static int hash(byte[] bytes, int offset, int length) {
    long tail = length;
    if (length >= Long.BYTES) {
      tail ^= ProtoReader.longAt(bytes, offset + length - Long.BYTES);
    } else {
      for (int at = offset; at < offset + length; at++) {
        tail = tail << Byte.SIZE ^ bytes[at];
      }
    }
    return (int) (tail * MULTIPLIER >>> 40);
  }
}
