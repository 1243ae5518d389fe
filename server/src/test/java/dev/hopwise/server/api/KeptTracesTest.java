package dev.hopwise.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Span;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the answers say of how a trace was kept: what stands at its spans, whatever is configured.
class KeptTracesTest {

  private static final Kept BASELINE = new Kept(0.05, "baseline", "quiet", null);
  private static final Kept LATE = new Kept(0.05, "baseline", "late", null);
  private static final Kept WINDOW = new Kept(0, "window", "reach-back", "w-7");

  @Test
  void tellsTheDecisionThatStandsAtTheSpans() throws Exception {
    try (ApiFixture api = shop(BASELINE, BASELINE, new Kept(0.01, "baseline", "quiet", null))) {
      JsonNode trace = trace(api);
      assertThat(trace.at("/decision"))
          .isEqualTo(
              ApiFixture.tree(
                  "{'decision':'keep','rule':'baseline','trigger':'quiet','probability':0.05,"
                      + "'windowId':null,'reason':'kept by rule baseline once it had been quiet;"
                      + " it stands for 20 traces'}"));
      assertThat(trace.at("/spans/0/inclusionProbability").asDouble()).isEqualTo(0.05);
      assertThat(trace.at("/spans/2/inclusionProbability").asDouble()).isEqualTo(0.01);
      assertThat(trace.at("/completeness/state").asText()).isEqualTo("complete");
      JsonNode found = api.json("/api/v1/search").at("/traces/0");
      assertThat(found.at("/probability").asDouble()).isEqualTo(0.05);
      assertThat(found.at("/windowId").isNull()).isTrue();
    }
  }

  @Test
  void saysWhichSpansCameAfterTheDecision() throws Exception {
    try (ApiFixture api = shop(LATE, BASELINE, LATE)) {
      JsonNode trace = trace(api);
      assertThat(trace.at("/completeness"))
          .isEqualTo(
              ApiFixture.tree("{'state':'late','reasons':['2 spans arrived after the decision']}"));
      assertThat(trace.at("/decision/trigger").asText()).isEqualTo("quiet");
    }
  }

  @Test
  void saysThatATraceWasKeptOnlyWhenLateSpansHadArrived() throws Exception {
    try (ApiFixture api = shop(LATE, LATE, LATE)) {
      JsonNode trace = trace(api);
      assertThat(trace.at("/completeness/state").asText()).isEqualTo("late");
      assertThat(trace.at("/completeness/reasons/0").asText()).contains("dropped at first");
      assertThat(trace.at("/decision/reason").asText()).contains("after the decision");
    }
  }

  @Test
  void saysThatALateErrorKeptATraceAfterAll() throws Exception {
    Kept promoted = new Kept(1, "errors", "promoted", null);
    try (ApiFixture api = shop(promoted, promoted, promoted)) {
      JsonNode trace = trace(api);
      assertThat(trace.at("/decision/reason").asText()).contains("after late spans");
    }
  }

  @Test
  void isPartialRatherThanLateWhereSpansAreMissing() throws Exception {
    List<Span> orphans = kept(Shop.trace().subList(1, 3), BASELINE, LATE);
    try (ApiFixture api = ApiFixture.of(orphans)) {
      JsonNode completeness = trace(api).at("/completeness");
      assertThat(completeness.at("/state").asText()).isEqualTo("partial");
      assertThat(completeness.at("/reasons").toString())
          .contains("no root span", "1 span arrived after the decision");
    }
  }

  @Test
  void namesTheIncidentWindow() throws Exception {
    try (ApiFixture api = shop(WINDOW, WINDOW, WINDOW)) {
      assertThat(trace(api).at("/decision/windowId").asText()).isEqualTo("w-7");
      assertThat(trace(api).at("/decision/reason").asText())
          .isEqualTo(
              "kept by incident window w-7 from the journal, when the window was opened;"
                  + " it stands for itself only, since what was kept before stands for the rest");
      JsonNode found = api.json("/api/v1/search").at("/traces/0");
      assertThat(found.at("/probability").asDouble()).isZero();
      assertThat(found.at("/windowId").asText()).isEqualTo("w-7");
    }
  }

  @Test
  void saysNothingWhereNobodyDecided() throws Exception {
    try (ApiFixture api = ApiFixture.of(Shop.trace())) {
      JsonNode trace = trace(api);
      assertThat(trace.get("decision").isNull()).isTrue();
      assertThat(trace.at("/spans/0").has("inclusionProbability")).isFalse();
    }
  }

  private static JsonNode trace(ApiFixture api) throws Exception {
    return api.json("/api/v1/traces/abcdef");
  }

  private static ApiFixture shop(Kept... kept) {
    return ApiFixture.of(kept(Shop.trace(), kept));
  }

  private static List<Span> kept(List<Span> spans, Kept... kept) {
    return IntStream.range(0, spans.size()).mapToObj(i -> spans.get(i).withKept(kept[i])).toList();
  }
}
