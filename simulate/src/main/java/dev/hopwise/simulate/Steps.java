package dev.hopwise.simulate;

import dev.hopwise.simulate.Step.Call;
import dev.hopwise.simulate.Step.Local;
import dev.hopwise.simulate.Step.Lookup;
import dev.hopwise.simulate.Step.Outside;
import dev.hopwise.simulate.Step.Parallel;
import dev.hopwise.simulate.Step.Publish;
import dev.hopwise.simulate.Step.Query;
import dev.hopwise.simulate.Step.Repeat;
import dev.hopwise.simulate.Step.Sometimes;
import dev.hopwise.simulate.Step.Tolerate;
import dev.hopwise.simulate.Step.Work;
import java.util.List;

/// Short words for what a topology is written in. Times are medians in milliseconds.
final class Steps {

  private static final double SIGMA_OF_WORK = 0.3;
  private static final double SIGMA_OF_DATABASE = 0.4;
  private static final double SIGMA_OF_CACHE = 0.3;
  private static final double SIGMA_OF_OUTSIDE = 0.5;
  private static final double SIGMA_OF_QUEUE = 0.6;
  private static final Latency NETWORK = new Latency(0.4, 0.3);

  private Steps() {}

  static Endpoint http(String service, String name, Step... steps) {
    return new Endpoint(service, Endpoint.Protocol.HTTP, name, 0.001, List.of(steps));
  }

  static Endpoint rpc(String service, String name, Step... steps) {
    return new Endpoint(service, Endpoint.Protocol.GRPC, name, 0.001, List.of(steps));
  }

  static Endpoint consumer(String service, String queue, Step... steps) {
    return new Endpoint(service, Endpoint.Protocol.QUEUE, queue, 0.002, List.of(steps));
  }

  static Step work(double millis) {
    return new Work(new Latency(millis, SIGMA_OF_WORK));
  }

  static Step local(String name, Step... steps) {
    return new Local(name, List.of(steps));
  }

  static Step call(String endpoint) {
    return new Call(endpoint, NETWORK, Retries.NONE);
  }

  static Step call(String endpoint, int attempts) {
    return new Call(endpoint, NETWORK, Retries.of(attempts, 5));
  }

  static Step select(String database, String table, double millis) {
    return query(database, "SELECT", table, millis);
  }

  static Step insert(String database, String table, double millis) {
    return query(database, "INSERT", table, millis);
  }

  static Step update(String database, String table, double millis) {
    return query(database, "UPDATE", table, millis);
  }

  private static Step query(String database, String operation, String table, double millis) {
    String system = database.equals("catalog-db") ? "mysql" : "postgresql";
    return new Query(
        database, system, operation, table, new Latency(millis, SIGMA_OF_DATABASE), 0.0005);
  }

  static Step cache(String cache, double hits, Step... onMiss) {
    return new Lookup(cache, hits, new Latency(0.8, SIGMA_OF_CACHE), List.of(onMiss));
  }

  static Step outside(String host, String method, String path, double millis, int attempts) {
    return new Outside(
        host,
        method,
        path,
        new Latency(millis, SIGMA_OF_OUTSIDE),
        0.004,
        attempts == 1 ? Retries.NONE : Retries.of(attempts, 8));
  }

  static Step publish(String queue, String system, String endpoint, double waitMillis) {
    return new Publish(queue, system, endpoint, new Latency(waitMillis, SIGMA_OF_QUEUE), false);
  }

  static Step publishLinked(String queue, String system, String endpoint, double waitMillis) {
    return new Publish(queue, system, endpoint, new Latency(waitMillis, SIGMA_OF_QUEUE), true);
  }

  static Step parallel(Step... branches) {
    return new Parallel(List.of(branches).stream().map(List::of).toList());
  }

  static Step loop(int min, int max, Step... steps) {
    return new Repeat(min, max, Latency.ZERO, List.of(steps));
  }

  static Step poll(int min, int max, double pauseMillis, Step... steps) {
    return new Repeat(min, max, new Latency(pauseMillis, 0.1), List.of(steps));
  }

  static Step sometimes(double share, Step... steps) {
    return new Sometimes(share, List.of(steps));
  }

  static Step tolerate(Step... steps) {
    return new Tolerate(List.of(steps));
  }
}
