package dev.hopwise.simulate;

import java.util.List;

/// Something that an endpoint does. A step that fails ends its endpoint with that failure.
public sealed interface Step extends Subject {

  /// Own time.
  record Work(Latency latency) implements Step {}

  /// An INTERNAL span around others.
  record Local(String name, List<Step> steps) implements Step {
    public Local {
      steps = List.copyOf(steps);
    }
  }

  /// A call of another service: CLIENT and SERVER span.
  ///
  /// @param endpoint its key
  /// @param network there and back
  record Call(String endpoint, Latency network, Retries retries) implements Step {}

  /// A statement on a database.
  ///
  /// @param database name of the database, which is also its namespace
  /// @param system `postgresql`, `mysql`
  record Query(
      String database,
      String system,
      String operation,
      String table,
      Latency latency,
      double failures)
      implements Step {}

  /// A read of a cache.
  ///
  /// @param hits share of reads that find something
  /// @param onMiss what is done otherwise
  record Lookup(String cache, double hits, Latency latency, List<Step> onMiss) implements Step {
    public Lookup {
      onMiss = List.copyOf(onMiss);
    }
  }

  /// A request to somebody else's API.
  record Outside(
      String host, String method, String path, Latency latency, double failures, Retries retries)
      implements Step {}

  /// A message, which another service takes up some time later; the sender does not wait.
  ///
  /// @param endpoint the consumer's key
  /// @param waiting in the queue
  /// @param linked whether the consumer starts a trace of its own with a link to the producer, as
  ///   batch consumers do, instead of continuing the trace
  record Publish(String queue, String system, String endpoint, Latency waiting, boolean linked)
      implements Step {}

  /// Branches at the same time; done when the last one is.
  record Parallel(List<List<Step>> branches) implements Step {
    public Parallel {
      branches = branches.stream().map(List::copyOf).toList();
    }
  }

  /// The same again: an N+1 loop without a pause, a poller with one.
  record Repeat(int min, int max, Latency pause, List<Step> steps) implements Step {
    public Repeat {
      steps = List.copyOf(steps);
    }
  }

  /// Only a share of the requests does this.
  record Sometimes(double share, List<Step> steps) implements Step {
    public Sometimes {
      steps = List.copyOf(steps);
    }
  }

  /// A failure in here is not the endpoint's.
  record Tolerate(List<Step> steps) implements Step {
    public Tolerate {
      steps = List.copyOf(steps);
    }
  }
}
