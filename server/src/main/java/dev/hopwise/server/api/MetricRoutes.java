package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.query.metrics.CorrelationGaps;
import dev.hopwise.query.metrics.ExemplarTraces;
import dev.hopwise.query.metrics.GapsAnswer;
import dev.hopwise.query.metrics.Label;
import dev.hopwise.query.metrics.MetricAnswer;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.query.metrics.MetricRange;
import dev.hopwise.query.metrics.SeriesSelection;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/v1/metrics/query`, `totals` and `gaps`: what was measured before sampling, over time.
public final class MetricRoutes {

  private static final int LIMIT_DEFAULT = 20;
  private static final int QUANTILES_MAX = 10;
  private static final int EXEMPLARS_DEFAULT = 3;
  private static final int EXEMPLARS_MAX = 10;

  private final MetricQueries queries;
  private final ExemplarTraces exemplars;
  private final CorrelationGaps gaps;
  private final QueryRunner runner;
  private final InstantSource clock;

  public MetricRoutes(
      MetricQueries queries,
      ExemplarTraces exemplars,
      CorrelationGaps gaps,
      QueryLimits limits,
      InstantSource clock) {
    this.queries = queries;
    this.exemplars = exemplars;
    this.gaps = gaps;
    this.runner = new QueryRunner(limits, Problem::of);
    this.clock = clock;
  }

  /// Adds them to a server.
  public void addTo(ServerBuilder server) {
    route(server, "/api/v1/metrics/query", this::query);
    route(server, "/api/v1/metrics/totals", this::totals);
    route(server, "/api/v1/metrics/gaps", this::gaps);
  }

  private void route(ServerBuilder server, String path, QueryRunner.Handler handler) {
    server
        .route()
        .addRoute(Route.builder().path(path).methods(HttpMethod.GET).build())
        .build(runner.service(parameters -> handle(handler, parameters)));
  }

  private static HttpResponse handle(QueryRunner.Handler handler, Parameters parameters)
      throws IOException {
    try {
      return handler.handle(parameters);
    } catch (MetricQueries.TooManyGroupsException _) {
      throw new BadParameterException(
          "by",
          "there are more than " + MetricQueries.GROUPS_READ_MAX + " groups to add up",
          MetricQueries.GROUPS_READ_MAX);
    }
  }

  private HttpResponse query(Parameters parameters) throws IOException {
    MetricValue metric = MetricValue.of(parameters);
    SeriesSelection selection = MetricSelections.of(parameters);
    int limit = limit(parameters);
    MetricRange range =
        new MetricRanges(queries, parameters, clock.instant())
            .stepped(selection.by().isEmpty() ? 1 : limit);
    MetricAnswer answer = queries.steps(selection, range, selection.by().isEmpty() ? 1 : limit);
    return Json.ok(json -> new MetricJson(json, answer).series(metric));
  }

  private HttpResponse totals(Parameters parameters) throws IOException {
    SeriesSelection selection = MetricSelections.of(parameters, List.of(Label.SERVICE));
    List<Double> quantiles = quantiles(parameters);
    int exemplarsMax = parameters.integer("exemplars", EXEMPLARS_DEFAULT, 0, EXEMPLARS_MAX);
    int limit = limit(parameters);
    MetricRange range = new MetricRanges(queries, parameters, clock.instant()).whole();
    MetricAnswer answer = queries.totals(selection, range, limit);
    Map<List<String>, List<TraceId>> traces = exemplars.of(answer, exemplarsMax);
    return Json.ok(json ->
        new MetricJson(json, answer)
            .totals(quantiles, group -> traces.getOrDefault(group.values(), List.of())));
  }

  private HttpResponse gaps(Parameters parameters) throws IOException {
    MetricRange range = new MetricRanges(queries, parameters, clock.instant()).whole();
    GapsAnswer answer = gaps.in(range);
    return Json.ok(json -> GapsJson.write(json, answer));
  }

  private static int limit(Parameters parameters) {
    return parameters.integer("limit", LIMIT_DEFAULT, 1, MetricQueries.GROUPS_MAX);
  }

  private static List<Double> quantiles(Parameters parameters) {
    @Nullable String text = parameters.text("quantiles");
    List<Double> quantiles = new ArrayList<>();
    for (String each : (text == null ? "0.5,0.95,0.99" : text).split(",", -1)) {
      if (!each.matches("0?\\.[0-9]{1,10}") || Double.parseDouble(each) == 0) {
        throw new BadParameterException(
            "quantiles", "quantiles are numbers between 0 and 1 with commas between");
      }
      quantiles.add(Double.parseDouble(each));
    }
    if (quantiles.size() > QUANTILES_MAX) {
      throw new BadParameterException(
          "quantiles", "at most " + QUANTILES_MAX + " quantiles are told at once", QUANTILES_MAX);
    }
    return quantiles;
  }
}
