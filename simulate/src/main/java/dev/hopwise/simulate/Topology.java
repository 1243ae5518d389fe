package dev.hopwise.simulate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is there, what they do, and what is asked of them.
///
/// @param entries what traffic arrives at; their shares need not sum to 1
/// @param tenants in order of their traffic: the n-th has 1/n of the first one's
public record Topology(
    List<Service> services, List<Endpoint> endpoints, List<Entry> entries, List<String> tenants) {

  /// An endpoint that traffic arrives at.
  public record Entry(String endpoint, double share) {}

  public Topology {
    services = List.copyOf(services);
    endpoints = List.copyOf(endpoints);
    entries = List.copyOf(entries);
    tenants = List.copyOf(tenants);
    Index index = Index.of(services, endpoints);
    entries.forEach(entry -> index.endpoint(entry.endpoint()));
    endpoints.forEach(endpoint -> {
      index.service(endpoint.service());
      index.check(endpoint.steps());
    });
  }

  /// Services and endpoints by name.
  record Index(Map<String, Service> services, Map<String, Endpoint> endpoints) {

    static Index of(Topology topology) {
      return of(topology.services, topology.endpoints);
    }

    private static Index of(List<Service> services, List<Endpoint> endpoints) {
      Map<String, Service> byName = new HashMap<>();
      services.forEach(service -> byName.put(service.name(), service));
      Map<String, Endpoint> byKey = new HashMap<>();
      endpoints.forEach(endpoint -> byKey.put(endpoint.key(), endpoint));
      return new Index(byName, byKey);
    }

    Service service(String name) {
      return found(services.get(name), name);
    }

    Endpoint endpoint(String key) {
      return found(endpoints.get(key), key);
    }

    private void check(List<Step> steps) {
      for (Step step : steps) {
        switch (step) {
          case Step.Call call -> endpoint(call.endpoint());
          case Step.Publish publish -> endpoint(publish.endpoint());
          case Step.Local local -> check(local.steps());
          case Step.Lookup lookup -> check(lookup.onMiss());
          case Step.Parallel parallel -> parallel.branches().forEach(this::check);
          case Step.Repeat repeat -> check(repeat.steps());
          case Step.Sometimes sometimes -> check(sometimes.steps());
          case Step.Tolerate tolerate -> check(tolerate.steps());
          case Step.Work _, Step.Query _, Step.Outside _ -> {}
        }
      }
    }

    private static <T> T found(@Nullable T value, String name) {
      if (value == null) {
        throw new IllegalArgumentException("the topology has no " + name);
      }
      return value;
    }
  }
}
