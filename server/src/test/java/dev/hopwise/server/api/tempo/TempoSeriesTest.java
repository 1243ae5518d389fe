package dev.hopwise.server.api.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.server.api.ApiFixture;
import dev.hopwise.server.api.Shop;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tempo's metrics queries, as Grafana decodes them: strictly.
class TempoSeriesTest {

  /// The shop's spans start at full seconds plus 0, 10 and 20 ms, a minute before now.
  private static final long START = Shop.START / 1_000_000_000L;

  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = ApiFixture.of(Shop.trace());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static JsonNode range(String query, String more) throws Exception {
    return api.json(
        "/tempo/api/metrics/query_range?q=%s&start=%d&end=%d&step=30s%s"
            .formatted(ApiFixture.encoded(query), START, START + 60, more));
  }

  @Test
  void answersSeriesWithTheFieldsOfTheMessageOnly() throws Exception {
    JsonNode answer = range("{ } | count_over_time() by (resource.service.name)", "&exemplars=0");
    assertThat(answer.path("series"))
        .isEqualTo(
            ApiFixture.tree(
                """
                [{'labels':[{'key':'resource.service.name','value':{'stringValue':'gateway'}}],
                  'samples':[{'timestampMs':'%1$d','value':1.0},
                             {'timestampMs':'%2$d','value':1.0},{'timestampMs':'%3$d'}]},
                 {'labels':[{'key':'resource.service.name','value':{'stringValue':'payments'}}],
                  'samples':[{'timestampMs':'%1$d'},
                             {'timestampMs':'%2$d','value':1.0},{'timestampMs':'%3$d'}]}]\
                """
                    .formatted(START * 1_000, START * 1_000 + 30_000, START * 1_000 + 60_000)));
    assertThat(answer.fieldNames()).toIterable().containsExactly("series", "metrics");
    assertThat(answer.path("metrics").fieldNames())
        .toIterable()
        .isSubsetOf(
            "inspectedTraces", "inspectedBytes", "completedJobs", "totalJobs", "inspectedSpans");
    assertThat(answer.at("/metrics/totalJobs").isInt()).isTrue();
    assertThat(answer.at("/metrics/inspectedSpans").isTextual()).isTrue();
  }

  @Test
  void labelsHaveTheTypesOfTheirValues() throws Exception {
    assertThat(labels("{ } | rate()"))
        .isEqualTo("[{'key':'__name__','value':{'stringValue':'rate'}}]");
    assertThat(labels("{ name = \"charge\" && kind = server } | rate() by (status, kind, .none)"))
        .isEqualTo(
            "[{'key':'status','value':{'stringValue':'error'}},"
                + "{'key':'kind','value':{'stringValue':'server'}}]");
    assertThat(labels("{ } | rate() by (.none)"))
        .isEqualTo("[{'key':'.none','value':{'stringValue':'nil'}}]");
    assertThat(
            labels(
                "{ kind = server && name != \"charge\" } | rate() by"
                    + " (span.http.response.status_code)"))
        .isEqualTo("[{'key':'span.http.response.status_code','value':{'intValue':'503'}}]");
    assertThat(labels("{ kind = client } | quantile_over_time(duration, .5)"))
        .isEqualTo("[{'key':'p','value':{'doubleValue':0.5}}]");
    assertThat(labels("{ kind = client } | histogram_over_time(duration)"))
        .isEqualTo("[{'key':'__bucket','value':{'doubleValue':0.067108864}}]");
  }

  private static String labels(String query) throws Exception {
    return range(query, "").at("/series/0/labels").toString().replace('"', '\'');
  }

  @Test
  void exemplarsNameATraceThatIsThere() throws Exception {
    JsonNode exemplar =
        range("{ kind = client } | max_over_time(duration)", "&exemplars=5")
            .at("/series/0/exemplars");
    assertThat(exemplar)
        .isEqualTo(
            ApiFixture.tree(
                """
                [{'labels':[{'key':'trace:id',
                             'value':{'stringValue':'00000000000000000000000000abcdef'}}],
                  'value':0.05,'timestampMs':'%d'}]\
                """
                    .formatted(START * 1_000 + 10)));
    assertThat(range("{ } | rate() with (exemplars=false)", "").at("/series/0/exemplars"))
        .isEmpty();
    assertThat(range("{ } | rate()", "").at("/series/0/exemplars/0/value").asDouble())
        .as("Grafana drops those without a value")
        .isPositive();
  }

