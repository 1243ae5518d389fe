package dev.hopwise.server.forward;

import dev.hopwise.server.deliver.Retries;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Where spans are sent on to, and how.
///
/// @param endpoint the other OTLP endpoint, without a method's path
/// @param headers sent with every request, such as an API key
/// @param queueBytes that may wait, those being sent included
/// @param retries when an answer asks for another try
/// @param linger how long a small request waits for others to go with it
/// @param attempt how long an answer may take
/// @param drain how long a stop waits for what is queued
public record ForwardOptions(
    URI endpoint,
    Protocol protocol,
    Map<String, String> headers,
    boolean gzip,
    long queueBytes,
    Retries retries,
    Duration linger,
    Duration attempt,
    Duration drain) {

  /// How a request travels.
  public enum Protocol {
    HTTP_PROTOBUF,
    GRPC
  }

  public ForwardOptions {
    headers = Map.copyOf(headers);
  }

  /// With waits that suit a receiver on the same continent.
  public static ForwardOptions of(
      URI endpoint, Protocol protocol, Map<String, String> headers, boolean gzip, long queueBytes) {
    return new ForwardOptions(
        endpoint,
        protocol,
        headers,
        gzip,
        queueBytes,
        Retries.DEFAULT,
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        Duration.ofSeconds(3));
  }

  /// Headers may carry secrets, and records are printed by accident.
  @Override
  public String toString() {
    return "ForwardOptions[" + protocol + " to " + endpoint + "]";
  }
}
