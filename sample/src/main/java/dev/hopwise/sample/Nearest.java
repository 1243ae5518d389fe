package dev.hopwise.sample;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/// What an unknown word may have been meant to be.
final class Nearest {

  /// More than this many letters apart is another word.
  private static final int DISTANCE_MAX = 3;

  private static final int WORD_LENGTH_MAX = 40;

  private Nearest() {}

  /// `; did you mean "…"?`, or what there is to choose from.
  static String hint(String word, Collection<String> known) {
    if (word.length() <= WORD_LENGTH_MAX) {
      var near =
          known.stream()
              .filter(k -> distance(word, k) <= Math.min(DISTANCE_MAX, k.length() / 2))
              .min(
                  Comparator.<String>comparingInt(k -> distance(word, k))
                      .thenComparing(Comparator.naturalOrder()));
      if (near.isPresent()) {
        return "; did you mean \"" + near.get() + "\"?";
      }
    }
    return "; known are " + known.stream().sorted().collect(Collectors.joining(", "));
  }

  /// Levenshtein's, ignoring case and what words are joined with.
  private static int distance(String a, String b) {
    String x = plain(a);
    String y = plain(b);
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

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
