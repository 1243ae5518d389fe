package dev.hopwise.analyze;

import dev.hopwise.model.Attributes;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Which spans go by one clock: those of one host, or of one instance where no host is told. Where
/// neither is, whatever a service does for one call.
///
/// The root's is 0, the others follow in the order of the spans.
final class TraceClocks {

  private static final String HOST = "host.name";
  private static final String INSTANCE = "service.instance.id";

  private final SpanTree tree;
  private final int[] clockOf;
  private final List<String> names = new ArrayList<>();
  private final List<SequencedSet<String>> services = new ArrayList<>();
  private final Map<String, Integer> named = new HashMap<>();
  private final IdentityHashMap<Resource, Integer> ofResource = new IdentityHashMap<>();

  TraceClocks(SpanTree tree) {
    this.tree = tree;
    clockOf = new int[tree.size()];
    if (tree.root() != SpanTree.NONE) {
      clockOf[tree.root()] = number(tree.root());
    }
    for (int i = 0; i < clockOf.length; i++) {
      if (i != tree.root()) {
        clockOf[i] = number(i);
      }
      services.get(clockOf[i]).add(tree.span(i).serviceName());
    }
  }

  int count() {
    return names.size();
  }

  int of(int span) {
    return clockOf[span];
  }

  String name(int clock) {
    return names.get(clock);
  }

  List<String> services(int clock) {
    return List.copyOf(services.get(clock));
  }

  private int number(int index) {
    Span span = tree.span(index);
    Integer known = ofResource.get(span.resource());
    if (known != null) {
      return known;
    }
    String name = nameOf(span.resource().attributes());
    if (name != null) {
      int clock = named.computeIfAbsent(name, this::newClock);
      ofResource.put(span.resource(), clock);
      return clock;
    }
    int parent = tree.parent(index);
    boolean goesOn =
        parent != SpanTree.NONE && tree.span(parent).serviceName().equals(span.serviceName());
    return goesOn ? clockOf[parent] : newClock(span.serviceName());
  }

  private int newClock(String name) {
    names.add(name);
    services.add(new LinkedHashSet<>());
    return names.size() - 1;
  }

  private static @Nullable String nameOf(Attributes resource) {
    String host = resource.text(HOST);
    return host == null || host.isEmpty() ? resource.text(INSTANCE) : host;
  }
}
