package dev.hopwise.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.yaml.snakeyaml.nodes.Node;

/// Reads what stands behind `head:`.
final class HeadReader {

  private static final List<String> KEYS = List.of("default", "services");
  private static final List<String> SERVICE_KEYS = List.of("probability", "span-names");
  private static final int NAMES_MAX = 10_000;

  private final Problems problems;

  HeadReader(Problems problems) {
    this.problems = problems;
  }

  HeadPolicy head(Node node) {
    YamlObject object = YamlObject.of(node, "\"head\"", KEYS, problems);
    if (object == null) {
      return HeadPolicy.ALL;
    }
    double probability = object.read("default", 1.0, this::probability);
    return new HeadPolicy(
        probability, object.read("services", new LinkedHashMap<>(), n -> services(n, probability)));
  }

  private SequencedMap<String, HeadPolicy.Service> services(Node node, double inherited) {
    SequencedMap<String, HeadPolicy.Service> services = new LinkedHashMap<>();
    names(node, "\"services\"")
        .forEach((name, value) -> services.put(name, service(name, value, inherited)));
    return services;
  }

  private HeadPolicy.Service service(String name, Node node, double inherited) {
    YamlObject object =
        YamlObject.of(node, "the head sampling of \"" + name + "\"", SERVICE_KEYS, problems);
    return object == null
        ? new HeadPolicy.Service(inherited, new LinkedHashMap<>())
        : new HeadPolicy.Service(
            object.read("probability", inherited, this::probability),
            object.read("span-names", new LinkedHashMap<>(), this::spanNames));
  }

  private SequencedMap<String, Double> spanNames(Node node) {
    SequencedMap<String, Double> spanNames = new LinkedHashMap<>();
    names(node, "\"span-names\"").forEach((name, value) -> spanNames.put(name, probability(value)));
    return spanNames;
  }

  private SequencedMap<String, Node> names(Node node, String what) {
    SequencedMap<String, Node> names = new LinkedHashMap<>();
    YamlObject object = YamlObject.of(node, what, List.of(), problems);
    if (object != null && object.size() > NAMES_MAX) {
      problems.at(node, object.size() + " names, at most " + NAMES_MAX);
    } else if (object != null) {
      object.forEach(names::put);
    }
    return names;
  }

  private double probability(Node node) {
    Double probability = SamplingReader.probability(node, problems);
    return probability == null ? 1 : probability;
  }
}
