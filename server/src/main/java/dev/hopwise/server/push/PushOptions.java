package dev.hopwise.server.push;

import dev.hopwise.server.deliver.Retries;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Where metrics are sent to, and how often.
///
/// @param instance what tells this server apart from others
/// @param queueBytes that may wait for each target
/// @param retries when an answer asks for another try
/// @param otlp an OTLP endpoint
/// @param remoteWrite the whole URL of a remote write receiver
public record PushOptions(
    Duration interval,
    String instance,
    long queueBytes,
    Retries retries,
    Optional<Target> otlp,
    Optional<Target> remoteWrite) {

  /// One receiver.
  ///
  /// @param headers sent with every request, such as an API key
  public record Target(URI endpoint, Map<String, String> headers) {
    public Target {
      headers = Map.copyOf(headers);
    }

    /// Headers may carry secrets, and records are printed by accident.
    @Override
    public String toString() {
      return "Target[" + endpoint + "]";
    }
  }

  /// Whether there is anything to send to.
  public boolean isOn() {
    return otlp.isPresent() || remoteWrite.isPresent();
  }
}
