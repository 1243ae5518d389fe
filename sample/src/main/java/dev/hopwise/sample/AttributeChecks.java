package dev.hopwise.sample;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The atoms that ask for attributes, found by the bytes of the key.
final class AttributeChecks {

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final Map<String, AtomChecks> byKey = new LinkedHashMap<>();
  private final RawValue value = new RawValue();

  /// By hash; both null where free.
  private byte[] @Nullable [] keys = new byte[1][];

  private @Nullable AtomChecks[] checks = new AtomChecks[1];

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
    if (!readUsual(reader, end, atoms)) {
      readAny(reader, end, atoms);
    }
  }

  /// As every sender writes it: a key shorter than 128 bytes, a value, and nothing else. Most keys
  /// are of no interest, and then nothing of the value is read.
  private boolean readUsual(ProtoReader reader, int end, boolean[] atoms) {
    byte[] bytes = reader.bytes();
    int from = reader.position();
    if (end - from < 2 || bytes[from] != OtlpFields.KEY_VALUE_KEY || bytes[from + 1] < 0) {
      return false;
    }
    int keyOffset = from + 2;
    int keyLength = bytes[from + 1];
    int valueAt = keyOffset + keyLength;
    if (valueAt >= end || bytes[valueAt] != OtlpFields.KEY_VALUE_VALUE) {
      return false;
    }
    reader.seek(valueAt + 1);
    if (reader.length(end) != end - reader.position()) {
      reader.seek(from);
      return false;
    }
    check(reader, keyOffset, keyLength, reader.position(), end, atoms);
    reader.seek(end);
    return true;
  }

  private void readAny(ProtoReader reader, int end, boolean[] atoms) {
    int keyOffset = reader.position();
    int keyLength = 0;
    int valueOffset = end;
    int valueEnd = end;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.KEY_VALUE_KEY -> {
          keyLength = reader.length(end);
          keyOffset = reader.position();
          reader.seek(keyOffset + keyLength);
        }
        case OtlpFields.KEY_VALUE_VALUE -> {
          int length = reader.length(end);
          valueOffset = reader.position();
          valueEnd = valueOffset + length;
          reader.seek(valueEnd);
        }
        default -> reader.skip(end);
      }
    }
    check(reader, keyOffset, keyLength, valueOffset, valueEnd, atoms);
    reader.seek(end);
  }

  private void check(
      ProtoReader reader,
      int keyOffset,
      int keyLength,
      int valueOffset,
      int valueEnd,
      boolean[] atoms) {
    AtomChecks found = find(reader.bytes(), keyOffset, keyLength);
    if (found != null) {
      reader.seek(valueOffset);
      value.read(reader, valueEnd);
      found.check(value, atoms);
    }
  }

  private @Nullable AtomChecks find(byte[] bytes, int offset, int length) {
    int mask = keys.length - 1;
    for (int slot = hash(bytes, offset, length) & mask; ; slot = (slot + 1) & mask) {
      byte[] key = keys[slot];
      if (key == null
          || (key.length == length
              && Arrays.equals(key, 0, length, bytes, offset, offset + length))) {
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
      int slot = hash(bytes, 0, bytes.length) & (size - 1);
      while (keys[slot] != null) {
        slot = (slot + 1) & (size - 1);
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
        tail = (tail << Byte.SIZE) ^ bytes[at];
      }
    }
    return (int) ((tail * MULTIPLIER) >>> 40);
  }
}
