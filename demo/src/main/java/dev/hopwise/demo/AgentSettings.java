package dev.hopwise.demo;

import dev.hopwise.demo.shop.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The agent's settings, as the environment of a traced process. Whatever else is set in the demo's
/// own environment, such as `OTEL_TRACES_SAMPLER`, reaches the agent too.
final class AgentSettings {
  /// What becomes an attribute of every span once it is baggage.
  private static final String FROM_BAGGAGE =
      "tenant.id,enduser.id,operation,user.tier,request.nonce";

  private static final String VERSION = "1.4.2";

  /// The instrumentations that the shop's libraries need. The agent has some two hundred more, none
  /// of which would find anything here; leaving them out halves the CPU time of a start.
  private static final List<String> INSTRUMENTATIONS =
      List.of(
          "EXECUTORS", "GRPC", "HELIDON", "JAVA_HTTP_CLIENT", "JDBC", "JMS", "OPENTELEMETRY_API");

  private AgentSettings() {}

  static Map<String, String> of(Role role, ShopOptions options) {
    Map<String, String> environment = new HashMap<>();
    environment.put("OTEL_SERVICE_NAME", role.serviceName());
    environment.put(
        "OTEL_RESOURCE_ATTRIBUTES",
        "service.version=" + VERSION + ",deployment.environment.name=demo");
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", options.otlp().toString());
    environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", options.protocol());
    environment.put("OTEL_METRICS_EXPORTER", "none");
    environment.put("OTEL_LOGS_EXPORTER", "none");
    environment.put("OTEL_BSP_SCHEDULE_DELAY", "500");
    environment.put("OTEL_SEMCONV_STABILITY_OPT_IN", "database");
    environment.put(
        "OTEL_JAVA_EXPERIMENTAL_SPAN_ATTRIBUTES_COPY_FROM_BAGGAGE_INCLUDE", FROM_BAGGAGE);
    environment.put("OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "false");
    INSTRUMENTATIONS.forEach(
        name -> environment.put("OTEL_INSTRUMENTATION_" + name + "_ENABLED", "true"));
    return environment;
  }
}
