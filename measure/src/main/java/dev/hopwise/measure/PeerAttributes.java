package dev.hopwise.measure;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Whom a CLIENT or PRODUCER span called, by its attributes, the names of today's semantic
/// conventions and the older ones. Walks one encoded span, copies nothing, allocates nothing. Not
/// thread-safe.
final class PeerAttributes {

  /// The first of these that is there names the other side of a call.
  private static final List<String> NAMES =
      List.of(
          "peer.service",
          "server.address",
          "net.peer.name",
          "network.peer.address",
          "net.sock.peer.addr",
          "db.namespace",
          "db.name",
          "db.system.name",
          "db.system",
          "messaging.destination.name",
          "messaging.destination");

  private static final int FIRST_DATABASE = 5;
  private static final int FIRST_DESTINATION = 9;
  private static final byte[][] KEYS =
      NAMES.stream().map(n -> n.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);

  /// A bit for each length that a key of interest has: most attributes are passed over by it.
  private static final long LENGTHS =
      NAMES.stream().mapToLong(n -> 1L << n.length()).reduce(0, (a, b) -> a | b);

  private static final int NONE = -1;

  private final ProtoReader reader = new ProtoReader();
  private final int[] offsets = new int[KEYS.length];
  private final int[] lengths = new int[KEYS.length];
  private int chosen = NONE;

  /// Reads a span that the receiver has checked.
  ///
  /// @param toQueue whether a message's destination comes before the host that takes it
  void read(byte[] bytes, int offset, int length, boolean toQueue) {
    Arrays.fill(lengths, 0);
    reader.reset(bytes, offset);
    int end = offset + length;
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.SPAN_ATTRIBUTES) {
        attribute(reader.length(end) + reader.position());
      } else {
        reader.skip(end);
      }
    }
    chosen = toQueue ? first(FIRST_DESTINATION, KEYS.length) : NONE;
    if (chosen == NONE) {
      chosen = first(0, FIRST_DESTINATION);
    }
  }

  /// Whether any attribute says that it is a database.
  boolean isDatabase() {
    return first(FIRST_DATABASE, FIRST_DESTINATION) != NONE;
  }

  /// Whether the other side has a name.
  boolean isNamed() {
    return chosen != NONE;
  }

  /// Where in the bytes the name lies.
  int offset() {
    return offsets[chosen];
  }

  int length() {
    return lengths[chosen];
  }

  private int first(int from, int to) {
    for (int key = from; key < to; key++) {
      if (lengths[key] > 0) {
        return key;
      }
    }
    return NONE;
  }

  private void attribute(int end) {
    int key = NONE;
    int text = 0;
    int textLength = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.KEY_VALUE_KEY -> {
          int length = reader.length(end);
          key = keyOf(reader.bytes(), reader.position(), length);
          // What follows a key of no interest need not be read.
          reader.seek(key == NONE ? end : reader.position() + length);
        }
        case OtlpFields.KEY_VALUE_VALUE -> {
          int valueEnd = reader.length(end) + reader.position();
          textLength = 0;
          while (reader.position() < valueEnd) {
            if (reader.tag(valueEnd) == OtlpFields.ANY_STRING) {
              textLength = reader.length(valueEnd);
              text = reader.position();
              reader.seek(text + textLength);
            } else {
              reader.skip(valueEnd);
              textLength = 0;
            }
          }
        }
        default -> reader.skip(end);
      }
    }
    if (key != NONE) {
      offsets[key] = text;
      lengths[key] = textLength;
    }
  }

  private static int keyOf(byte[] bytes, int offset, int length) {
    if ((LENGTHS >>> length & 1) == 0 || length >= Long.SIZE) {
      return NONE;
    }
    for (int key = 0; key < KEYS.length; key++) {
      byte[] name = KEYS[key];
      if (name.length == length && Arrays.equals(bytes, offset, offset + length, name, 0, length)) {
        return key;
      }
    }
    return NONE;
  }
}
