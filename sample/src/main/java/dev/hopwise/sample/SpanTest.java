package dev.hopwise.sample;

import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/// What is asked of one span.
sealed interface SpanTest {

  SpanTest ALWAYS = new Constant(true);
  SpanTest NEVER = new Constant(false);

  /// The same for every span.
  record Constant(boolean truth) implements SpanTest {}

  /// A test of one of its values.
  record Atom(SpanField field, ValueTest test) implements SpanTest {}

  /// The test does not hold.
  record Not(SpanTest test) implements SpanTest {}

  /// Both hold.
  record And(SpanTest left, SpanTest right) implements SpanTest {}

  /// One of them holds.
  record Or(SpanTest left, SpanTest right) implements SpanTest {}

  static SpanTest not(SpanTest test) {
    return switch (test) {
      case Constant(boolean truth) -> truth ? NEVER : ALWAYS;
      case Not(SpanTest inner) -> inner;
      default -> new Not(test);
    };
  }

  static SpanTest and(SpanTest left, SpanTest right) {
    if (left.equals(NEVER) || right.equals(NEVER)) {
      return NEVER;
    }
    return left.equals(ALWAYS) ? right : right.equals(ALWAYS) ? left : new And(left, right);
  }

  static SpanTest or(SpanTest left, SpanTest right) {
    if (left.equals(ALWAYS) || right.equals(ALWAYS)) {
      return ALWAYS;
    }
    return left.equals(NEVER) ? right : right.equals(NEVER) ? left : new Or(left, right);
  }

  /// Names every atom in it.
  default void atoms(Consumer<Atom> found) {
    switch (this) {
      case Constant _ -> {}
      case Atom atom -> found.accept(atom);
      case Not(SpanTest test) -> test.atoms(found);
      case And(SpanTest left, SpanTest right) -> {
        left.atoms(found);
        right.atoms(found);
      }
      case Or(SpanTest left, SpanTest right) -> {
        left.atoms(found);
        right.atoms(found);
      }
    }
  }

  /// The same, over what holds of the numbered atoms.
  default Compiled compile(ToIntFunction<Atom> number) {
    return switch (this) {
      case Constant(boolean truth) -> _ -> truth;
      case Atom atom -> {
        int index = number.applyAsInt(atom);
        yield atoms -> atoms[index];
      }
      case Not(SpanTest test) -> {
        Compiled inner = test.compile(number);
        yield atoms -> !inner.holds(atoms);
      }
      case And(SpanTest left, SpanTest right) -> {
        Compiled first = left.compile(number);
        Compiled second = right.compile(number);
        yield atoms -> first.holds(atoms) && second.holds(atoms);
      }
      case Or(SpanTest left, SpanTest right) -> {
        Compiled first = left.compile(number);
        Compiled second = right.compile(number);
        yield atoms -> first.holds(atoms) || second.holds(atoms);
      }
    };
  }

  /// A test over what holds of the numbered atoms.
  interface Compiled {
    boolean holds(boolean[] atoms);
  }
}
