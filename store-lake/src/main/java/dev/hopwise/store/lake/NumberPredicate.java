package dev.hopwise.store.lake;

import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.store.memory.ExactNumbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Compares integers with a number, exactly.
///
/// @param expected a Long or a Double
record NumberPredicate(Comparison comparison, Number expected) implements LongPredicate {

  @Override
  public boolean test(long number) {
    if (!(expected instanceof Long)) {
      return ExactNumbers.holds(number, comparison, expected);
    }
    long other = expected.longValue();
    return switch (comparison) {
      case EQUAL -> number == other;
      case NOT_EQUAL -> number != other;
      case LESS -> number < other;
      case LESS_OR_EQUAL -> number <= other;
      case GREATER -> number > other;
      case GREATER_OR_EQUAL -> number >= other;
    };
  }

  /// Whether some number between the chunk's bounds can satisfy it; true when there are none.
  boolean mayHoldWithin(ColumnChunk chunk) {
    byte[] lower = chunk.lower();
    byte[] upper = chunk.upper();
    return !isNumber(lower) || !isNumber(upper) || mayHoldWithin(number(lower), number(upper));
  }

  private boolean mayHoldWithin(long least, long greatest) {
    return switch (comparison) {
      case EQUAL ->
          ExactNumbers.holds(least, Comparison.LESS_OR_EQUAL, expected)
              && ExactNumbers.holds(greatest, Comparison.GREATER_OR_EQUAL, expected);
      case NOT_EQUAL -> true;
      case LESS, LESS_OR_EQUAL -> ExactNumbers.holds(least, comparison, expected);
      case GREATER, GREATER_OR_EQUAL -> ExactNumbers.holds(greatest, comparison, expected);
    };
  }

  private static boolean isNumber(byte @Nullable [] bound) {
    return bound != null && (bound.length == Integer.BYTES || bound.length == Long.BYTES);
  }

  private static long number(byte @Nullable [] plain) {
    if (plain == null) {
      throw new IllegalArgumentException("no bound");
    }
    ByteBuffer bytes = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    return plain.length == Integer.BYTES ? bytes.getInt() : bytes.getLong();
  }
}
