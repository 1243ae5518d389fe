package dev.hopwise.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// A mapping of a policy's text, with its places. What is wrong goes to the problems, and reading
/// goes on, so that all problems are told at once.
final class YamlObject {

  private final Node node;
  private final Map<String, Node> values;
  private final Problems problems;

  private YamlObject(Node node, Map<String, Node> values, Problems problems) {
    this.node = node;
    this.values = values;
    this.problems = problems;
  }

  /// Null, and a problem, when the node is no mapping.
  ///
  /// @param what it is, for messages, such as `a rule`
  /// @param known the keys it may have; empty for names of the author's choice
  static @Nullable YamlObject of(Node node, String what, List<String> known, Problems problems) {
    if (!(node instanceof MappingNode mapping)) {
      problems.at(node, what + " consists of keys and values, found " + kind(node));
      return null;
    }
    Map<String, Node> values = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = key(tuple.getKeyNode(), what, known, problems);
      if (key != null && values.putIfAbsent(key, tuple.getValueNode()) != null) {
        problems.at(tuple.getKeyNode(), "\"" + key + "\" stands twice");
      }
    }
    return new YamlObject(node, values, problems);
  }

  private static @Nullable String key(
      Node keyNode, String what, List<String> known, Problems problems) {
    if (!(keyNode instanceof ScalarNode scalar)) {
      problems.at(keyNode, "a key is a text");
      return null;
    }
    String key = scalar.getValue();
    if (!known.isEmpty() && !known.contains(key)) {
      problems.at(keyNode, what + " knows no \"" + key + "\"" + Nearest.hint(key, known));
      return null;
    }
    return key;
  }

  Node node() {
    return node;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /// Null when the key is absent.
  @Nullable Node get(String key) {
    return values.get(key);
  }

  /// How many known keys it has.
  int size() {
    return values.size();
  }

  void forEach(BiConsumer<String, Node> action) {
    values.forEach(action);
  }

  /// A text that is not empty; null, and a problem, when the key is absent or something else.
  @Nullable String requiredText(String key, String what) {
    Node value = values.get(key);
    if (value == null) {
      problems.at(node, what + " needs a \"" + key + "\"");
      return null;
    }
    return text(value, "\"" + key + "\"", problems);
  }

  /// The value as a reader gives it; the default when the key is absent.
  <T> T read(String key, T whenAbsent, Function<Node, T> reader) {
    Node value = values.get(key);
    return value == null ? whenAbsent : reader.apply(value);
  }

  /// Null, and a problem, when the node is no text or an empty one.
  static @Nullable String text(Node node, String what, Problems problems) {
    if (node instanceof ScalarNode scalar
        && !scalar.getTag().equals(Tag.NULL)
        && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    problems.at(node, what + " is a text, found " + kind(node));
    return null;
  }

  /// One text or a list of texts.
  static List<String> texts(Node node, String what, Problems problems) {
    List<Node> elements = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    List<String> texts = new ArrayList<>();
    for (Node element : elements) {
      String text = text(element, what, problems);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /// For messages.
  static String kind(Node node) {
    return switch (node) {
      case MappingNode _ -> "keys and values";
      case SequenceNode _ -> "a list";
      case ScalarNode scalar when scalar.getValue().isBlank() -> "nothing";
      case ScalarNode scalar -> "\"" + scalar.getValue() + "\"";
      default -> "something else";
    };
  }
}
