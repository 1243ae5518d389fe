package dev.hopwise.sample;

import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/// Reads a policy from YAML and tells everything that is wrong with it at once, each with its
/// place.
public final class PolicyParser {

  /// Characters of the longest text.
  public static final int TEXT_LENGTH_MAX = 1 << 20;

  private static final int NESTING_MAX = 20;
  private static final List<String> KEYS =
      List.of("tenant", "budget", "rules", "head", "attributes");

  private final Problems problems = new Problems();

  private PolicyParser() {}

  /// Reads a whole policy.
  public static PolicyResult parse(String yaml) {
    PolicyParser parser = new PolicyParser();
    Policy policy = parser.policy(yaml);
    return policy == null
        ? new PolicyResult.Refused(parser.problems.inOrder())
        : new PolicyResult.Accepted(policy);
  }

  private @Nullable Policy policy(String yaml) {
    Node root = compose(yaml);
    YamlObject object = root == null ? null : YamlObject.of(root, "a policy", KEYS, problems);
    if (object == null) {
      return null;
    }
    String tenant = object.read("tenant", Policy.TENANT_ATTRIBUTE, this::tenant);
    Budget budget =
        object.read("budget", Budget.UNLIMITED, node -> new BudgetReader(problems).budget(node));
    List<Rule> rules = new RuleReader(problems).rules(object);
    HeadPolicy head =
        object.read("head", HeadPolicy.ALL, node -> new HeadReader(problems).head(node));
    List<AttributeRule> attributes =
        object.read("attributes", List.of(), node -> new AttributeRuleReader(problems).rules(node));
    return problems.isEmpty() ? new Policy(tenant, budget, rules, head, attributes) : null;
  }

  private String tenant(Node node) {
    String text = YamlObject.text(node, "\"tenant\", an attribute,", problems);
    return text == null ? "" : text;
  }

  private @Nullable Node compose(String yaml) {
    if (yaml.length() > TEXT_LENGTH_MAX) {
      problems.add(1, 1, "longer than " + TEXT_LENGTH_MAX + " characters, which no policy is");
      return null;
    }
    try {
      Node root = new Yaml(options()).compose(new StringReader(yaml));
      if (root == null) {
        problems.add(1, 1, "empty; a policy has at least \"rules\"");
      }
      return root;
    } catch (MarkedYAMLException e) {
      problems.at(e.getProblemMark(), 0, "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      problems.add(1, 1, "not YAML: " + e.getMessage());
    }
    return null;
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(TEXT_LENGTH_MAX);
    options.setNestingDepthLimit(NESTING_MAX);
    return options;
  }
}
