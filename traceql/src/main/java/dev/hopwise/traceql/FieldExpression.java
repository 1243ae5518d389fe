package dev.hopwise.traceql;

/// What has a value for each span: between the braces, and as an argument.
public sealed interface FieldExpression
    permits FieldExpression.Constant,
        Intrinsic,
        FieldExpression.AttributeOf,
        FieldExpression.Not,
        FieldExpression.Negate,
        FieldExpression.Binary,
        FieldExpression.Matches,
        FieldExpression.Presence {

  /// The same for every span.
  record Constant(Value value) implements FieldExpression {}

  /// An attribute.
  record AttributeOf(Scope scope, String name) implements FieldExpression {}

  /// `!x`; nil unless x is a truth value.
  record Not(FieldExpression operand) implements FieldExpression {}

  /// `-x`; nil unless x is a number.
  record Negate(FieldExpression operand) implements FieldExpression {}

  /// Two operands.
  record Binary(Operator operator, FieldExpression left, FieldExpression right)
      implements FieldExpression {}

  /// `x =~ "…"`, or negated `x !~ "…"`.
  record Matches(FieldExpression operand, Regex regex, boolean negated)
      implements FieldExpression {}

  /// `x != nil`, or `x = nil` when not present.
  record Presence(FieldExpression operand, boolean present) implements FieldExpression {}

  /// Where an attribute is looked for.
  enum Scope {
    /// The span, or where it has none, its resource.
    ANY("."),
    SPAN("span."),
    RESOURCE("resource."),
    EVENT("event."),
    LINK("link."),
    INSTRUMENTATION("instrumentation.");

    private final String prefix;

    Scope(String prefix) {
      this.prefix = prefix;
    }

    /// As it is written before the name.
    public String prefix() {
      return prefix;
    }
  }
}
