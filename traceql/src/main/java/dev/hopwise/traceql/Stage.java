package dev.hopwise.traceql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a pipeline: takes spansets and gives spansets.
public sealed interface Stage {

  /// Chooses spans of a trace.
  sealed interface SpansetExpression extends Stage {}

  /// `{ condition }`; without a condition every span.
  record Filter(@Nullable FieldExpression condition) implements SpansetExpression {}

  /// `a && b`: the spans of both when neither is empty.
  record Both(SpansetExpression left, SpansetExpression right) implements SpansetExpression {}

  /// `a || b`: the spans of both.
  record Either(SpansetExpression left, SpansetExpression right) implements SpansetExpression {}

  /// `a >> b` and its kin: spans of b by how they stand to spans of a.
  record Structural(Relation relation, Mode mode, SpansetExpression left, SpansetExpression right)
      implements SpansetExpression {}

  /// A pipeline in parentheses, as an operand.
  record Nested(Pipeline pipeline) implements SpansetExpression {}

  /// `scalar comparison scalar`: keeps the spansets for which it holds.
  record ScalarFilter(Operator comparison, ScalarExpression left, ScalarExpression right)
      implements Stage {}

  /// `by(x)`: splits each spanset by a value.
  record GroupBy(FieldExpression by) implements Stage {}

  /// `coalesce()`: makes one spanset of all.
  record Coalesce() implements Stage {}

  /// `select(x, …)`: adds fields to the answer.
  record Select(List<FieldExpression> fields) implements Stage {
    public Select {
      fields = List.copyOf(fields);
    }
  }

  /// What a span of the right side is to one of the left side.
  enum Relation {
    DESCENDANT(">>"),
    CHILD(">"),
    ANCESTOR("<<"),
    PARENT("<"),
    SIBLING("~");

    private final String text;

    Relation(String text) {
      this.text = text;
    }

    /// As it is written.
    public String text() {
      return text;
    }

    /// What the left one is to the right one.
    Relation inverse() {
      return switch (this) {
        case DESCENDANT -> ANCESTOR;
        case ANCESTOR -> DESCENDANT;
        case CHILD -> PARENT;
        case PARENT -> CHILD;
        case SIBLING -> SIBLING;
      };
    }
  }

  /// Which spans of a related pair are the answer.
  enum Mode {
    /// The right ones.
    RIGHT(""),
    /// The right ones that are related to none of the left.
    RIGHT_UNRELATED("!"),
    /// Both.
    BOTH("&");

    private final String prefix;

    Mode(String prefix) {
      this.prefix = prefix;
    }

    /// As it is written before the relation.
    public String prefix() {
      return prefix;
    }
  }
}
