package dev.hopwise.simulate;

import java.util.List;

/// What a service does when it is called.
///
/// @param name `POST /orders` over HTTP, `shop.Auth/Check` over gRPC, the queue's name for a
///   consumer
/// @param failures share of the requests that fail by themselves, 0 to 1
/// @param steps one after the other
public record Endpoint(
    String service, Protocol protocol, String name, double failures, List<Step> steps)
    implements Subject {

  /// How it is reached.
  public enum Protocol {
    HTTP,
    GRPC,
    QUEUE
  }

  public Endpoint {
    steps = List.copyOf(steps);
  }

  /// By which steps refer to it: `orders POST /orders`.
  public String key() {
    return service + " " + name;
  }
}
