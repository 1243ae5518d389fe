package dev.hopwise.analyze;

import java.util.Set;

/// Where an attribute stands: values are compared only among spans that could have had them.
///
/// @param name of the spans; empty for what a resource says, which is the same for all of them
/// @param scope `span`, `resource` or `event`
/// @param flag which feature flag the key is about, else empty
record AttributePlace(String service, String name, String scope, String key, String flag) {

  private static final Set<String> HOSTS =
      Set.of(
          "host.name",
          "host.id",
          "k8s.node.name",
          "k8s.pod.name",
          "service.instance.id",
          "container.id",
          "cloud.availability_zone",
          "cloud.region");

  private static final Set<String> ERRORS = Set.of("error.type", "exception.type");

  /// That spans of a service with this name were there at all.
  static AttributePlace visit(String service, String name) {
    return new AttributePlace(service, name, "", "", "");
  }

  /// Whether a span without the key says as much as one with it: it did not fail, or asked no flag.
  boolean isToldByAbsence() {
    return ERRORS.contains(key) || key.startsWith("feature_flag.");
  }

  AttributeFinding.Kind kind() {
    if (key.contains("tenant")) {
      return AttributeFinding.Kind.TENANT;
    }
    if (key.equals("service.version")) {
      return AttributeFinding.Kind.VERSION;
    }
    if (HOSTS.contains(key)) {
      return AttributeFinding.Kind.HOST;
    }
    if (key.startsWith("feature_flag.")) {
      return AttributeFinding.Kind.FLAG;
    }
    return ERRORS.contains(key) ? AttributeFinding.Kind.ERROR : AttributeFinding.Kind.OTHER;
  }
}
