package dev.hopwise.traceql;

import dev.hopwise.traceql.FieldExpression.AttributeOf;
import dev.hopwise.traceql.FieldExpression.Scope;
import dev.hopwise.traceql.TraceQlException.ParseError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Text to tokens. Comments and white space separate.
final class Lexer {

  /// Longest first.
  private static final List<String> SYMBOLS =
      List.of(
          "!>>", "!<<", "&>>", "&<<", "&&", "||", "!=", "!~", "!>", "!<", "=~", "<=", ">=", ">>",
          "<<", "&>", "&<", "&~", "{", "}", "(", ")", "=", "<", ">", "!", "~", "|", "+", "-", "*",
          "/", "%", "^", ",");

  /// What ends the name of an attribute, besides white space.
  private static final String NAME_ENDS = "{}()=~!<>&|^,";

  private static final Set<String> COLON_SCOPES =
      Set.of("trace", "span", "event", "link", "instrumentation");

  private final Cursor in;
  private final List<Token> tokens = new ArrayList<>();

  Lexer(String text) {
    in = new Cursor(text);
  }

  List<Token> tokens() {
    skipBlanks();
    while (!in.atEnd()) {
      tokens.add(next());
      skipBlanks();
    }
    tokens.add(new Token(Token.Kind.END, "", in.at(), 0, Token.NOTHING));
    return tokens;
  }

  private Token next() {
    int start = in.at();
    char c = in.peek();
    if (c == '"' || c == '`') {
      return literal(start, new Value.Text(Literals.text(in)));
    }
    if (isDigit(c) || (c == '.' && isDigit(in.peek(1)))) {
      return literal(start, Literals.number(in));
    }
    if (c == '.') {
      in.skip(1);
      return attribute(start, Scope.ANY);
    }
    if (isWordStart(c)) {
      return word(start);
    }
    for (String symbol : SYMBOLS) {
      if (in.skipIf(symbol)) {
        return new Token(Token.Kind.SYMBOL, symbol, start, symbol.length(), Token.NOTHING);
      }
    }
    throw new ParseError(start, 1, "unexpected character \"" + in.codePointText() + "\"");
  }

  private Token literal(int start, Value value) {
    return new Token(
        Token.Kind.LITERAL,
        in.since(start),
        start,
        in.at() - start,
        new FieldExpression.Constant(value));
  }

  private Token word(int start) {
    readWord();
    String word = in.since(start);
    if (in.peek() == '.') {
      for (Scope scope : Scope.values()) {
        if (scope.prefix().equals(word + ".")) {
          in.skip(1);
          return attribute(start, scope);
        }
      }
      if (word.equals("parent")) {
        readName(start);
        throw new TraceQlException.Unsupported(
            start,
            in.at() - start,
            "attributes of the parent (parent.…) are not answered here yet");
      }
    }
    if (in.peek() == ':' && COLON_SCOPES.contains(word)) {
      in.skip(1);
      readWord();
    }
    return new Token(Token.Kind.WORD, in.since(start), start, in.at() - start, Token.NOTHING);
  }

  private void readWord() {
    while (isWordStart(in.peek()) || isDigit(in.peek())) {
      in.skip(1);
    }
  }

  private Token attribute(int start, Scope scope) {
    String name = readName(start);
    if (name.isEmpty()) {
      throw new ParseError(
          start,
          in.at() - start,
          "an attribute's name is missing after \"" + scope.prefix() + "\"");
    }
    return new Token(
        Token.Kind.ATTRIBUTE,
        in.since(start),
        start,
        in.at() - start,
        new AttributeOf(scope, name));
  }

  private String readName(int start) {
    StringBuilder name = new StringBuilder();
    while (!in.atEnd() && !Character.isWhitespace(in.peek()) && NAME_ENDS.indexOf(in.peek()) < 0) {
      if (in.peek() == '"') {
        quotedPart(name, start);
      } else {
        name.append(in.take());
      }
    }
    return name.toString();
  }

  /// Knows `\"` and `\\` only.
  private void quotedPart(StringBuilder name, int start) {
    in.skip(1);
    while (!in.atEnd() && in.peek() != '"') {
      if (in.peek() == '\\') {
        in.skip(1);
        if (in.peek() != '"' && in.peek() != '\\') {
          throw new ParseError(
              in.at() - 1,
              in.atEnd() ? 1 : 2,
              "within a quoted name only \\\" and \\\\ are known after a backslash");
        }
      }
      name.append(in.take());
    }
    if (in.atEnd()) {
      throw new ParseError(start, in.at() - start, "the quoted name does not end: \" is missing");
    }
    in.skip(1);
  }

  private void skipBlanks() {
    int before;
    do {
      before = in.at();
      while (!in.atEnd() && Character.isWhitespace(in.peek())) {
        in.skip(1);
      }
      if (in.skipIf("//")) {
        in.skipTo("\n");
      } else if (in.skipIf("/*") && !in.skipTo("*/")) {
        throw new ParseError(before, 2, "the comment does not end: */ is missing");
      }
    } while (in.at() > before);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
