package dev.hopwise.store.lake;

import java.util.function.IntPredicate;

/// Remembers what was decided about each of a number of things. Used by one thread.
final class Judgements {

  private static final byte UNKNOWN = 0;
  private static final byte TRUE = 1;
  private static final byte FALSE = 2;

  private final byte[] known;

  Judgements(int count) {
    known = new byte[count];
  }

  boolean get(int thing, IntPredicate judge) {
    byte before = known[thing];
    if (before != UNKNOWN) {
      return before == TRUE;
    }
    boolean answer = judge.test(thing);
    known[thing] = answer ? TRUE : FALSE;
    return answer;
  }
}
