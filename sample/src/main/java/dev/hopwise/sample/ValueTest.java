package dev.hopwise.sample;

import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Regex;
import dev.hopwise.traceql.Value;

/// What is asked of one value. Nothing holds for a value that is absent.
sealed interface ValueTest {

  /// There is one.
  record Present() implements ValueTest {}

  /// It is this truth value.
  record Truth(boolean truth) implements ValueTest {}

  /// It compares with a constant.
  record Compare(Operator comparison, Value constant) implements ValueTest {}

  /// It is a text that matches, or when negated, one that does not.
  record Match(Regex regex, boolean negated) implements ValueTest {}
}
