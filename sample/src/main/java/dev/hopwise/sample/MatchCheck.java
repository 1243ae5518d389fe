package dev.hopwise.sample;

import dev.hopwise.traceql.Comparisons;
import dev.hopwise.traceql.Regex;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Matches texts with a regular expression, and remembers for some what came out: names and routes
/// come again and again, and the expression costs a hundred times as much as looking it up. Not
/// thread-safe.
final class MatchCheck implements ValueCheck {

  private static final int SLOTS = 1_024;
  private static final int LENGTH_MAX = 256;

  private final Regex regex;
  private final boolean negated;
  private final byte[] @Nullable [] texts = new byte[SLOTS][];
  private final boolean[] matched = new boolean[SLOTS];

  MatchCheck(Regex regex, boolean negated) {
    this.regex = regex;
    this.negated = negated;
  }

  @Override
  public boolean holds(RawValue value) {
    return switch (value.type) {
      case TEXT -> negated != matches(value);
      case ARRAY -> Comparisons.matches(value.toValue(), regex, negated);
      case BOOL, INT, REAL, KIND, STATUS, OPAQUE -> false;
    };
  }

  private boolean matches(RawValue value) {
    if (value.length > LENGTH_MAX) {
      return regex.matches(value.text());
    }
    long hash = NameHash.of(value.bytes, value.offset, value.length);
    int slot = (int) (hash >>> 32) & (SLOTS - 1);
    if (isAt(slot, value)) {
      return matched[slot];
    }
    if (isAt(slot ^ 1, value)) {
      return matched[slot ^ 1];
    }
    // The one that was there gets the other place.
    texts[slot ^ 1] = texts[slot];
    matched[slot ^ 1] = matched[slot];
    texts[slot] = Arrays.copyOfRange(value.bytes, value.offset, value.offset + value.length);
    matched[slot] = regex.matches(value.text());
    return matched[slot];
  }

  private boolean isAt(int slot, RawValue value) {
    byte[] known = texts[slot];
    return known != null
        && known.length == value.length
        && Arrays.equals(
            known, 0, known.length, value.bytes, value.offset, value.offset + value.length);
  }
}