  @Test
  void answersInstantsWithOneValueForTheWholeRange() throws Exception {
    JsonNode answer =
        api.json(
            "/tempo/api/metrics/query?query=%s&start=%d&end=%d"
                .formatted(
                    ApiFixture.encoded("{ } | count_over_time() by (name)"), START, START + 60));
    assertThat(answer.path("series"))
        .isEqualTo(
            ApiFixture.tree(
                """
                [{'labels':[{'key':'name','value':{'stringValue':'charge'}}],'value':2.0},
                 {'labels':[{'key':'name','value':{'stringValue':'POST /checkout'}}],'value':1.0}]\
                """));
  }

  @Test
  void readsTimesInEveryForm() throws Exception {
    String count = "q=" + ApiFixture.encoded("{ } | count_over_time()");
    for (String range :
        new String[] {
          "start=" + START + "&end=" + (START + 1),
          "start=" + START + ".000&end=" + START + ".5",
          "start=" + START + "000000000&end=" + START + "500000000",
          "start=2026-11-22T13:59:00Z&end=2026-11-22T13:59:00.5Z",
          "since=60s",
          "since=1m",
          "since=1h30m",
          ""
        }) {
      JsonNode answer = api.json("/tempo/api/metrics/query?" + count + "&" + range);
      assertThat(answer.at("/series/0/value").asInt()).as(range + answer).isEqualTo(3);
    }
  }

  @Test
  void comparesWithItsLabels() throws Exception {
    JsonNode answer =
        api.json(
            "/tempo/api/metrics/query?q="
                + ApiFixture.encoded("{ } | compare({ status = error })"));
    assertThat(answer.path("series"))
        .contains(
            ApiFixture.tree(
                """
                {'labels':[{'key':'__meta_type','value':{'stringValue':'selection'}},
                           {'key':'resource.service.name','value':{'stringValue':'payments'}}],
                 'value':1.0}\
                """),
            ApiFixture.tree(
                """
                {'labels':[{'key':'__meta_type','value':{'stringValue':'baseline_total'}},
                           {'key':'name','value':{'stringValue':'nil'}}],'value':2.0}\
                """));
  }

  @Test
  void marksWhatIsCutOff() throws Exception {
    JsonNode answer = range("{ } | rate() by (name)", "&maxSeries=1");
    assertThat(answer.path("series")).hasSize(1);
    assertThat(answer.path("status").asText()).isEqualTo("PARTIAL");
    assertThat(answer.path("message").asText()).contains("of 2 series the largest 1");
  }

  @ParameterizedTest
  @CsvSource({
    "'q={ }', this selects spans",
    "'q={ } | rate(', invalid TraceQL query",
    "'', q is missing",
    "'q={ } | rate()&start=5&end=5', before end",
    "'q={ } | rate()&start=soon', invalid start",
    "'q={ } | rate()&step=0', no duration",
    "'q={ } | rate()&step=-1s', no duration",
    "'q={ } | rate()&start=1&end=100000', 24 h",
    "'q={ } | rate()&step=1us', 11000",
  })
  void refusesWithALineOfText(String parameters, String message) throws Exception {
    HttpResponse<byte[]> answer =
        api.get(
            "/tempo/api/metrics/query_range?"
                + parameters
                    .replace("{ } | rate()", "%7B%7D%7Crate()")
                    .replace("{ } | rate(", "%7B%7D%7Crate(")
                    .replace("{ }", "%7B%7D"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(message);
  }

  @Test
  void aSearchSaysThatItCannotAnswerNumbers() throws Exception {
    HttpResponse<byte[]> answer =
        api.get("/tempo/api/search?q=" + ApiFixture.encoded("{ } | rate()"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("makes series of spans");
  }
}
