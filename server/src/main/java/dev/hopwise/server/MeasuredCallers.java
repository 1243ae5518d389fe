package dev.hopwise.server;

import dev.hopwise.measure.ServiceEdge;
import dev.hopwise.sample.head.ServiceCallers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Who calls whom, from the measured service graph. Every service asks once a minute at most, and
/// the graph changes slowly: it is read anew every ten seconds.
///
/// Calls that were seen since the process started count; after a restart a window on one service
/// reaches its callers once their first calls have been paired, some ten seconds later.
final class MeasuredCallers implements ServiceCallers {

  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Supplier<List<ServiceEdge>> edges;
  private final LongSupplier clockNanos;
  private Map<String, Set<String>> callersOf = Map.of();
  private long readNanos;

  /// @param clockNanos as System::nanoTime
  MeasuredCallers(Supplier<List<ServiceEdge>> edges, LongSupplier clockNanos) {
    this.edges = edges;
    this.clockNanos = clockNanos;
    this.readNanos = clockNanos.getAsLong() - FRESH.toNanos();
  }

  @Override
  public boolean reaches(String caller, String callee) {
    Map<String, Set<String>> graph = graph();
    Set<String> seen = new HashSet<>(Set.of(callee));
    Deque<String> next = new ArrayDeque<>(seen);
    while (!next.isEmpty()) {
      for (String each : graph.getOrDefault(next.removeFirst(), Set.of())) {
        if (each.equals(caller)) {
          return true;
        }
        if (seen.add(each)) {
          next.addLast(each);
        }
      }
    }
    return false;
  }

  private synchronized Map<String, Set<String>> graph() {
    long now = clockNanos.getAsLong();
    if (now - readNanos >= FRESH.toNanos()) {
      Map<String, Set<String>> read = new HashMap<>();
      for (ServiceEdge edge : edges.get()) {
        read.computeIfAbsent(edge.server(), _ -> new HashSet<>()).add(edge.client());
      }
      callersOf = read;
      readNanos = now;
    }
    return callersOf;
  }
}
