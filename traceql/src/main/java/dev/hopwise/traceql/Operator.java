package dev.hopwise.traceql;

/// The operators between two field expressions that yield a value for each span.
public enum Operator {
  OR("||", 1, Group.LOGIC),
  AND("&&", 1, Group.LOGIC),
  EQUAL("=", 2, Group.EQUALITY),
  NOT_EQUAL("!=", 2, Group.EQUALITY),
  LESS("<", 2, Group.ORDER),
  LESS_OR_EQUAL("<=", 2, Group.ORDER),
  GREATER(">", 2, Group.ORDER),
  GREATER_OR_EQUAL(">=", 2, Group.ORDER),
  ADD("+", 3, Group.ARITHMETIC),
  SUBTRACT("-", 3, Group.ARITHMETIC),
  MULTIPLY("*", 5, Group.ARITHMETIC),
  DIVIDE("/", 5, Group.ARITHMETIC),
  MODULO("%", 5, Group.ARITHMETIC),
  POWER("^", 6, Group.ARITHMETIC);

  /// Binds `!`: looser than `*`, tighter than `+`.
  static final int NOT_PRECEDENCE = 4;

  /// Binds `-` before an operand: tighter than everything.
  static final int NEGATE_PRECEDENCE = 7;

  /// Binds `=~` and `!~`.
  static final int MATCH_PRECEDENCE = 2;

  /// What it takes and gives.
  enum Group {
    LOGIC,
    EQUALITY,
    ORDER,
    ARITHMETIC
  }

  private final String text;
  private final int precedence;
  private final Group group;

  Operator(String text, int precedence, Group group) {
    this.text = text;
    this.precedence = precedence;
    this.group = group;
  }

  /// As it is written.
  public String text() {
    return text;
  }

  /// Higher binds tighter.
  int precedence() {
    return precedence;
  }

  Group group() {
    return group;
  }

  boolean isComparison() {
    return group == Group.EQUALITY || group == Group.ORDER;
  }

  /// The one that says the same with its sides exchanged; only for comparisons.
  public Operator mirrored() {
    return switch (this) {
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      case EQUAL, NOT_EQUAL, OR, AND, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER -> this;
    };
  }

  /// Whether a `compareTo` result satisfies a comparison.
  boolean holds(int order) {
    return switch (this) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case OR, AND, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
          throw new IllegalStateException(text + " compares nothing");
    };
  }
}
