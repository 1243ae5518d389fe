package dev.hopwise.traceql;

import dev.hopwise.traceql.TraceQlException.ParseError;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The tokens, a place in them, and the limits on what is made of them.
final class TokenStream {

  private final List<Token> tokens;
  private int at;
  private int depth;
  private int operators;

  /// The first thing that is wrong although the text could be read on: what cannot be read at all
  /// behind it goes first.
  private @Nullable TraceQlException deferred;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  /// The first token from here on that is no opening parenthesis.
  Token peekBehindParentheses() {
    int ahead = at;
    while (tokens.get(ahead).is("(")) {
      ahead++;
    }
    return tokens.get(ahead);
  }

  /// The first token from here on that is such a one and stands before a parenthesis; null when
  /// there is none.
  @Nullable Token find(Predicate<Token> such) {
    for (int i = at; i + 1 < tokens.size(); i++) {
      if (tokens.get(i + 1).is("(") && such.test(tokens.get(i))) {
        return tokens.get(i);
      }
    }
    return null;
  }

  /// Whether there is such a token before a parenthesis, between the parenthesis that comes next
  /// and its counterpart.
  boolean hasBeforeItsEnd(Predicate<Token> such) {
    int open = 0;
    for (int i = at; i + 1 < tokens.size(); i++) {
      open += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
      if (open == 0) {
        return false;
      }
      if (tokens.get(i + 1).is("(") && such.test(tokens.get(i))) {
        return true;
      }
    }
    return false;
  }

  /// The token behind the next.
  Token peekSecond() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  /// Where the last taken token ends.
  int lastEnd() {
    return at == 0 ? 0 : tokens.get(at - 1).end();
  }

  Token take() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  boolean takeIf(String text) {
    if (peek().is(text)) {
      at++;
      return true;
    }
    return false;
  }

  void expect(String text) {
    if (!takeIf(text)) {
      throw expected("\"" + text + "\"");
    }
  }

  void expectEnd(String others) {
    if (peek().kind() != Token.Kind.END) {
      throw expected(others + " or the end");
    }
  }

  ParseError expected(String what) {
    Token found = peek();
    return new ParseError(
        found.position(), found.length(), "expected " + what + ", found " + found.described());
  }

  void enter() {
    if (++depth > TraceQl.NESTING_MAX) {
      Token token = peek();
      throw new ParseError(
          token.position(), token.length(), "nested deeper than " + TraceQl.NESTING_MAX);
    }
  }

  void leave() {
    depth--;
  }

  void countOperator(Token operator) {
    if (++operators > TraceQl.OPERATORS_MAX) {
      throw new ParseError(
          operator.position(),
          operator.length(),
          "more than " + TraceQl.OPERATORS_MAX + " operators");
    }
  }

  /// What can mean nothing goes before what is only not answered here.
  void defer(TraceQlException problem) {
    if (deferred == null
        || (deferred instanceof TraceQlException.Unsupported
            && problem instanceof TraceQlException.ValidationError)) {
      deferred = problem;
    }
  }

  void throwDeferred() {
    if (deferred != null) {
      throw deferred;
    }
  }
}
