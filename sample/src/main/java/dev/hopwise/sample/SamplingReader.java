package dev.hopwise.sample;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// Reads what stands behind `sample:`.
final class SamplingReader {

  static final String FORMS =
      "always, drop, { probability: 0.05 }, { throughput: 10, per: operation }, { slow: p99 } or"
          + " { slow: 500ms }";

  private static final List<String> WORDS = List.of("always", "drop");
  private static final List<String> KEYS = List.of("probability", "throughput", "per", "slow");

  private final Problems problems;

  SamplingReader(Problems problems) {
    this.problems = problems;
  }

  @Nullable Sampling sampling(Node node) {
    if (node instanceof ScalarNode scalar) {
      return word(scalar);
    }
    YamlObject object = YamlObject.of(node, "\"sample\"", KEYS, problems);
    if (object == null) {
      return null;
    }
    Node probability = object.get("probability");
    Node throughput = object.get("throughput");
    Node slow = object.get("slow");
    int forms = object.size() - (object.has("per") ? 1 : 0);
    if (forms != 1 || (object.has("per") && throughput == null)) {
      problems.at(node, "\"sample\" is one of " + FORMS);
      return null;
    }
    if (probability != null) {
      Double value = probability(probability, problems);
      return value == null ? null : new Sampling.Probability(value);
    }
    return slow != null ? slow(slow) : throughput(object, throughput);
  }

  private @Nullable Sampling word(ScalarNode scalar) {
    return switch (scalar.getValue()) {
      case "always" -> Sampling.ALWAYS;
      case "drop" -> Sampling.DROP;
      default -> {
        problems.at(
            scalar,
            "\"sample\" is one of "
                + FORMS
                + ", found "
                + YamlObject.kind(scalar)
                + Nearest.hint(scalar.getValue(), WORDS));
        yield null;
      }
    };
  }

  /// 0 to 1; null, and a problem, when it is none.
  static @Nullable Double probability(Node node, Problems problems) {
    BigDecimal number = node instanceof ScalarNode s ? Quantity.number(s.getValue()) : null;
    if (number == null || number.signum() < 0 || number.compareTo(BigDecimal.ONE) > 0) {
      problems.at(
          node,
          "a probability is a number from 0 to 1, found " + YamlObject.kind(node) + hint(node));
      return null;
    }
    return number.doubleValue();
  }

  /// Many mean a percentage.
  private static String hint(Node node) {
    String text = node instanceof ScalarNode s ? s.getValue().strip() : "";
    boolean sign = text.endsWith("%");
    BigDecimal percent =
        Quantity.number(sign ? text.substring(0, text.length() - 1).strip() : text);
    boolean meant =
        percent != null
            && percent.compareTo(sign ? BigDecimal.ZERO : BigDecimal.ONE) > 0
            && percent.compareTo(BigDecimal.valueOf(100)) <= 0;
    return meant && percent != null
        ? "; "
            + percent.toPlainString()
            + " % is "
            + percent.movePointLeft(2).stripTrailingZeros().toPlainString()
        : "";
  }

  private @Nullable Sampling slow(Node node) {
    String text = node instanceof ScalarNode s ? s.getValue() : "";
    Double quantile = Quantity.percentile(text);
    Long nanos = Quantity.nanos(text);
    if (quantile != null) {
      return new Sampling.SlowQuantile(quantile);
    }
    if (nanos != null) {
      return new Sampling.SlowLimit(nanos);
    }
    problems.at(
        node,
        "\"slow\" is a percentile of the operation such as p99, or a duration with its unit such as"
            + " 500ms, found "
            + YamlObject.kind(node));
    return null;
  }

  private @Nullable Sampling throughput(YamlObject object, @Nullable Node node) {
    BigDecimal number = node instanceof ScalarNode s ? Quantity.number(s.getValue()) : null;
    Sampling.Per per = object.read("per", Sampling.Per.RULE, this::per);
    if (number == null || number.doubleValue() <= 0) {
      problems.at(
          node == null ? object.node() : node,
          "\"throughput\" is a number of traces per second above 0"
              + (node == null ? "" : ", found " + YamlObject.kind(node)));
      return null;
    }
    return new Sampling.Throughput(number.doubleValue(), per);
  }

  private Sampling.Per per(Node node) {
    String text = node instanceof ScalarNode s ? s.getValue() : "";
    for (Sampling.Per per : Sampling.Per.values()) {
      if (text.equals(text(per))) {
        return per;
      }
    }
    List<String> known = Arrays.stream(Sampling.Per.values()).map(SamplingReader::text).toList();
    problems.at(node, "\"per\" does not know " + YamlObject.kind(node) + Nearest.hint(text, known));
    return Sampling.Per.RULE;
  }

  static String text(Sampling.Per per) {
    return per.name().toLowerCase(Locale.ROOT);
  }
}
