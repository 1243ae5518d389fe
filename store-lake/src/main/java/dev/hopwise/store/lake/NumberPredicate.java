package dev.hopwise.store.lake;

import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.store.lake.ColumnChunk.Bounds;
import dev.hopwise.store.memory.ExactNumbers;
import java.util.function.LongPredicate;

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
    Bounds bounds = chunk.bounds();
    return bounds == null || mayHoldWithin(bounds.least(), bounds.greatest());
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
}
