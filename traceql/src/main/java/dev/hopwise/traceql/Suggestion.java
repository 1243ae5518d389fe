package dev.hopwise.traceql;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What an unknown word may have been meant to be.
final class Suggestion {

  /// More than this many letters apart is another word.
  private static final int DISTANCE_MAX = 2;

  /// Longer ones are not compared: no known word is half as long.
  private static final int WORD_LENGTH_MAX = 64;

  private Suggestion() {}

  static String forUnknown(String word, Set<String> keywords) {
    String attribute =
        "an attribute is written ." + word + ", span." + word + " or resource." + word;
    return "\""
        + word
        + "\" is no intrinsic or keyword; "
        + nearest(word, keywords).map(near -> "did you mean \"" + near + "\"? Else ").orElse("")
        + attribute;
  }

  private static Optional<String> nearest(String word, Set<String> keywords) {
    if (word.length() > WORD_LENGTH_MAX) {
      return Optional.empty();
    }
    return Stream.concat(Intrinsic.texts().stream(), keywords.stream())
        .filter(known -> distance(word, known) <= Math.min(DISTANCE_MAX, word.length() - 1))
        .min(
            Comparator.<String>comparingInt(known -> distance(word, known))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// Levenshtein's, ignoring case.
  private static int distance(String a, String b) {
    String x = a.toLowerCase(Locale.ROOT);
    String y = b.toLowerCase(Locale.ROOT);
    int[] row = new int[y.length() + 1];
    for (int j = 0; j <= y.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= x.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= y.length(); j++) {
        int above = row[j];
        int replaced = diagonal + (x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[y.length()];
  }
}
