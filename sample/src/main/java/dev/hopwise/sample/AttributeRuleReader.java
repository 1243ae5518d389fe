package dev.hopwise.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Reads what stands behind `attributes:`.
final class AttributeRuleReader {

  private static final int RULES_MAX = 200;
  private static final int SERVICES_MAX = 200;
  private static final int KEY_LENGTH_MAX = 200;
  private static final List<String> KEYS = List.of("key", "scope", "services", "action");
  private static final Map<String, AttributeRule.Scope> SCOPES =
      byText(AttributeRule.Scope.values());
  private static final Map<String, AttributeRule.Action> ACTIONS =
      byText(AttributeRule.Action.values());

  /// Everything is counted, sampled and found by it.
  private static final String IDENTITY = "service.name";

  private final Problems problems;

  AttributeRuleReader(Problems problems) {
    this.problems = problems;
  }

  /// As it is written in a policy.
  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  List<AttributeRule> rules(Node node) {
    if (!(node instanceof SequenceNode list)) {
      problems.at(
          node,
          "\"attributes\" is a list such as [{ key: user.email, action: hash }], found "
              + YamlObject.kind(node));
      return List.of();
    }
    if (list.getValue().size() > RULES_MAX) {
      problems.at(node, list.getValue().size() + " attributes, at most " + RULES_MAX);
      return List.of();
    }
    List<AttributeRule> rules = new ArrayList<>();
    for (Node each : list.getValue()) {
      AttributeRule rule = rule(each);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private @Nullable AttributeRule rule(Node node) {
    YamlObject object = YamlObject.of(node, "an attribute", KEYS, problems);
    if (object == null) {
      return null;
    }
    String key = key(object);
    List<AttributeRule.Scope> scopes =
        object.read("scope", List.of(AttributeRule.Scope.values()), this::scopes);
    List<String> services = object.read("services", List.of(), this::services);
    AttributeRule.Action action = action(object);
    if (key == null || action == null || scopes.isEmpty()) {
      return null;
    }
    if (key.equals(IDENTITY) && scopes.contains(AttributeRule.Scope.RESOURCE)) {
      problems.at(
          node, IDENTITY + " of the resource cannot be changed: services are told apart by it");
      return null;
    }
    return new AttributeRule(key, scopes, services, action);
  }

  private @Nullable String key(YamlObject object) {
    String key = object.requiredText("key", "an attribute");
    if (key != null && key.length() > KEY_LENGTH_MAX) {
      problems.at(
          object.node(), "a key of " + key.length() + " characters, at most " + KEY_LENGTH_MAX);
      return null;
    }
    return key;
  }

  private List<AttributeRule.Scope> scopes(Node node) {
    List<AttributeRule.Scope> scopes = new ArrayList<>();
    for (String text : YamlObject.texts(node, "a scope", problems)) {
      AttributeRule.Scope scope = named(SCOPES, text, "scope", node);
      if (scope != null && !scopes.contains(scope)) {
        scopes.add(scope);
      }
    }
    return scopes;
  }

  private List<String> services(Node node) {
    List<String> services = YamlObject.texts(node, "a service", problems);
    if (services.size() > SERVICES_MAX) {
      problems.at(node, services.size() + " services, at most " + SERVICES_MAX);
    } else if (services.isEmpty()) {
      problems.at(node, "no services; leave \"services\" out for all");
    }
    return services;
  }

  private AttributeRule.@Nullable Action action(YamlObject object) {
    Node node = object.get("action");
    if (node == null) {
      problems.at(object.node(), "an attribute needs an \"action\": drop or hash");
      return null;
    }
    String text = YamlObject.text(node, "\"action\"", problems);
    return text == null ? null : named(ACTIONS, text, "action", node);
  }

  private <T> @Nullable T named(Map<String, T> known, String text, String what, Node node) {
    T value = known.get(text);
    if (value == null) {
      problems.at(
          node,
          "no %s \"%s\"; known are %s%s"
              .formatted(
                  what,
                  text,
                  String.join(", ", known.keySet()),
                  Nearest.hint(text, List.copyOf(known.keySet()))));
    }
    return value;
  }

  private static <T extends Enum<T>> Map<String, T> byText(T[] values) {
    Map<String, T> byText = new LinkedHashMap<>();
    Arrays.stream(values).forEach(value -> byText.put(text(value), value));
    return byText;
  }
}
