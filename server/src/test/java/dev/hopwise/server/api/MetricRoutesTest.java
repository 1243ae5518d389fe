package dev.hopwise.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.model.rollup.DurationTotals;
import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.query.metrics.CorrelationGaps;
import dev.hopwise.query.metrics.ExemplarTraces;
import dev.hopwise.query.metrics.MeasuredNames;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.store.memory.MemorySpanStore;
import dev.hopwise.store.rollup.RollupRetention;
import dev.hopwise.store.rollup.memory.MemoryRollupStore;
import dev.hopwise.testkit.RandomCuts;
import dev.hopwise.testkit.TestClock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `/api/v1/metrics` over rollups in memory.
class MetricRoutesTest {

  private static final long NOW = 1_795_356_000L; // a full hour
  private static final int MINUTES = 30;

  private final TestClock clock = new TestClock(Instant.ofEpochSecond(NOW));
  private final MemoryRollupStore rollups =
      new MemoryRollupStore(
          new RollupRetention(Duration.ofDays(2), Duration.ofDays(90), Long.MAX_VALUE), clock);
  private final List<RollupCut> cuts = new ArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Server server = start();

  private Server start() {
    MemorySpanStore spans = new MemorySpanStore();
    MeasuredNames names =
        new MeasuredNames() {
          @Override
          public String service(String stored) {
            return stored;
          }

          @Override
          public Set<String> spanName(String stored) {
            return Set.of(stored);
          }
        };
    MetricQueries queries = new MetricQueries(rollups, QueryLimits.DEFAULT);
    ServerBuilder builder = Server.builder().http(new InetSocketAddress("127.0.0.1", 0));
    new MetricRoutes(
            queries,
            new ExemplarTraces(spans, names, QueryLimits.DEFAULT),
            new CorrelationGaps(queries, spans, names, QueryLimits.DEFAULT, clock),
            QueryLimits.DEFAULT,
            clock)
        .addTo(builder);
    Server started = builder.build();
    started.start().join();
    return started;
  }

  @BeforeEach
  void fill() {
    RandomCuts random = new RandomCuts(17);
    for (int i = MINUTES * 6; i > 0; i--) {
      RollupCut cut = random.cut(NOW - i * 10L);
      cuts.add(cut);
      rollups.append(cut);
    }
  }

  @AfterEach
  void stop() {
    server.stop().join();
  }

  @ParameterizedTest
  @CsvSource({
    "'by=service', spans",
    "'by=service,name', spans",
    "'by=kind,status', spans",
    "'by=name&service=service 1', spans",
    "'by=service&kind=SERVER,client', spans",
    "'by=service&status=error', spans",
    "'by=client,server', edges",
    "'by=type', edges",
    "'by=client&server=callée 4', edges",
    "'client=caller 8&side=client', edges",
  })
  void totalsAreThoseOfAScanOfAllCuts(String what, String of) throws Exception {
    Map<String, DurationTotals> truth = new TreeMap<>();
    Map<String, Long> errors = new TreeMap<>();
    for (RollupCut cut : cuts) {
      if (cut.startEpochSeconds() >= NOW - 900) {
        for (RollupRow row : cut.rows()) {
          String group = group(what, row.key());
          if (group != null) {
            truth
                .computeIfAbsent(group, _ -> new DurationTotals())
                .add(what.contains("side=client") ? row.callerDurations() : row.durations());
            errors.merge(group, row.errors(), Long::sum);
          }
        }
      }
    }
    JsonNode answer = json("totals?limit=1000&exemplars=0&" + what);
    assertThat(answer.path("of").asText()).isEqualTo(of);
    assertThat(answer.path("groups")).isNotEmpty().hasSize(truth.size());
    for (JsonNode group : answer.path("groups")) {
      StringBuilder labels = new StringBuilder();
      group.path("labels").forEach(value -> labels.append(value.asText()).append('|'));
      DurationTotals expected = truth.get(labels.toString());
      assertThat(group.path("count").asLong()).isEqualTo(expected.count());
      assertThat(group.path("errors").asLong()).isEqualTo(errors.get(labels.toString()));
      assertThat(group.at("/durationNanos/1/value").asDouble())
          .isEqualTo(Math.rint(expected.quantileNanos(0.95)), within(1.0));
    }
  }

