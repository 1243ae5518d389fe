package dev.hopwise.traceql;

/// What is known of an expression's value before any span is looked at.
enum Type {
  /// An attribute: whatever was sent.
  ANY("an attribute"),
  TEXT("a text"),
  NUMBER("a number or a duration"),
  BOOL("true or false"),
  STATUS("a status"),
  KIND("a kind"),
  NIL("nil");

  private final String words;

  Type(String words) {
    this.words = words;
  }

  /// For messages.
  String words() {
    return words;
  }

  boolean canBe(Type other) {
    return this == ANY || other == ANY || this == other;
  }

  static Type of(Value value) {
    return switch (value) {
      case Value.Nil _ -> NIL;
      case Value.Text _ -> TEXT;
      case Value.Bool _ -> BOOL;
      case Value.Numeric _ -> NUMBER;
      case Value.Status _ -> STATUS;
      case Value.Kind _ -> KIND;
      case Value.Many _, Value.Opaque _ -> ANY;
    };
  }

  static Type of(FieldExpression expression) {
    return switch (expression) {
      case FieldExpression.Constant(Value value) -> of(value);
      case Intrinsic intrinsic -> intrinsic.type();
      case FieldExpression.AttributeOf _ -> ANY;
      case FieldExpression.Negate _ -> NUMBER;
      case FieldExpression.Not _, FieldExpression.Matches _, FieldExpression.Presence _ -> BOOL;
      case FieldExpression.Binary(Operator operator, _, _) ->
          operator.group() == Operator.Group.ARITHMETIC ? NUMBER : BOOL;
    };
  }
}
