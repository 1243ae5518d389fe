package dev.hopwise.store;

import java.util.List;

/// What a span must be like, in the vocabulary that every store can answer exactly.
///
/// A comparison with a value the span does not have is false, {@link Comparison#NOT_EQUAL}
/// included; {@link Not} turns around whatever its operand answered.
public sealed interface SpanFilter {

  /// Matches every span.
  SpanFilter ALL = new And(List.of());

  /// All of these; of none, true.
  record And(List<SpanFilter> operands) implements SpanFilter {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /// Any of these; of none, false.
  record Or(List<SpanFilter> operands) implements SpanFilter {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  /// The opposite.
  record Not(SpanFilter operand) implements SpanFilter {}

  /// Whether the span has a value there at all.
  record Exists(Field field) implements SpanFilter {}

  /// A text against a text: the field's value must be a text ({@link Comparison} on UTF-8 bytes,
  /// unsigned).
  record TextIs(Field field, Comparison comparison, String value) implements SpanFilter {}

  /// A text against a pattern, which must match the whole of it.
  record TextMatches(Field field, TextPattern pattern) implements SpanFilter {}

  /// A number against a number: the field's value must be an integer or a double; integers are
  /// compared exactly.
  record NumberIs(Field field, Comparison comparison, Number value) implements SpanFilter {
    public NumberIs {
      if (!(value instanceof Long) && !(value instanceof Double)) {
        throw new IllegalArgumentException(
            "a number is a Long or a Double, not a " + value.getClass());
      }
    }
  }

  /// A truth value against a truth value.
  record BoolIs(Field field, Comparison comparison, boolean value) implements SpanFilter {}

  /// How two values are compared.
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    /// Whether a `compareTo` result satisfies it.
    public boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }
  }

  /// A pattern over texts. It is asked once per distinct value where the store has a dictionary.
  ///
  /// Must be thread-safe.
  interface TextPattern {
    /// Whether the whole text matches.
    boolean matches(String text);
  }
}
