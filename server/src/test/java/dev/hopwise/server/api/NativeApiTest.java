package dev.hopwise.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NativeApiTest {

  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = ApiFixture.of(Shop.trace());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void answersATraceInTheOrderOfTheWaterfallWithItsCriticalPath() throws Exception {
    JsonNode trace = api.json("/api/v1/traces/ABCDEF");
    assertThat(trace.at("/traceId").asText()).isEqualTo("00000000000000000000000000abcdef");
    assertThat(trace.at("/startUnixNanos").asText()).isEqualTo(Long.toString(Shop.START));
    assertThat(trace.at("/durationNanos").asLong()).isEqualTo(100_000_000);
    assertThat(trace.at("/root"))
        .isEqualTo(ApiFixture.tree("{'span':0,'service':'gateway','name':'POST /checkout'}"));
    assertThat(trace.at("/completeness"))
        .isEqualTo(ApiFixture.tree("{'state':'complete','reasons':[]}"));
    assertThat(trace.at("/services"))
        .isEqualTo(
            ApiFixture.tree(
                "[{'name':'gateway','spanCount':2,'errorCount':0},"
                    + "{'name':'payments','spanCount':1,'errorCount':1}]"));
    assertThat(trace.at("/resources").size()).isEqualTo(2);
    assertThat(trace.at("/scopes").size()).isEqualTo(1);
    assertThat(trace.at("/spans/2"))
        .isEqualTo(
            ApiFixture.tree(
                """
                {'spanId':'0000000000000003','parentSpanId':'0000000000000002','parent':1,
                 'depth':2,'name':'charge','kind':'SERVER','startOffsetNanos':20000000,
                 'durationNanos':30000000,'status':{'code':'ERROR','message':'declined'},
                 'resource':1,'scope':0,
                 'attributes':[{'key':'enduser.id','value':{'stringValue':'u1'}}],
                 'droppedAttributesCount':0,
                 'events':[{'offsetNanos':30000000,'name':'exception',
                            'attributes':[{'key':'m','value':{'stringValue':'x'}}]}],
                 'droppedEventsCount':0,
                 'links':[{'traceId':'00000000000000010000000000000002',
                           'spanId':'0000000000000003','traceState':'a=b','attributes':[]}],
                 'droppedLinksCount':0,'traceState':'','flags':257}
                """));
    assertThat(trace.at("/criticalPath/totalNanos").asLong()).isEqualTo(100_000_000);
    assertThat(trace.at("/criticalPath/segments/2"))
        .isEqualTo(
            ApiFixture.tree("{'span':2,'startOffsetNanos':20000000,'durationNanos':30000000}"));
    assertThat(trace.at("/warnings").size()).isZero();
  }

  @Test
  void findsTraces() throws Exception {
    JsonNode found = api.json("/api/v1/search?q=" + ApiFixture.encoded("{ status = error }"));
    assertThat(found.at("/traces/0"))
        .isEqualTo(
            ApiFixture.tree(
                """
                {'traceId':'00000000000000000000000000abcdef','rootService':'gateway',
                 'rootName':'POST /checkout','startUnixNanos':'%d','durationNanos':100000000,
                 'spanCount':3,'errorCount':1,
                 'services':[{'name':'gateway','spanCount':2,'errorCount':0},
                             {'name':'payments','spanCount':1,'errorCount':1}],
                 'probability':1.0,'windowId':null,'matched':1,
                 'matchedSpans':[{'spanId':'0000000000000003','service':'payments',
                   'name':'charge','startUnixNanos':'%d','durationNanos':30000000,
                   'status':'ERROR'}]}
                """
                    .formatted(Shop.START, Shop.START + 20_000_000)));
    assertThat(found.at("/cursor").isNull()).isTrue();
    assertThat(found.at("/partial").asBoolean()).isFalse();
    assertThat(found.at("/completeFrom").asText()).isEqualTo("2026-11-22T13:00:00Z");
  }

  @Test
  void listsNamesKeysAndValues() throws Exception {
    assertThat(api.json("/api/v1/services"))
        .isEqualTo(ApiFixture.tree("{'services':['gateway','payments'],'truncated':false}"));
    assertThat(api.json("/api/v1/span-names?service=payments"))
        .isEqualTo(ApiFixture.tree("{'spanNames':['charge'],'truncated':false}"));
    assertThat(api.json("/api/v1/attributes/keys?scope=resource"))
        .isEqualTo(ApiFixture.tree("{'keys':['service.name'],'truncated':false}"));
    assertThat(api.json("/api/v1/attributes/values?key=span.http.response.status_code"))
        .isEqualTo(ApiFixture.tree("{'values':[{'intValue':'503'}],'truncated':false}"));
  }

  @Test
  void saysWhatIsWrongWithARequest() throws Exception {
    HttpResponse<byte[]> answer =
        api.get("/api/v1/search?q=" + ApiFixture.encoded("{ statsu = error }"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    JsonNode problem = ApiFixture.MAPPER.readTree(answer.body());
    assertThat(problem.at("/position").asInt()).isEqualTo(2);
    assertThat(problem.at("/length").asInt()).isEqualTo(6);
    assertThat(problem.at("/detail").asText()).contains("did you mean \"status\"?");
    assertRefused("/api/v1/search?limit=1001", "limit");
    assertRefused("/api/v1/search?limit=x", "limit");
    assertRefused("/api/v1/search?from=yesterday", "from");
    assertRefused("/api/v1/search?from=1e999999999", "from");
    assertRefused("/api/v1/search?from=20&to=10", "from");
    assertRefused("/api/v1/search?cursor=abc", "cursor");
    assertRefused("/api/v1/attributes/keys", "scope");
    assertRefused("/api/v1/attributes/values?key=duration", "key");
    assertRefused("/api/v1/traces/xyz", "id");
    assertThat(api.get("/api/v1/traces/1").statusCode()).isEqualTo(404);
  }

  private static void assertRefused(String path, String field) throws Exception {
    HttpResponse<byte[]> answer = api.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(400);
    assertThat(ApiFixture.MAPPER.readTree(answer.body()).at("/field").asText())
        .as(path)
        .isEqualTo(field);
  }

  @Test
  void saysWhatIsMissingAndWhatLooksWrong() throws Exception {
    Span orphan = Shop.span(7, 99, "a", "x", SpanKind.INTERNAL, 5, 1, Attributes.EMPTY);
    Span early = Shop.span(8, 7, "b", "y", SpanKind.INTERNAL, 1, 4, Attributes.EMPTY);
    try (ApiFixture other = ApiFixture.of(List.of(orphan, early))) {
      JsonNode trace = other.json("/api/v1/traces/abcdef");
      assertThat(trace.at("/root").isNull()).isTrue();
      assertThat(trace.at("/completeness/state").asText()).isEqualTo("partial");
      assertThat(trace.at("/completeness/reasons").size()).isEqualTo(2);
      assertThat(trace.at("/criticalPath/segments").size()).isZero();
      assertThat(trace.at("/warnings").toString())
          .contains("ends 4000000 ns before it starts", "up to 4.0 ms before their parents");
    }
  }

  @Test
  void tellsTheClocksThatDifferAndTimesAsTheyWereSent() throws Exception {
    Span client = Shop.span(1, 0, "a", "x", SpanKind.CLIENT, 1_000, 1_100, Attributes.EMPTY);
    Span server = Shop.span(2, 1, "b", "y", SpanKind.SERVER, 500, 560, Attributes.EMPTY);
    try (ApiFixture other = ApiFixture.of(List.of(client, server))) {
      JsonNode trace = other.json("/api/v1/traces/abcdef");
      assertThat(trace.at("/clocks"))
          .isEqualTo(
              ApiFixture.tree(
                  "[{'name':'b','services':['b'],'shiftNanos':520000000,'calls':1,'fitting':1}]"));
      assertThat(trace.at("/spans/0/clockShiftNanos").isMissingNode()).isTrue();
      assertThat(trace.at("/spans/1/clockShiftNanos").asLong()).isEqualTo(520_000_000);
      assertThat(trace.at("/spans/1/startOffsetNanos").asLong()).isZero();
      assertThat(trace.at("/criticalPath/segments/1/startOffsetNanos").asLong())
          .isEqualTo(520_000_000);
    }
  }

  @Test
  void answersATraceOfAHundredThousandSpansCompressed() throws Exception {
    List<Span> chain =
        IntStream.rangeClosed(1, 100_000)
            .mapToObj(i ->
                Shop.span(
                    i,
                    i % 10_000 == 1 ? (i == 1 ? 0 : 1) : i - 1,
                    "s" + i % 5,
                    "n",
                    SpanKind.INTERNAL,
                    i,
                    300_000 - i,
                    Attributes.EMPTY))
            .toList();
    try (ApiFixture other = ApiFixture.of(chain)) {
      HttpResponse<byte[]> answer = other.get("/api/v1/traces/abcdef", "accept-encoding", "gzip");
      assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
      JsonNode trace =
          ApiFixture.MAPPER.readTree(
              new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(answer.body())));
      assertThat(trace.at("/spans").size()).isEqualTo(100_000);
      assertThat(trace.at("/spans/9999/depth").asInt()).isEqualTo(9_999);
    }
  }
}
