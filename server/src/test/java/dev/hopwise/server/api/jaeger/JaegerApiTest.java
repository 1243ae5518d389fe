package dev.hopwise.server.api.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.DurationTotals;
import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.server.api.ApiFixture;
import dev.hopwise.server.api.Shop;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Each request that Jaeger's pages and Grafana's data source send, shape by shape.
class JaegerApiTest {

  private static final long NOW_MILLIS = ApiFixture.NOW.toEpochMilli();
  private static final long START_MICROS = Shop.START / 1_000;
  private static final String HOUR =
      "&start=" + (NOW_MILLIS - 3_600_000) * 1_000 + "&end=" + NOW_MILLIS * 1_000;
  private static final String V3_HOUR =
      "query.startTimeMin=2026-11-22T13:00:00Z&query.startTimeMax=2026-11-22T14:00:00.5Z";

  private static ApiFixture api;

  @BeforeAll
  static void start() {
    List<Span> spans = new ArrayList<>(Shop.trace());
    // Zipkin's way: a CLIENT and a SERVER of one id, and a span below the server.
    spans.add(Shop.span(9, 0, "old", "call", SpanKind.CLIENT, 0, 10, Attributes.EMPTY));
    spans.add(Shop.span(9, 0, "new", "call", SpanKind.SERVER, 1, 9, Attributes.EMPTY));
    spans.add(Shop.span(10, 9, "new", "work", SpanKind.UNSPECIFIED, 2, 8, Attributes.EMPTY));
    api = ApiFixture.of(spans);
    long second = ApiFixture.NOW.getEpochSecond();
    for (int i = 1; i <= 60; i++) {
      api.rollups.append(
          new RollupCut(
              second - i * 10L,
              10_000,
              List.of(
                  RollupRow.ofSpans(series("POST /checkout", StatusCode.UNSET), counts(15)),
                  RollupRow.ofSpans(series("POST /checkout", StatusCode.ERROR), counts(5)),
                  new RollupRow(
                      new SeriesKey.OfEdge("gateway", "payments", ""),
                      5,
                      counts(20),
                      counts(20)))));
    }
  }

  private static SeriesKey.OfSpans series(String name, StatusCode status) {
    return new SeriesKey.OfSpans("gateway", name, SpanKind.SERVER, status);
  }

