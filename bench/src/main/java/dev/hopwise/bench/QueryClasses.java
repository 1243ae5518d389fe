package dev.hopwise.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// The query classes of PERFORMANCE.md, each asked many times with varied arguments over the native
/// API, one after the other.
final class QueryClasses {

  /// What a class of queries took. The CPU is the whole server's, so it is only meaningful when
  /// nothing else runs there.
  record Timing(String name, int runs, double p50Millis, double p95Millis, double cpuMillis) {}

  private static final Duration SEARCHED = Duration.ofHours(1);

  private interface Query {
    String path(Random random);
  }

  private final ServerUnderTest server;
  private final List<String> traceIds;
  private final int runs;
  private final String range;

  /// @param newest the start of the newest span: searches are about the hour before
  QueryClasses(ServerUnderTest server, List<String> traceIds, Instant newest, int runs) {
    this.server = server;
    this.traceIds = traceIds;
    this.range = "&from=" + newest.minus(SEARCHED) + "&to=" + newest.plusSeconds(1);
    this.runs = runs;
  }

  List<Timing> run() throws IOException, InterruptedException {
    List<Timing> timings = new ArrayList<>();
    timings.add(time("trace by id, hit", r -> "/api/v1/traces/" + oneOf(traceIds, r)));
    timings.add(
        time(
            "trace by id, miss",
            r -> "/api/v1/traces/" + String.format("%016x%016x", r.nextLong(), r.nextLong() | 1)));
    timings.add(time("newest 20 of a service", r -> search(service(r))));
    timings.add(
        time("newest 20 of a service and span name", r -> search(service(r) + " && " + name(r))));
    timings.add(time("errors of a service", r -> search(service(r) + " && status = error")));
    timings.add(time("duration > 50 ms", _ -> search("duration > 50ms")));
    timings.add(
        time(
            "attribute with a column",
            r -> search("span.enduser.id = \"u-" + r.nextInt(300_000) + "\"")));
    timings.add(
        time(
            "attribute in the map",
            r -> search("span.thread.name = \"worker-" + r.nextInt(16) + "\"")));
    timings.add(
        time(
            "attribute in the map, no match",
            r -> search("span.order.id = \"" + ShopTopology.uuid(r) + "\"")));
    timings.add(time("everything, newest 20", _ -> search("")));
    return timings;
  }

  private Timing time(String name, Query query) throws IOException, InterruptedException {
    Random random = new Random(7);
    for (int i = 0; i < Math.max(20, runs / 4); i++) {
      server.get(query.path(random), 200, 404);
    }
    List<Long> micros = new ArrayList<>();
    double cpuBefore = server.probe().cpuSeconds();
    for (int i = 0; i < runs; i++) {
      String path = query.path(random);
      long from = System.nanoTime();
      server.get(path, 200, 404);
      micros.add((System.nanoTime() - from) / 1000);
    }
    double cpuMillis = (server.probe().cpuSeconds() - cpuBefore) * 1000 / runs;
    Collections.sort(micros);
    return new Timing(
        name, runs, Replay.at(micros, 0.5) / 1e3, Replay.at(micros, 0.95) / 1e3, cpuMillis);
  }

  private String search(String condition) {
    return "/api/v1/search?limit=20"
        + range
        + "&q="
        + URLEncoder.encode("{ " + condition + " }", StandardCharsets.UTF_8);
  }

  private static String service(Random random) {
    String name = ShopTopology.serviceName(random.nextInt(ShopTopology.SERVICES));
    return "resource.service.name = \"" + name + "\"";
  }

  private static String name(Random random) {
    return "name =~ \"" + ShopTopology.method(random.nextInt(4)) + " .*\"";
  }

  private static String oneOf(List<String> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
