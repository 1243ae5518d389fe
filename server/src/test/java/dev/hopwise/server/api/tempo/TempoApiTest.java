package dev.hopwise.server.api.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedInputStream;
import dev.hopwise.server.api.ApiFixture;
import dev.hopwise.server.api.Shop;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TempoApiTest {

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
  void answersATraceInProtobufAsTheClientDecodesIt() throws Exception {
    HttpResponse<byte[]> v1 = api.get("/tempo/api/traces/abcdef", "accept", "application/protobuf");
    assertThat(v1.headers().firstValue("content-type")).hasValue("application/protobuf");
    TracesData trace = TracesData.parseFrom(v1.body());
    assertThat(trace.getResourceSpansCount()).isEqualTo(2);
    byte[] v2 = api.get("/tempo/api/v2/traces/abcdef", "accept", "application/protobuf").body();
    CodedInputStream in = CodedInputStream.newInstance(v2);
    assertThat(in.readTag()).isEqualTo(1 << 3 | 2);
    assertThat(TracesData.parseFrom(in.readByteArray())).isEqualTo(trace);
    assertThat(in.readTag()).isEqualTo(2 << 3 | 2);
    assertThat(in.readByteArray()).isEmpty();
    assertThat(in.isAtEnd()).isTrue();
  }

  @Test
  void answersATraceInJsonOfEitherVersion() throws Exception {
    JsonNode v1 = api.json("/tempo/api/traces/00abcdef");
    JsonNode v2 = api.json("/tempo/api/v2/traces/abcdef");
    assertThat(v2.at("/trace/resourceSpans")).isEqualTo(v1.at("/batches"));
    assertThat(v2.at("/metrics")).isEqualTo(ApiFixture.tree("{}"));
    assertThat(v1.at("/batches/1"))
        .isEqualTo(
            ApiFixture.tree(
                """
                {'resource':{'attributes':[{'key':'service.name',
                                            'value':{'stringValue':'payments'}}]},
                 'scopeSpans':[{'scope':{'name':'lib','version':'1'},'spans':[
                   {'traceId':'AAAAAAAAAAAAAAAAAKvN7w==','spanId':'AAAAAAAAAAM=',
                    'parentSpanId':'AAAAAAAAAAI=','name':'charge','kind':'SPAN_KIND_SERVER',
                    'startTimeUnixNano':'%d','endTimeUnixNano':'%d',
                    'attributes':[{'key':'enduser.id','value':{'stringValue':'u1'}}],
                    'events':[{'timeUnixNano':'%d','name':'exception',
                               'attributes':[{'key':'m','value':{'stringValue':'x'}}]}],
                    'links':[{'traceId':'AAAAAAAAAAEAAAAAAAAAAg==','spanId':'AAAAAAAAAAM=',
                              'traceState':'a=b'}],
                    'status':{'message':'declined','code':'STATUS_CODE_ERROR'},'flags':257}]}]}
                """
                    .formatted(
                        Shop.START + 20_000_000,
                        Shop.START + 50_000_000,
                        Shop.START + 30_000_000)));
  }

  @Test
  void tellsAnUnknownTraceFromAKnownOne() throws Exception {
    HttpResponse<byte[]> v1 = api.get("/tempo/api/traces/1");
    assertThat(v1.statusCode()).isEqualTo(404);
    assertThat(v1.body()).isEmpty();
    assertThat(api.json("/tempo/api/v2/traces/1"))
        .isEqualTo(ApiFixture.tree("{'trace':{},'metrics':{}}"));
    assertThat(api.get("/tempo/api/traces/nothex").statusCode()).isEqualTo(400);
  }

  @Test
  void findsTraces() throws Exception {
    String q = "{ status = error && .enduser.id != nil } | select(span.enduser.id)";
    JsonNode found = api.json("/tempo/api/search?q=" + ApiFixture.encoded(q));
    JsonNode spanSet =
        ApiFixture.tree(
            """
            {'spans':[{'spanID':'0000000000000003','name':'charge','startTimeUnixNano':'%d',
              'durationNanos':'30000000','attributes':[
                {'key':'status','value':{'stringValue':'error'}},
                {'key':'enduser.id','value':{'stringValue':'u1'}},
                {'key':'enduser.id','value':{'stringValue':'u1'}}]}],'matched':1}
            """
                .formatted(Shop.START + 20_000_000));
    assertThat(found.at("/traces/0/spanSet")).isEqualTo(spanSet);
    assertThat(found.at("/traces/0/spanSets/0")).isEqualTo(spanSet);
    assertThat(found.at("/traces/0/traceID").asText()).isEqualTo("abcdef");
    assertThat(found.at("/traces/0/durationMs").isNumber()).isTrue();
    assertThat(found.at("/traces/0/serviceStats"))
        .isEqualTo(
            ApiFixture.tree(
                "{'gateway':{'spanCount':2},'payments':{'spanCount':1,'errorCount':1}}"));
    assertThat(found.at("/metrics/inspectedSpans").isTextual()).isTrue();
  }

  @Test
  void findsTracesByTagsAndDurations() throws Exception {
    assertFound(
        1, "tags=" + ApiFixture.encoded("http.response.status_code=503 name=\"POST /checkout\""));
    assertFound(0, "tags=" + ApiFixture.encoded("http.response.status_code=504"));
    assertFound(1, "tags=" + ApiFixture.encoded("error=true service.name=payments"));
    assertFound(1, "minDuration=99ms&maxDuration=100ms");
    assertFound(0, "minDuration=101ms");
    assertFound(0, "start=1&end=2");
  }

  private static void assertFound(int count, String parameters) throws Exception {
    assertThat(api.json("/tempo/api/search?" + parameters).at("/traces").size())
        .as(parameters)
        .isEqualTo(count);
  }

  @Test
  void refusesBadSearches() throws Exception {
    for (String bad :
        new String[] {
          "q=%7B%7D&tags=a%3Db",
          "limit=0",
          "limit=262145",
          "start=5&end=5",
          "minDuration=x",
          "tags=%22",
          "q=%7B",
          "start=-1"
        }) {
      assertThat(api.get("/tempo/api/search?" + bad).statusCode()).as(bad).isEqualTo(400);
    }
    assertThat(text("/tempo/api/search?q=%7B")).startsWith("invalid TraceQL query: ");
  }

  @Test
  void completesNamesAndValues() throws Exception {
    assertThat(api.json("/tempo/api/search/tags?scope=resource"))
        .isEqualTo(ApiFixture.tree("{'tagNames':['service.name'],'metrics':{}}"));
    assertThat(api.json("/tempo/api/v2/search/tags?scope=event&limit=5"))
        .isEqualTo(ApiFixture.tree("{'scopes':[{'name':'event','tags':['m']}],'metrics':{}}"));
    assertThat(api.json("/tempo/api/v2/search/tags").at("/scopes").size()).isEqualTo(4);
    assertThat(api.get("/tempo/api/v2/search/tags?scope=x").statusCode()).isEqualTo(400);
    assertThat(api.json("/tempo/api/search/tag/service.name/values"))
        .isEqualTo(ApiFixture.tree("{'tagValues':['gateway','payments'],'metrics':{}}"));
    assertThat(api.json("/tempo/api/v2/search/tag/span.http.response.status_code/values"))
        .isEqualTo(ApiFixture.tree("{'tagValues':[{'type':'int','value':'503'}],'metrics':{}}"));
    assertThat(api.json("/tempo/api/v2/search/tag/status/values").at("/tagValues/0"))
        .isEqualTo(ApiFixture.tree("{'type':'keyword','value':'error'}"));
    assertThat(api.json("/tempo/api/v2/search/tag/duration/values").at("/tagValues").size())
        .isZero();
    assertThat(
            api.json("/tempo/api/v2/search/tag/name/values?q=%7B%20resource.")
                .at("/tagValues")
                .size())
        .isEqualTo(2);
    assertThat(api.get("/tempo/api/v2/search/tag/span.a%2Fb/values").statusCode()).isEqualTo(200);
  }

  @Test
  void tellsThatItIsThere() throws Exception {
    assertThat(text("/tempo/api/echo")).isEqualTo("echo");
    assertThat(api.get("/tempo/ready").statusCode()).isEqualTo(200);
    assertThat(api.json("/tempo/api/status/buildinfo").at("/version").asText()).isEqualTo("1.2.3");
  }

  @Test
  void narrowsCompletionByWhatCanBeReadOfAHalfQuery() throws Exception {
    String values = "/tempo/api/v2/search/tag/resource.service.name/values?tag=x&q=";
    for (String half :
        new String[] {
          "{ span.enduser.id = \"u1\" && name = }",
          "{ span.enduser.id = \"u1\" && resource.",
          "{ name =~ && span.enduser.id = \"u1\""
        }) {
      assertThat(api.json(values + ApiFixture.encoded(half)).at("/tagValues").size())
          .as(half)
          .isEqualTo(1);
    }
    assertThat(api.json(values + ApiFixture.encoded("{ name = \"&&")).at("/tagValues").size())
        .isEqualTo(2);
    assertThat(
            api.json("/tempo/api/v2/search/tags?scope=span&q=" + ApiFixture.encoded("{ name = \"a"))
                .at("/scopes/0/tags")
                .size())
        .isGreaterThan(1);
  }

  @Test
  void answersCompletionInProtobufToo() throws Exception {
    byte[] scopes =
        api.get(
                "/tempo/api/v2/search/tags?limit=1&scope=span",
                "accept",
                "text/plain, application/protobuf;q=0.5",
                "x-scope-orgid",
                "anybody")
            .body();
    assertThat(
            TempoSchema.get(
                TempoSchema.list(TempoSchema.parse("SearchTagsV2Response", scopes), "scopes")
                    .getFirst(),
                "tags"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(1);
    byte[] values =
        api.get("/tempo/api/search/tag/service.name/values", "accept", "application/protobuf")
            .body();
    assertThat(TempoSchema.get(TempoSchema.parse("SearchTagValuesResponse", values), "tagValues"))
        .isEqualTo(java.util.List.of("gateway", "payments"));
  }

  private static String text(String path) throws Exception {
    return new String(api.get(path).body(), StandardCharsets.UTF_8);
  }
}