  /// All of about 100 ms.
  private static DurationCounts counts(long count) {
    DurationTotals totals = new DurationTotals();
    int index = (int) Math.floor(16 * Math.log(0.1) / Math.log(2));
    totals.add(new DurationCounts().reset(0, count * 100_000_000L).add(index, count));
    return totals.counts();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void listsServicesAndOperations() throws Exception {
    assertThat(api.json("/jaeger/api/services"))
        .isEqualTo(
            ApiFixture.tree(
                "{'data':['gateway','new','old','payments'],'total':4,'limit':0,'offset':0,'errors':null}"));
    assertThat(api.json("/jaeger/api/services/gateway/operations").at("/data"))
        .isEqualTo(ApiFixture.tree("['POST /checkout','charge']"));
    assertThat(api.json("/jaeger/api/operations?service=gateway"))
        .isEqualTo(
            ApiFixture.tree(
                """
                {'data':[{'name':'POST /checkout','spanKind':'server'},{'name':'charge','spanKind':''}],
                 'total':2,'limit':0,'offset':0,'errors':null}
                """));
    assertThat(
            api.json("/jaeger/api/operations?service=gateway&spanKind=server").at("/total").asInt())
        .isEqualTo(1);
    assertError(400, "parameter 'service' is required", "/jaeger/api/operations");
    assertError(400, null, "/jaeger/api/operations?service=a&spanKind=x");
    assertThat(api.json("/jaeger/api/v3/services"))
        .isEqualTo(ApiFixture.tree("{'services':['gateway','new','old','payments']}"));
    assertThat(api.json("/jaeger/api/v3/operations?service=gateway&span_kind=server"))
        .isEqualTo(
            ApiFixture.tree("{'operations':[{'name':'POST /checkout','spanKind':'server'}]}"));
  }

  @Test
  void answersATraceAsItConvertsIt() throws Exception {
    JsonNode answer = api.json("/jaeger/api/traces/abcdef?prettyPrint=true");
    JsonNode trace = answer.at("/data/0");
    assertThat(answer.at("/errors").isNull()).isTrue();
    assertThat(trace.at("/traceID").asText()).isEqualTo("0000000000abcdef");
    JsonNode charge = null;
    for (JsonNode span : trace.at("/spans")) {
      charge = span.at("/spanID").asText().endsWith("03") ? span : charge;
    }
    String process = charge.at("/processID").asText();
    assertThat(trace.at("/processes/" + process))
        .isEqualTo(ApiFixture.tree("{'serviceName':'payments','tags':[]}"));
    assertThat(charge)
        .isEqualTo(
            ApiFixture.tree(
                """
                {'traceID':'0000000000abcdef','spanID':'0000000000000003','flags':1,
                 'operationName':'charge','references':[
                   {'refType':'CHILD_OF','traceID':'0000000000abcdef','spanID':'0000000000000002'},
                   {'refType':'FOLLOWS_FROM','traceID':'00000000000000010000000000000002',
                    'spanID':'0000000000000003'}],
                 'startTime':%d,'duration':30000,'tags':[
                   {'key':'otel.scope.name','type':'string','value':'lib'},
                   {'key':'otel.scope.version','type':'string','value':'1'},
                   {'key':'enduser.id','type':'string','value':'u1'},
                   {'key':'span.kind','type':'string','value':'server'},
                   {'key':'otel.status_code','type':'string','value':'ERROR'},
                   {'key':'error','type':'bool','value':true},
                   {'key':'otel.status_description','type':'string','value':'declined'}],
                 'logs':[{'timestamp':%d,'fields':[
                   {'key':'event','type':'string','value':'exception'},
                   {'key':'m','type':'string','value':'x'}]}],
                 'processID':'%s','warnings':null}
                """
                    .formatted(START_MICROS + 20_000, START_MICROS + 30_000, process)));
    // As base64, and with a time in milliseconds where microseconds are expected.
    assertThat(api.json("/jaeger/api/traces/AAAAAAAAAAAAAAAAAKvN7w==").at("/data/0"))
        .isEqualTo(trace);
    assertThat(
            api.json(
                    "/jaeger/api/traces/abcdef?start=%d&end=%d"
                        .formatted(NOW_MILLIS - 3_600_000, NOW_MILLIS))
                .at("/data/0"))
        .isEqualTo(trace);
    assertError(404, "trace not found", "/jaeger/api/traces/1");
    assertError(400, null, "/jaeger/api/traces/nothex");
  }

  @Test
  void givesSpansThatShareAnIdOneEachUnlessTheyAreWantedRaw() throws Exception {
    JsonNode spans = api.json("/jaeger/api/traces/abcdef").at("/data/0/spans");
    assertThat(spans.findValuesAsText("spanID").stream().distinct().count()).isGreaterThan(5);
    JsonNode server = byNameAndKind(spans, "call", "server");
    JsonNode client = byNameAndKind(spans, "call", "client");
    JsonNode work = byNameAndKind(spans, "work", "");
    assertThat(client.at("/spanID").asText()).isEqualTo("0000000000000009");
    assertThat(server.at("/spanID")).isNotEqualTo(client.at("/spanID"));
    assertThat(server.at("/references/0/spanID")).isEqualTo(client.at("/spanID"));
    assertThat(work.at("/references/0/spanID")).isEqualTo(server.at("/spanID"));
    JsonNode raw = api.json("/jaeger/api/traces/abcdef?raw=true").at("/data/0/spans");
    assertThat(byNameAndKind(raw, "call", "server").at("/spanID")).isEqualTo(client.at("/spanID"));
    assertThat(byNameAndKind(raw, "work", "").at("/references/0/spanID"))
        .isEqualTo(client.at("/spanID"));
  }

  private static JsonNode byNameAndKind(JsonNode spans, String name, String kind) {
    for (JsonNode span : spans) {
      String found = "";
      for (JsonNode tag : span.at("/tags")) {
        found = tag.at("/key").asText().equals("span.kind") ? tag.at("/value").asText() : found;
      }
      if (span.at("/operationName").asText().equals(name) && found.equals(kind)) {
        return span;
      }
    }
    throw new AssertionError("no " + kind + " " + name);
  }

  @Test
  void findsTracesByWhatOneSpanHas() throws Exception {
    String found = "?service=gateway&operation=POST%20%2Fcheckout&lookback=1h&limit=20" + HOUR;
    assertFound(1, found + "&minDuration=100ms&maxDuration=1h30m");
    assertFound(0, found + "&minDuration=100.1ms");
    assertFound(
        1, found + "&tags=" + ApiFixture.encoded("{\"http.response.status_code\":\"503\"}"));
    assertFound(0, found + "&tags=" + ApiFixture.encoded("{\"enduser.id\":\"u1\"}"));
    assertFound(1, "?service=payments&tag=enduser.id:u1&tag=error:true&tag=m:x" + HOUR);
    assertFound(0, "?service=payments&tag=span.kind:client" + HOUR);
    assertFound(1, "?service=payments&minDuration=&maxDuration=");
    assertFound(0, "?service=payments&start=1&end=2");
    JsonNode byId = api.json("/jaeger/api/traces?traceID=abcdef&traceID=77");
    assertThat(byId.at("/data").size()).isEqualTo(1);
    assertThat(byId.at("/errors"))
        .isEqualTo(
            ApiFixture.tree("[{'code':404,'msg':'trace not found','traceID':'0000000000000077'}]"));
  }

  private static void assertFound(int traces, String query) throws Exception {
    JsonNode answer = api.json("/jaeger/api/traces" + query);
    assertThat(answer.at("/data").isArray()).as(query + answer).isTrue();
    assertThat(answer.at("/data").size()).as(query).isEqualTo(traces);
  }

  @Test
  void refusesBadParametersByName() throws Exception {
    for (String bad :
        List.of(
            "limit=0",
            "limit=1001",
            "start=x",
            "start=9999999999999999999",
            "minDuration=5",
            "minDuration=2s&maxDuration=1s",
            "tags=%7B",
            "tags=%5B%5D",
            "tag=x",
            "tag=span.kind:x",
            "raw=maybe")) {
      String name =
          bad.startsWith("minDuration=2s") ? "maxDuration" : bad.substring(0, bad.indexOf('='));
      JsonNode error = assertError(400, null, "/jaeger/api/traces?service=a&" + bad);
      assertThat(error.at("/errors/0/msg").asText()).as(bad).contains(name);
    }
  }

  @Test
  void answersVersion3() throws Exception {
    JsonNode trace = api.json("/jaeger/api/v3/traces/abcdef?raw_traces=true");
    JsonNode span = trace.at("/result/resourceSpans/0/scopeSpans/0/spans/0");
    assertThat(span.at("/traceId").asText()).isEqualTo("00000000000000000000000000abcdef");
    assertThat(span.at("/kind").isInt()).isTrue();
    assertThat(span.at("/startTimeUnixNano").isTextual()).isTrue();
    String hint = "start_time=2026-11-22T13:00:00+00:00&end_time=2026-11-22T15:00:00+00:00";
    assertThat(api.json("/jaeger/api/v3/traces/abcdef?raw_traces=true&" + hint)).isEqualTo(trace);
    String query =
        V3_HOUR + "&query.serviceName=payments&query.searchDepth=20&query.durationMin=1ms";
    assertThat(
            api.json(
                    "/jaeger/api/v3/traces?query.attributes=%7B%22enduser.id%22%3A%22u1%22%7D&"
                        + query)
                .at("/result/resourceSpans")
                .size())
        .isEqualTo(4);
    assertV3Error(404, "No traces found", V3_HOUR + "&query.serviceName=nobody");
    assertV3Error(400, "query.startTimeMin is required", "query.serviceName=payments");
    assertV3Error(400, null, V3_HOUR + "&query.searchDepth=0");
    assertV3Error(400, null, V3_HOUR + "&query.filter=x");
    assertThat(api.get("/jaeger/api/v3/traces/1").statusCode()).isEqualTo(404);
    HttpResponse<String> posted =
        api.post(
            "/jaeger/api/v3/traces",
            """
            {"query":{"serviceName":"payments","attributes":{"enduser.id":"u1"},
            "startTimeMin":"2026-11-22T13:00:00Z","startTimeMax":"2026-11-22T14:00:00Z"}}
            """);
    assertThat(ApiFixture.MAPPER.readTree(posted.body()).at("/result/resourceSpans").size())
        .isEqualTo(4);
  }

  @Test
  void heedsTheAttributesOfAPostedQuery() throws Exception {
    String query =
        """
        {"query":{"attributes":{"enduser.id":"u2"},
        "startTimeMin":"2026-11-22T13:00:00Z","startTimeMax":"2026-11-22T14:00:00Z"}}
        """;
    assertThat(api.post("/jaeger/api/v3/traces", query).statusCode()).isEqualTo(404);
    assertThat(api.post("/jaeger/api/v3/traces", query.replace("u2", "u1")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void summarisesTraces() throws Exception {
    assertThat(api.json("/jaeger/api/v3/trace-summaries?query.service_name=payments&" + V3_HOUR))
        .isEqualTo(
            ApiFixture.tree(
                """
                {'summaries':[{'traceId':'00000000000000000000000000abcdef',
                  'rootServiceName':'gateway','rootOperationName':'POST /checkout',
                  'minStartTimeUnixNano':'%d','maxEndTimeUnixNano':'%d',
                  'spanCount':6,'errorSpanCount':1,'orphanSpanCount':0,'services':[
                    {'name':'gateway','spanCount':2,'errorSpanCount':0},
                    {'name':'payments','spanCount':1,'errorSpanCount':1},
                    {'name':'old','spanCount':1,'errorSpanCount':0},
                    {'name':'new','spanCount':2,'errorSpanCount':0}]}]}
                """
                    .formatted(Shop.START, Shop.START + 100_000_000)));
    assertThat(api.json("/jaeger/api/v3/trace-summaries?query.serviceName=nobody&" + V3_HOUR))
        .isEqualTo(ApiFixture.tree("{}"));
  }

  @Test
  void tellsDependenciesAsTheyWereMeasured() throws Exception {
    String range = "?endTs=" + NOW_MILLIS + "&lookback=3600000";
    assertThat(api.json("/jaeger/api/dependencies" + range).at("/data"))
        .isEqualTo(ApiFixture.tree("[{'parent':'gateway','child':'payments','callCount':1200}]"));
    assertThat(api.json("/jaeger/api/dependencies" + range + "&service=nobody").at("/data"))
        .isEmpty();
    assertThat(
            api.json(
                "/jaeger/api/v3/dependencies?startTime=2026-11-22T13:00:00Z&endTime=2026-11-22T14:00:00Z"))
        .isEqualTo(
            ApiFixture.tree(
                "{'dependencies':[{'parent':'gateway','child':'payments','callCount':'1200'}]}"));
    assertError(400, null, "/jaeger/api/dependencies?lookback=0");
    assertError(400, null, "/jaeger/api/dependencies?lookback=99999999999999");
  }

  @Test
  void tellsMetricsAsTheyWereMeasured() throws Exception {
    String range =
        "?service=gateway&endTs=" + NOW_MILLIS + "&lookback=300000&step=60000&ratePer=60000";
    JsonNode calls = api.json("/jaeger/api/metrics/calls" + range + "&groupByOperation=true");
    assertThat(calls.at("/name").asText()).isEqualTo("service_operation_call_rate");
    assertThat(calls.at("/type").asText()).isEqualTo("GAUGE");
    assertThat(calls.at("/metrics/0/labels"))
        .isEqualTo(
            ApiFixture.tree(
                "[{'name':'service_name','value':'gateway'},{'name':'operation','value':'POST /checkout'}]"));
    JsonNode points = calls.at("/metrics/0/metricPoints");
    assertThat(points.size()).isEqualTo(6);
    assertThat(points.at("/5"))
        .isEqualTo(
            ApiFixture.tree(
                "{'gaugeValue':{'doubleValue':2.0},'timestamp':'2026-11-22T14:00:00Z'}"));
    JsonNode errors = api.json("/jaeger/api/metrics/errors" + range);
    assertThat(errors.at("/metrics/0/metricPoints/5/gaugeValue/doubleValue").asDouble())
        .isEqualTo(0.25);
    JsonNode latencies = api.json("/jaeger/api/metrics/latencies" + range + "&quantile=0.95");
    assertThat(latencies.at("/help").asText())
        .isEqualTo("0.95th quantile latency, grouped by service");
    assertThat(latencies.at("/metrics/0/metricPoints/5/gaugeValue/doubleValue").asDouble())
        .isBetween(95.0, 105.0);
    JsonNode before =
        api.json("/jaeger/api/metrics/calls?service=gateway&lookback=3600000&step=600000");
    assertThat(before.at("/metrics/0/metricPoints/0/gaugeValue/doubleValue").asText())
        .isEqualTo("NaN");
    assertThat(api.json("/jaeger/api/metrics/calls" + range + "&spanKind=client").at("/metrics"))
        .isEmpty();
    assertError(400, null, "/jaeger/api/metrics/calls");
    assertError(400, null, "/jaeger/api/metrics/latencies?service=gateway");
    assertError(400, null, "/jaeger/api/metrics/latencies?service=gateway&quantile=1.5");
    assertError(400, null, "/jaeger/api/metrics/calls?service=gateway&step=0");
  }

  @Test
  void aYearOfMetricsIsCoarserInsteadOfLarger() throws Exception {
    JsonNode year =
        api.json("/jaeger/api/metrics/calls?service=gateway&step=5000&lookback=31536000000");
    assertThat(year.at("/metrics/0/metricPoints").size()).isBetween(100, 2_000);
  }

  @Test
  void transformsWhatIsDroppedOnThePage() throws Exception {
    String otlp =
        """
        {"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"spans":[
        {"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708","name":"x",
        "startTimeUnixNano":"1000000","endTimeUnixNano":"2000000","attributes":[
        {"key":"big","value":{"intValue":"9007199254740993"}},
        {"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"},{"intValue":"1"}]}}}]}]}]}]}
        """;
    JsonNode answer = ApiFixture.MAPPER.readTree(api.post("/jaeger/api/transform", otlp).body());
    assertThat(answer.at("/data/0/traceID").asText()).isEqualTo("0102030405060708090a0b0c0d0e0f10");
    assertThat(answer.at("/data/0/processes/p1/serviceName").asText())
        .isEqualTo("OTLPResourceNoServiceName");
    assertThat(answer.at("/data/0/spans/0/tags"))
        .isEqualTo(
            ApiFixture.tree(
                """
                [{'key':'big','type':'int64','value':'9007199254740993'},
                 {'key':'list','type':'string','value':'[\\"a\\",1]'}]
                """));
    assertThat(answer.at("/data/0/spans/0/startTime").asLong()).isEqualTo(1_000);
    assertThat(api.post("/jaeger/api/transform", "{").statusCode()).isEqualTo(400);
    assertThat(api.post("/jaeger/api/transform", " ".repeat((8 << 20) + 1)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void hasNoArchiveAndNoOtherPaths() throws Exception {
    HttpResponse<String> archive = api.post("/jaeger/api/archive/abcdef", "");
    assertThat(archive.statusCode()).isEqualTo(500);
    assertThat(ApiFixture.MAPPER.readTree(archive.body()).at("/errors/0/msg").asText())
        .isEqualTo("archive span storage was not configured");
    HttpResponse<byte[]> unknown = api.get("/jaeger/api/quality-metrics");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(text(unknown)).isEqualTo("404 page not found\n");
  }

  private static JsonNode assertError(
      int status, @org.jspecify.annotations.Nullable String message, String path) throws Exception {
    HttpResponse<byte[]> answer = api.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
    JsonNode error = ApiFixture.MAPPER.readTree(answer.body());
    assertThat(error.at("/data").isNull()).isTrue();
    assertThat(error.at("/errors/0/code").asInt()).isEqualTo(status);
    if (message != null) {
      assertThat(error.at("/errors/0/msg").asText()).isEqualTo(message);
    }
    return error;
  }

  private static void assertV3Error(
      int status, @org.jspecify.annotations.Nullable String message, String query)
      throws Exception {
    HttpResponse<byte[]> answer = api.get("/jaeger/api/v3/traces?" + query);
    assertThat(answer.statusCode()).as(query).isEqualTo(status);
    JsonNode error = ApiFixture.MAPPER.readTree(answer.body()).at("/error");
    assertThat(error.at("/httpCode").asInt()).isEqualTo(status);
    if (message != null) {
      assertThat(error.at("/message").asText()).isEqualTo(message);
    }
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
