package dev.hopwise.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.SearchRequest.Place;
import dev.hopwise.testkit.RandomSpans;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Random searches, page by page over HTTP, against evaluating the query on every trace.
class RandomSearchTest {

  private static final long SEED = 20261122;
  private static final int QUERIES = 60;
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final Random random = new Random(SEED);

  @Test
  void findsExactlyTheTracesThatABruteForceEvaluationFinds() throws Exception {
    List<Span> spans = withParents(new RandomSpans(SEED).next(500));
    Map<TraceId, List<Span>> traces = spans.stream().collect(Collectors.groupingBy(Span::traceId));
    int found = 0;
    try (ApiFixture api = ApiFixture.of(spans)) {
      for (int i = 0; i < QUERIES; i++) {
        String query = query();
        long from = RandomSpans.FROM_EPOCH_NANOS + random.nextLong(HOUR_NANOS);
        long to = from + random.nextLong(2 * HOUR_NANOS);
        List<String> expected = bruteForce(traces, query, from, to);
        assertThat(paged(api, query, from, to))
            .as("seed %s, query %s: %s from %s to %s", SEED, i, query, from, to)
            .isEqualTo(expected);
        found += expected.size();
      }
    }
    assertThat(found).as("the queries must find something to prove anything").isGreaterThan(200);
  }

  private List<String> paged(ApiFixture api, String query, long from, long to) throws Exception {
    String path =
        "/api/v1/search?q=%s&from=%s&to=%s&limit=%d"
            .formatted(
                ApiFixture.encoded(query), seconds(from), seconds(to), 1 + random.nextInt(30));
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = api.json(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      assertThat(page.path("traces").isArray()).as("%s", page).isTrue();
      page.path("traces").forEach(trace -> ids.add(trace.path("traceId").asText()));
      cursor = page.path("cursor").asText("");
      if (page.path("cursor").isNull()) {
        cursor = "";
      }
    } while (!cursor.isEmpty() && ids.size() < 10_000);
    return ids;
  }

  private static String seconds(long nanos) {
    return "%d.%09d".formatted(nanos / 1_000_000_000, nanos % 1_000_000_000);
  }

  private static List<String> bruteForce(
      Map<TraceId, List<Span>> traces, String text, long from, long to) {
    Query query = TraceQl.parse(text);
    List<Place> places = new ArrayList<>();
    traces.forEach((id, spans) -> {
      TraceView view = TraceView.of(spans);
      SpanTree tree = view.tree();
      query.evaluate(view).stream()
          .flatMapToInt(set -> set.spans())
          .mapToLong(i -> tree.span(i).startEpochNanos())
          .filter(start -> start >= from && start < to)
          .max()
          .ifPresent(newest -> places.add(new Place(newest, id)));
    });
    return places.stream().sorted().map(place -> place.traceId().hex()).toList();
  }

  /// Half of the spans get an earlier span of their trace as parent.
  private List<Span> withParents(List<Span> spans) {
    Map<TraceId, List<Span>> seen = new HashMap<>();
    List<Span> result = new ArrayList<>();
    for (Span span : spans) {
      List<Span> before = seen.computeIfAbsent(span.traceId(), _ -> new ArrayList<>());
      Span placed =
          before.isEmpty() || random.nextBoolean()
              ? span
              : below(span, before.get(random.nextInt(before.size())).spanId());
      before.add(placed);
      result.add(placed);
    }
    return result;
  }

  private static Span below(Span span, long parent) {
    return new Span(
        span.traceId(),
        span.spanId(),
        parent,
        span.traceState(),
        span.flags(),
        span.name(),
        span.kind(),
        span.startEpochNanos(),
        span.endEpochNanos(),
        span.attributes(),
        span.droppedAttributesCount(),
        span.events(),
        span.droppedEventsCount(),
        span.links(),
        span.droppedLinksCount(),
        span.status(),
        span.resource(),
        span.scope());
  }

  private String query() {
    String first = spansets(2);
    return switch (random.nextInt(6)) {
      case 0 -> first + " | count() > " + random.nextInt(3);
      case 1 -> first + " | by(resource.service.name) | count() > 1";
      case 2 -> first + " | { " + condition(1) + " }";
      case 3 -> first + " | select(name)";
      default -> first;
    };
  }

  private String spansets(int depth) {
    if (depth == 0 || random.nextBoolean()) {
      return random.nextInt(10) == 0 ? "{ }" : "{ " + condition(2) + " }";
    }
    String operator =
        pick("&&", "||", ">>", ">", "<<", "<", "~", "!>>", "!<", "&>>", "&<", "&~", "!~");
    return "(" + spansets(depth - 1) + " " + operator + " " + spansets(depth - 1) + ")";
  }

  private String condition(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      return "(" + condition(depth - 1) + pick(" && ", " || ") + condition(depth - 1) + ")";
    }
    if (depth > 0 && random.nextInt(6) == 0) {
      return "!(" + condition(depth - 1) + ")";
    }
    return comparison();
  }

  private String comparison() {
    return switch (random.nextInt(12)) {
      case 0 -> "duration " + order() + " " + random.nextInt(1000) + "ms";
      case 1 -> "status " + pick("= ", "!= ") + pick("ok", "error", "unset");
      case 2 -> "kind " + pick("= ", "!= ") + pick("server", "client", "internal");
      case 3 -> "name " + order() + " " + text();
      case 4 -> "resource.service.name = " + pick("\"s0\"", "\"s1\"", "\"unknown_service\"");
      case 5 -> attribute() + pick(" = nil", " != nil");
      case 6 ->
          pick(attribute(), "name", "statusMessage")
              + pick(" =~ ", " !~ ")
              + pick("\"v.*\"", "\"v[0-2]|\"", "\".*\"");
      case 7 -> attribute() + " " + order() + " " + random.nextInt(600);
      case 8 -> attribute() + " " + pick("=", "!=") + " " + pick("true", "false");
      case 9 -> attribute();
      case 10 ->
          pick(
              "nestedSetParent < 0",
              "span:childCount > 0",
              "rootName != \"v1\"",
              "traceDuration > 10m",
              "instrumentation:name = \"v2\"",
              "rootServiceName = \"s1\"",
              "event:name = \"v1\"",
              attribute() + " + 1 > 5");
      default -> attribute() + " " + order() + " " + text();
    };
  }

  private String attribute() {
    String key =
        random.nextInt(3) == 0
            ? pick("http.route", "http.response.status_code", "db.system.name", "tenant.id")
            : "k" + random.nextInt(40);
    return pick(".", ".", "span.", "resource.", "event.", "link.", "instrumentation.") + key;
  }

  private String order() {
    return pick("=", "!=", "<", "<=", ">", ">=");
  }

  private String text() {
    return pick("\"v0\"", "\"v1\"", "\"v3\"", "\"\"", "\"é€😀1\"", "\"x\"");
  }

  private String pick(String... options) {
    return options[random.nextInt(options.length)];
  }
}
