package dev.hopwise.sample;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// Reads what stands behind `budget:`.
final class BudgetReader {

  private static final String SPANS = "spans-per-second";
  private static final String BYTES = "bytes-per-day";
  private static final List<String> LIMIT_KEYS = List.of(SPANS, BYTES);
  private static final List<String> KEYS = List.of(SPANS, BYTES, "tenants", "services");
  private static final int NAMES_MAX = 1_000;

  private final Problems problems;

  BudgetReader(Problems problems) {
    this.problems = problems;
  }

  Budget budget(Node node) {
    YamlObject object = YamlObject.of(node, "a budget", KEYS, problems);
    return object == null
        ? Budget.UNLIMITED
        : new Budget(
            limit(object),
            object.read("tenants", new LinkedHashMap<>(), n -> named(n, "\"tenants\"")),
            object.read("services", new LinkedHashMap<>(), n -> named(n, "\"services\"")));
  }

  private SequencedMap<String, Budget.Limit> named(Node node, String what) {
    SequencedMap<String, Budget.Limit> limits = new LinkedHashMap<>();
    YamlObject object = YamlObject.of(node, what, List.of(), problems);
    if (object != null && object.size() > NAMES_MAX) {
      problems.at(node, object.size() + " names, at most " + NAMES_MAX);
    } else if (object != null) {
      object.forEach((name, value) -> limits.put(name, limit(name, value)));
    }
    return limits;
  }

  private Budget.Limit limit(String name, Node node) {
    YamlObject object = YamlObject.of(node, "the budget of \"" + name + "\"", LIMIT_KEYS, problems);
    return object == null ? Budget.Limit.NONE : limit(object);
  }

  private Budget.Limit limit(YamlObject object) {
    return new Budget.Limit(
        object.read(SPANS, Double.POSITIVE_INFINITY, this::spans),
        object.read(BYTES, Double.POSITIVE_INFINITY, this::bytes));
  }

  private double spans(Node node) {
    BigDecimal number = node instanceof ScalarNode s ? Quantity.number(s.getValue()) : null;
    if (number == null || number.doubleValue() <= 0) {
      problems.at(node, SPANS + " is a number above 0, found " + YamlObject.kind(node));
      return Double.POSITIVE_INFINITY;
    }
    return number.doubleValue();
  }

  private double bytes(Node node) {
    Long bytes = node instanceof ScalarNode s ? Quantity.bytes(s.getValue()) : null;
    if (bytes == null) {
      problems.at(node, BYTES + " is a size above 0 such as 20GiB, found " + YamlObject.kind(node));
      return Double.POSITIVE_INFINITY;
    }
    return (double) bytes;
  }
}
