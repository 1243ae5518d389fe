package dev.hopwise.sample;

import java.util.List;

/// What happens to an attribute before anything is done with a span that carries it.
///
/// @param key of the attribute
/// @param scopes where it is looked for; at least one
/// @param services only spans of these; empty for all
public record AttributeRule(String key, List<Scope> scopes, List<String> services, Action action) {

  /// Where an attribute stands, in TraceQL's words.
  public enum Scope {
    RESOURCE,
    INSTRUMENTATION,
    SPAN,
    EVENT,
    LINK
  }

  /// What is done.
  public enum Action {
    /// It is taken out.
    DROP,
    /// A keyed hash of its value takes the value's place.
    HASH
  }

  public AttributeRule {
    scopes = List.copyOf(scopes);
    services = List.copyOf(services);
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("a rule about " + key + " nowhere");
    }
  }
}
