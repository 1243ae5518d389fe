package dev.hopwise.server.ingest;

import dev.hopwise.model.Resource;
import dev.hopwise.model.otlp.AttributeEditor.Fate;
import dev.hopwise.model.otlp.AttributeEditor.Place;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.AttributeRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A policy's rules about attributes, so compiled that an attribute without a rule costs a look at
/// its key's length. The first rule that matches holds. Immutable.
final class AttributeRules {

  static final AttributeRules NONE = new AttributeRules(List.of());

  /// Keys of these many bytes and more share a place.
  private static final int LENGTHS = 64;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Compiled(
      byte[] key, Set<Place> places, Set<String> services, AttributeRule rule) {}

  private final List<List<Compiled>> byLength = new ArrayList<>();
  private final boolean empty;
  private final boolean asksForServices;

  AttributeRules(List<AttributeRule> rules) {
    empty = rules.isEmpty();
    asksForServices = rules.stream().anyMatch(rule -> !rule.services().isEmpty());
    for (int length = 0; length < LENGTHS; length++) {
      byLength.add(new ArrayList<>());
    }
    for (AttributeRule rule : rules) {
      Compiled compiled = compile(rule);
      byLength.get(Math.min(compiled.key.length, LENGTHS - 1)).add(compiled);
    }
  }

  private static Compiled compile(AttributeRule rule) {
    Set<Place> places = new HashSet<>();
    rule.scopes().forEach(scope -> places.add(place(scope)));
    return new Compiled(
        rule.key().getBytes(StandardCharsets.UTF_8), places, Set.copyOf(rule.services()), rule);
  }

  private static Place place(AttributeRule.Scope scope) {
    return switch (scope) {
      case RESOURCE -> Place.RESOURCE;
      case INSTRUMENTATION -> Place.INSTRUMENTATION;
      case SPAN -> Place.SPAN;
      case EVENT -> Place.EVENT;
      case LINK -> Place.LINK;
    };
  }

  boolean isEmpty() {
    return empty;
  }

  /// The names of the batch's services, by resource; empty where no rule asks.
  List<String> services(SpanBatch batch) {
    List<String> names = new ArrayList<>();
    for (int r = 0; asksForServices && r < batch.resourceCount; r++) {
      int length = batch.serviceNameLength[r];
      names.add(
          length == 0
              ? Resource.UNKNOWN_SERVICE
              : new String(
                  batch.bytes, batch.serviceNameOffset[r], length, StandardCharsets.UTF_8));
    }
    return names;
  }

  /// The rule about an attribute.
  ///
  /// @param services as {@link #services} told them
  /// @return null where there is none
  @Nullable AttributeRule find(
      List<String> services, int resource, Place place, byte[] bytes, int offset, int length) {
    List<Compiled> candidates = byLength.get(Math.min(length, LENGTHS - 1));
    for (int i = 0; i < candidates.size(); i++) {
      Compiled each = candidates.get(i);
      if (Arrays.equals(each.key, 0, each.key.length, bytes, offset, offset + length)
          && each.places.contains(place)
          && (each.services.isEmpty() || each.services.contains(services.get(resource)))) {
        return each.rule;
      }
    }
    return null;
  }

  /// What the rule does.
  static Fate fate(AttributeRule rule) {
    return switch (rule.action()) {
      case DROP -> Fate.DROP;
      case HASH -> Fate.REPLACE;
    };
  }
}