  /// By hand, for these questions.
  private static @org.jspecify.annotations.Nullable String group(String what, SeriesKey key) {
    Function<String, String> joined = text -> text + "|";
    return switch (key) {
      case SeriesKey.OfSpans spans ->
          switch (what) {
            case "by=service" -> joined.apply(spans.service());
            case "by=service,name" -> spans.service() + "|" + joined.apply(spans.spanName());
            case "by=kind,status" -> spans.kind() + "|" + joined.apply(spans.statusCode().name());
            case "by=name&service=service 1" ->
                spans.service().equals("service 1") ? joined.apply(spans.spanName()) : null;
            case "by=service&kind=SERVER,client" ->
                Set.of("SERVER", "CLIENT").contains(spans.kind().name())
                    ? joined.apply(spans.service())
                    : null;
            case "by=service&status=error" ->
                spans.statusCode().name().equals("ERROR") ? joined.apply(spans.service()) : null;
            default -> null;
          };
      case SeriesKey.OfEdge edge ->
          switch (what) {
            case "by=client,server" -> edge.client() + "|" + joined.apply(edge.server());
            case "by=type" -> joined.apply("database");
            case "by=client&server=callée 4" ->
                edge.server().equals("callée 4") ? joined.apply(edge.client()) : null;
            case "client=caller 8&side=client" -> edge.client().equals("caller 8") ? "" : null;
            default -> null;
          };
    };
  }

  @Test
  void ratesGoByWhatWasMeasured() throws Exception {
    long count = 0;
    long millis = 0;
    for (RollupCut cut : cuts) {
      if (cut.startEpochSeconds() >= NOW - 60) {
        millis += cut.coveredMillis();
        for (RollupRow row : cut.rows()) {
          count += row.key() instanceof SeriesKey.OfSpans ? row.durations().count() : 0;
        }
      }
    }
    JsonNode answer = json("query?metric=rate&step=1m");
    int last = answer.at("/series/0/points").size() - 1;
    assertThat(answer.at("/series/0/points/" + last + "/0").asLong()).isEqualTo(NOW - 60);
    double rate = answer.at("/series/0/points/" + last + "/1").asDouble();
    assertThat(rate / (count * 1_000.0 / millis)).isEqualTo(1, within(1e-9));
    assertThat(answer.path("covered").path(last).asDouble()).isEqualTo(millis / 60_000.0);
    assertThat(answer.path("unit").asText()).isEqualTo("perSecond");
    assertThat(answer.path("resolutionSeconds").asInt()).isEqualTo(60);
  }

  @Test
  void choosesStepAndResolutionByTheRange() throws Exception {
    assertSteps("query?metric=rate", 10, 10, 90);
    assertSteps("query?metric=rate&from=" + (NOW - 3_600), 30, 10, 120);
    assertSteps("query?metric=rate&from=" + (NOW - 86_400), 900, 60, 96);
    assertSteps("query?metric=rate&from=" + (NOW - 30 * 86_400), 21_600, 3_600, 121);
    assertSteps("query?metric=rate&step=1h", 3_600, 3_600, 1);
  }

  private void assertSteps(String path, int step, int resolution, int points) throws Exception {
    JsonNode answer = json(path);
    assertThat(answer.path("stepSeconds").asInt()).as(path).isEqualTo(step);
    assertThat(answer.path("resolutionSeconds").asInt()).as(path).isEqualTo(resolution);
    assertThat(answer.path("covered").size()).as(path).isBetween(points - 1, points + 1);
    assertThat(answer.at("/series/0/points").size()).isEqualTo(answer.path("covered").size());
  }

  @Test
  void theBusiestGroupsAreToldAndThatThereAreMore() throws Exception {
    JsonNode answer = json("query?metric=p99&by=service,name&limit=3");
    assertThat(answer.path("series")).hasSize(3);
    assertThat(answer.path("truncated").asBoolean()).isTrue();
    assertThat(answer.path("groupCount").asInt()).isGreaterThan(20);
    assertThat(answer.at("/series/0/count").asLong())
        .isGreaterThanOrEqualTo(answer.at("/series/1/count").asLong());
  }

