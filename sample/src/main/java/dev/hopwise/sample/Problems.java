package dev.hopwise.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/// Collects what is wrong with a policy's text. Not thread-safe.
final class Problems {

  /// Nobody reads more.
  private static final int COUNT_MAX = 100;

  private final List<PolicyProblem> found = new ArrayList<>();

  void at(Node node, String detail) {
    at(node.getStartMark(), 0, detail);
  }

  /// @param columns to the right of the mark
  void at(Mark mark, int columns, String detail) {
    add(mark.getLine() + 1, mark.getColumn() + 1 + columns, detail);
  }

  void add(int line, int column, String detail) {
    if (found.size() < COUNT_MAX) {
      found.add(new PolicyProblem(line, column, detail));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /// In the order of the text.
  List<PolicyProblem> inOrder() {
    return found.stream()
        .sorted(
            Comparator.comparingInt(PolicyProblem::line).thenComparingInt(PolicyProblem::column))
        .toList();
  }
}
