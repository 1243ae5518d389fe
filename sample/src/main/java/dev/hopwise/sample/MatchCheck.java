package dev.hopwise.sample;

import dev.hopwise.traceql.Comparisons;
import dev.hopwise.traceql.Regex;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Matches texts with a regular expression, and remembers for some what came out: names and routes
/// come again and again, and the expression costs a hundred times as much as looking it up. Not
/// thread-safe.
final class MatchCheck implements ValueCheck {

  private static final int SLOTS = 256;
  private static final int LENGTH_MAX = 256;

  private final Regex regex;
  private final boolean negated;
  private final byte @Nullable [][] texts = new byte[SLOTS][];
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
    int slot = (int) (hash >>> 32) & SLOTS - 1;
    int end = value.offset + value.length;
    byte[] known = texts[slot];
    if (known == null || !Arrays.equals(known, 0, known.length, value.bytes, value.offset, end)) {
      matched[slot] = regex.matches(value.text());
      texts[slot] = Arrays.copyOfRange(value.bytes, value.offset, end);
    }
    return matched[slot];
  }
}
