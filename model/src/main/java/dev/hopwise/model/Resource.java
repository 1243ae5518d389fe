package dev.hopwise.model;

import org.jspecify.annotations.Nullable;

/// What produced the telemetry.
///
/// @param schemaUrl empty when the sender gave none
public record Resource(Attributes attributes, int droppedAttributesCount, String schemaUrl) {

  /// The attribute that names the service.
  public static final String SERVICE_NAME = "service.name";

  /// What a service is called that sends no `service.name`, as the OpenTelemetry specification's
  /// fallback is.
  public static final String UNKNOWN_SERVICE = "unknown_service";

  /// A resource that says nothing.
  public static final Resource EMPTY = new Resource(Attributes.EMPTY, 0, "");

  /// `service.name`, or `unknown_service`.
  public String serviceName() {
    @Nullable String name = attributes.text(SERVICE_NAME);
    return name == null || name.isEmpty() ? UNKNOWN_SERVICE : name;
  }
}
