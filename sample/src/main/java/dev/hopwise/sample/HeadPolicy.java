package dev.hopwise.sample;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What the SDKs that ask are told to sample at the head.
///
/// @param probability for services that are not named, 0 to 1
/// @param services by name
public record HeadPolicy(double probability, SequencedMap<String, Service> services) {

  /// Everything is sent.
  public static final HeadPolicy ALL = new HeadPolicy(1, new LinkedHashMap<>());

  public HeadPolicy {
    services = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(services));
  }

  /// One service's.
  ///
  /// @param probability for span names that are not named, 0 to 1
  /// @param spanNames probabilities by the name of the span that starts the trace there, 0 to 1
  public record Service(double probability, SequencedMap<String, Double> spanNames) {
    public Service {
      spanNames = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(spanNames));
    }
  }

  /// What a service is told.
  public Service of(String service) {
    return services.getOrDefault(service, new Service(probability, new LinkedHashMap<>()));
  }
}
