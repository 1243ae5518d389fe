package dev.hopwise.sample;

import dev.hopwise.traceql.TraceQlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Reads the rules of a policy.
final class RuleReader {

  private static final int RULES_MAX = 200;
  private static final int NAME_LENGTH_MAX = 100;
  private static final List<String> KEYS = List.of("name", "when", "tenants", "sample");
  private static final String EXAMPLE =
      "; add for instance { name: baseline, sample: { probability: 0.05 } }";

  private final Problems problems;
  private final Set<String> names = new HashSet<>();

  RuleReader(Problems problems) {
    this.problems = problems;
  }

  List<Rule> rules(YamlObject policy) {
    Node node = policy.get("rules");
    if (!(node instanceof SequenceNode list) || list.getValue().isEmpty()) {
      problems.at(
          node == null ? policy.node() : node,
          "a policy needs \"rules\", a list of at least one" + EXAMPLE);
      return List.of();
    }
    if (list.getValue().size() > RULES_MAX) {
      problems.at(node, list.getValue().size() + " rules, at most " + RULES_MAX);
      return List.of();
    }
    List<Rule> rules = new ArrayList<>();
    int left = list.getValue().size();
    for (Node each : list.getValue()) {
      left--;
      Rule rule = rule(each);
      if (rule != null) {
        rules.add(rule);
        checkPlace(rule, each, left == 0);
      }
    }
    return rules;
  }

  private void checkPlace(Rule rule, Node node, boolean last) {
    if (last && !rule.isFinal()) {
      problems.at(
          node,
          "the last rule must take every trace that is left: without \"when\" and \"tenants\", and"
              + " not slow"
              + EXAMPLE);
    }
    boolean takesAll =
        rule.isFinal()
            && !(rule.sample() instanceof Sampling.Throughput(_, Sampling.Per per)
                && per != Sampling.Per.RULE);
    if (!last && takesAll) {
      problems.at(
          node, "the rules after \"" + rule.name() + "\" are never reached: it takes every trace");
    }
  }

  private @Nullable Rule rule(Node node) {
    YamlObject object = YamlObject.of(node, "a rule", KEYS, problems);
    if (object == null) {
      return null;
    }
    String name = name(object);
    Node whenNode = object.get("when");
    Condition when = whenNode == null ? null : condition(whenNode);
    List<String> tenants =
        object.read("tenants", List.of(), n -> YamlObject.texts(n, "a tenant", problems));
    Sampling sample = sample(object);
    return name == null || sample == null || (whenNode != null && when == null)
        ? null
        : new Rule(name, when, tenants, sample);
  }

  private @Nullable Sampling sample(YamlObject rule) {
    Node node = rule.get("sample");
    if (node == null) {
      problems.at(rule.node(), "a rule needs a \"sample\": " + SamplingReader.FORMS);
      return null;
    }
    return new SamplingReader(problems).sampling(node);
  }

  private @Nullable String name(YamlObject rule) {
    String name = rule.requiredText("name", "a rule");
    Node node = rule.get("name");
    if (name == null || node == null) {
      return null;
    }
    if (name.length() > NAME_LENGTH_MAX) {
      problems.at(node, "a name of " + name.length() + " characters, at most " + NAME_LENGTH_MAX);
    } else if (name.equals(Decision.WINDOW_RULE)) {
      problems.at(node, "\"window\" is what incident windows keep; choose another name");
    } else if (!names.add(name)) {
      problems.at(node, "two rules are called \"" + name + "\"");
    }
    return name;
  }

  private @Nullable Condition condition(Node node) {
    String text = YamlObject.text(node, "\"when\", a TraceQL query in quotes,", problems);
    if (text == null || !(node instanceof ScalarNode scalar)) {
      return null;
    }
    try {
      return Condition.parse(text);
    } catch (TraceQlException e) {
      problems.at(
          node.getStartMark(),
          columns(scalar, e.position()),
          "TraceQL: " + e.detail() + " (character " + (e.position() + 1) + " of the condition)");
      return null;
    }
  }

  /// How far right of its beginning a character of a scalar stands; 0 where lines or escapes make
  /// that unknown.
  private static int columns(ScalarNode scalar, int position) {
    String before = scalar.getValue().substring(0, Math.min(position, scalar.getValue().length()));
    boolean oneLine = scalar.getStartMark().getLine() == scalar.getEndMark().getLine();
    ScalarStyle style = scalar.getScalarStyle();
    if (!oneLine || (style == ScalarStyle.DOUBLE_QUOTED && before.matches("(?s).*[\"\\\\\\t].*"))) {
      return 0;
    }
    return switch (style) {
      case SINGLE_QUOTED ->
          1 + before.length() + (int) before.chars().filter(c -> c == '\'').count();
      case DOUBLE_QUOTED -> 1 + before.length();
      case PLAIN -> before.length();
      default -> 0;
    };
  }
}
