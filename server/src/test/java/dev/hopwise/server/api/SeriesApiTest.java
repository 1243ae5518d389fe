package dev.hopwise.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.model.rollup.SeriesKey;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesApiTest {

  private static final long START = Shop.START / 1_000_000_000L;

  private static String path(String query, String more) {
    return "/api/v1/query/series?q=%s&from=%d&to=%d&step=1m%s"
        .formatted(ApiFixture.encoded(query), START, START + 60, more);
  }

  @Test
  void tellsWhatSampledSpansStandForWithTheIntervalAndTheSource() throws Exception {
    List<Span> kept =
        Shop.trace().stream()
            .map(span -> span.withKept(new Kept(0.25, "baseline", "quiet", null)))
            .toList();
    try (ApiFixture api = ApiFixture.of(kept)) {
      JsonNode answer = api.json(path("{ } | count_over_time()", "&exemplars=1"));
      assertThat(answer.path("source").asText()).isEqualTo("spans");
      assertThat(answer.path("resolutionSeconds").isNull()).isTrue();
      assertThat(answer.path("stepSeconds").asInt()).isEqualTo(60);
      assertThat(answer.path("partial").asBoolean(true)).isFalse();
      assertThat(answer.at("/series/0/labels"))
          .isEqualTo(
              ApiFixture.tree("[{'key':'__name__','value':{'stringValue':'count_over_time'}}]"));
      JsonNode last = answer.at("/series/0/points/1");
      assertThat(last.path(0).asLong()).isEqualTo(START + 60);
      assertThat(last.path(1).asDouble()).isEqualTo(8);
      assertThat(last.path(2).asDouble()).isBetween(2.0, 8.0);
      assertThat(last.path(3).asDouble()).isGreaterThan(20);
      assertThat(last.path(4).asLong()).isEqualTo(2);
      assertThat(answer.at("/series/0/exemplars/0/traceId").asText()).isEqualTo(Shop.ID.hex());
    }
  }

  @Test
  void countsFromRollupsWhereTheseKnow() throws Exception {
    try (ApiFixture api = ApiFixture.of(Shop.trace())) {
      SeriesKey.OfSpans key =
          new SeriesKey.OfSpans("gateway", "POST /checkout", SpanKind.SERVER, StatusCode.UNSET);
      RollupRow row = RollupRow.ofSpans(key, new DurationCounts().reset(0, 1).add(3, 600));
      api.rollups.append(new RollupCut(START, 10_000, List.of(row)));
      JsonNode answer = api.json(path("{ } | rate() by (name)", "&exemplars=3"));
      assertThat(answer.path("source").asText()).isEqualTo("rollups");
      assertThat(answer.path("resolutionSeconds").asInt()).isEqualTo(60);
      assertThat(answer.at("/series/0/points/1"))
          .isEqualTo(ApiFixture.tree("[%d,10,10,10,600]".formatted(START + 60)));
      assertThat(answer.path("inspectedSpans").asLong()).isZero();
    }
  }

  @Test
  void aMissingLabelIsNull() throws Exception {
    try (ApiFixture api = ApiFixture.of(Shop.trace())) {
      assertThat(api.json(path("{ } | rate() by (.none)", "")).at("/series/0/labels").toString())
          .isEqualTo("[{\"key\":\".none\",\"value\":null}]");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'q=', q",
    "'q=%7B%7D', q",
    "'q=%7B%7D%7Crate()&step=soon', step",
    "'q=%7B%7D%7Crate()&limit=1001', limit",
    "'q=%7B%7D%7Crate()&exemplars=101', exemplars",
    "'q=%7B%7D%7Crate()&from=1&to=1000000', from",
    "'q=%7B%7D%7Crate()&step=1us', step",
  })
  void refusesWhatIsWrongByItsName(String parameters, String field) throws Exception {
    try (ApiFixture api = ApiFixture.of(Shop.trace())) {
      HttpResponse<byte[]> answer = api.get("/api/v1/query/series?" + parameters);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(ApiFixture.MAPPER.readTree(answer.body()).path("field").asText()).isEqualTo(field);
    }
  }
}
