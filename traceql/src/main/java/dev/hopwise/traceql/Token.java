package dev.hopwise.traceql;

/// A piece of the text.
///
/// @param text as written; of a symbol or word what it is
/// @param payload what a literal or attribute stands for
record Token(Kind kind, String text, int position, int length, FieldExpression payload) {

  /// What a token without a payload carries.
  static final FieldExpression NOTHING = new FieldExpression.Constant(Value.NIL);

  enum Kind {
    /// A number, duration or text.
    LITERAL,
    /// An attribute with its scope.
    ATTRIBUTE,
    /// An identifier, with `scope:` where it has one.
    WORD,
    SYMBOL,
    END
  }

  boolean is(String symbolOrWord) {
    return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(symbolOrWord);
  }

  int end() {
    return position + length;
  }

  /// For "expected …, found …".
  String described() {
    return kind == Kind.END ? "the end" : "\"" + text + "\"";
  }
}
