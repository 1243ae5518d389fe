package dev.hopwise.bench;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// The services of data set D1 "shop": 24 services with 10 routes and 6 instances each.
final class ShopTopology {

  static final int SERVICES = 24;
  static final int ROUTES = 10;
  static final int INSTANCES = 6;

  private static final List<String> WORDS =
      List.of(
          "cart",
          "checkout",
          "payment",
          "shipping",
          "catalog",
          "search",
          "ads",
          "email",
          "currency",
          "recommend",
          "user",
          "session",
          "inventory",
          "pricing",
          "fraud",
          "ledger",
          "notify",
          "gateway",
          "frontend",
          "image",
          "review",
          "quote",
          "tax",
          "audit");
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");

  private final List<List<Resource>> resources = new ArrayList<>();

  ShopTopology(Random random) {
    for (int service = 0; service < SERVICES; service++) {
      List<Resource> instances = new ArrayList<>();
      for (int instance = 0; instance < INSTANCES; instance++) {
        instances.add(resource(service, random));
      }
      resources.add(instances);
    }
  }

  static String word(int service) {
    return WORDS.get(service);
  }

  static String serviceName(int service) {
    return word(service) + "-service";
  }

  static String method(int route) {
    return METHODS.get(route % METHODS.size());
  }

  static String route(int service, int route) {
    String other = word((service * 7 + route * 3) % SERVICES);
    return "/api/v1/" + word(service) + "/" + other + (route % 2 == 0 ? "/{id}" : "");
  }

  Resource resource(int service, int instance) {
    return resources.get(service).get(instance);
  }

  private static Resource resource(int service, Random random) {
    List<Attribute> all = new ArrayList<>();
    text(all, "service.name", serviceName(service));
    text(all, "service.namespace", "shop");
    text(all, "service.version", "1." + service + ".3");
    text(all, "service.instance.id", uuid(random));
    text(all, "deployment.environment.name", "production");
    text(all, "k8s.namespace.name", "shop-prod");
    text(all, "k8s.deployment.name", serviceName(service));
    String pod = Integer.toString(random.nextInt(60_000_000), 36);
    text(all, "k8s.pod.name", serviceName(service) + "-7d9f8b6c5-" + pod);
    text(all, "k8s.node.name", "node-" + random.nextInt(16) + "-" + random.nextInt(250));
    text(all, "host.name", "ip-10-0-3-" + random.nextInt(200));
    text(all, "cloud.region", "eu-west-1");
    text(all, "telemetry.sdk.language", "java");
    text(all, "telemetry.sdk.name", "opentelemetry");
    text(all, "telemetry.sdk.version", "1.50.0");
    all.add(new Attribute("process.pid", AttributeValue.of((long) random.nextInt(30_000))));
    return new Resource(Attributes.of(all), 0, "");
  }

  static String uuid(Random random) {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static void text(List<Attribute> all, String key, String value) {
    all.add(new Attribute(key, AttributeValue.of(value)));
  }
}