  @Test
  void moreGroupsThanFitAreReadByTheBusiest() throws Exception {
    String range = "&by=name&limit=5&from=" + (NOW - 3_600);
    JsonNode answer = json("query?metric=count&step=10s" + range);
    JsonNode totals = json("totals?exemplars=0" + range);
    assertThat(answer.path("groupCount").asInt() * 360).isGreaterThan(10_000);
    assertThat(answer.path("groupCount")).isEqualTo(totals.path("groupCount"));
    assertThat(answer.path("series")).hasSize(5);
    for (int i = 0; i < 5; i++) {
      JsonNode series = answer.path("series").path(i);
      assertThat(series.path("labels")).isEqualTo(totals.path("groups").path(i).path("labels"));
      assertThat(series.path("count")).isEqualTo(totals.path("groups").path(i).path("count"));
      long sum = 0;
      for (JsonNode point : series.path("points")) {
        sum += point.path(1).asLong();
      }
      assertThat(sum).isEqualTo(series.path("count").asLong());
    }
  }

  @Test
  void tenSecondsAreNotOfferedWhereTheyAreGone() throws Exception {
    rollups.append(new RollupCut(NOW - 4 * 86_400, 10_000, List.of()));
    rollups.keepHouse();
    String range = "from=" + (NOW - 4 * 86_400) + "&to=" + (NOW - 4 * 86_400 + 600);
    assertThat(json("query?metric=rate&" + range).path("stepSeconds").asInt()).isEqualTo(60);
    assertThat(json("totals?" + range).path("resolutionSeconds").asInt()).isEqualTo(60);
    assertThat(get("query?metric=rate&step=10s&" + range).body())
        .contains("rollups of ten seconds are not kept");
  }

  @Test
  void anEmptyRangeHasGapsOnly() throws Exception {
    JsonNode answer =
        json("query?metric=rate&from=" + (NOW - 7_200) + "&to=" + (NOW - 7_000) + "&step=10s");
    assertThat(answer.path("series")).isEmpty();
    answer.path("covered").forEach(share -> assertThat(share.asDouble()).isZero());
    assertThat(json("totals?from=" + (NOW - 7_200) + "&to=" + (NOW - 7_000)).path("groups"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "query, metric, ''",
    "query?metric=speed, metric, ''",
    "query?metric=p95&quantile=0.3, quantile, ''",
    "query?metric=quantile&quantile=1, quantile, ''",
    "query?metric=rate&step=15s, step, ''",
    "query?metric=rate&step=0s, step, ''",
    "query?metric=rate&step=soon, step, ''",
    "'query?metric=rate&step=10s&from=1795000000', step, 2000",
    "'query?metric=rate&by=name&limit=1000&step=30s', limit, 10000",
    "'query?metric=rate&step=30m&from=1793000000', step, 20000",
    "query?metric=rate&limit=1001, limit, 1000",
    "query?metric=rate&by=route, by, ''",
    "'query?metric=rate&by=name,name', by, ''",
    "'query?metric=rate&by=client,service', by, ''",
    "query?metric=rate&by=client&service=a, service, ''",
    "query?metric=rate&kind=server_side, kind, ''",
    "query?metric=rate&status=500, status, ''",
    "query?metric=rate&side=client, side, ''",
    "query?metric=rate&client=a&side=left, side, ''",
    "query?metric=rate&from=yesterday, from, ''",
    "'query?metric=rate&from=1795356000&to=1795355000', from, ''",
    "'totals?quantiles=0.5,1', quantiles, ''",
    "'totals?quantiles=.1,.2,.3,.4,.5,.6,.7,.8,.9,.11,.12', quantiles, 10",
    "totals?exemplars=11, exemplars, 10",
    "gaps?to=never, to, ''",
  })
  void refusesWhatIsWrongByItsName(String path, String field, String limit) throws Exception {
    HttpResponse<String> answer = get(path);
    JsonNode problem = ApiFixture.MAPPER.readTree(answer.body());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(problem.path("field").asText()).as(answer.body()).isEqualTo(field);
    assertThat(problem.path("limit").asText()).isEqualTo(limit);
    assertThat(problem.path("detail").asText()).isNotEmpty();
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ApiFixture.MAPPER.readTree(answer.body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    String url =
        "http://127.0.0.1:"
            + server.activeLocalPort()
            + "/api/v1/metrics/"
            + path.replace(" ", "%20").replace("é", "%C3%A9");
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
