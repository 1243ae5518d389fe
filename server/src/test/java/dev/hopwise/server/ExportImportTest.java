package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.Server;
import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import dev.hopwise.server.api.ApiFixture;
import dev.hopwise.server.api.Shop;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Traces out of one server and into another.
@Timeout(120)
class ExportImportTest {

  private static final String WHOLE_RANGE = "--from=2026-11-22T13:00:00Z";

  @TempDir Path folder;

  private record Ran(int code, String out, String err) {}

  private static Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int code = line.execute(arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  /// A trace with a value of every kind, and 120 small ones, more than two pages of an export.
  private static List<Span> spans() {
    List<Span> spans = new ArrayList<>(Shop.trace());
    spans.add(
        Shop.span(
            0x8000_0000_0000_0004L,
            1,
            "gateway",
            "\u00e4\n\"\ud83d\ude80",
            SpanKind.PRODUCER,
            -5,
            7,
            Attributes.of(
                new Attribute("real", AttributeValue.of(0.1)),
                new Attribute("nan", AttributeValue.of(Double.NaN)),
                new Attribute("int", AttributeValue.of(Long.MIN_VALUE)),
                new Attribute("bytes", new AttributeValue.Bytes(new byte[] {0, -1, 2})),
                new Attribute(
                    "array",
                    new AttributeValue.Array(
                        List.of(AttributeValue.of(true), AttributeValue.EMPTY))),
                new Attribute("map", new AttributeValue.Map(Attributes.of("a", "b"))))));
    for (int i = 0; i < 120; i++) {
      spans.add(Shop.spanOf(new TraceId(7, i + 1)));
    }
    return spans;
  }

  @Test
  void whatIsExportedAndImportedIsTheSame() throws Exception {
    Path file = folder.resolve("traces.jsonl");
    ServerConfig config =
        ConfigLoader.load(
            null,
            Map.of(),
            List.of(
                "data.dir=" + folder.resolve("data"),
                "listen.grpc=127.0.0.1:0",
                "listen.http=127.0.0.1:0",
                "listen.ui=127.0.0.1:0",
                "receive.max-age=20000d",
                "receive.max-future=20000d",
                "retention.max-age=20000d"));
    try (ApiFixture source = ApiFixture.of(spans());
        HopwiseServer target = HopwiseServer.start(config, Wiring.open(config))) {
      Ran export =
          run("export", WHOLE_RANGE, "--out", file.toString(), "--server", url(source.port()));
      assertThat(export)
          .isEqualTo(
              new Ran(0, "", "hopwise: exported 121 traces, 124 spans" + System.lineSeparator()));
      assertThat(Files.readAllLines(file)).hasSize(122);
      Ran imported = run("import", file.toString(), "--to", target.url("listen.http"));
      assertThat(imported.err()).contains("124 spans accepted, 0 refused, 0 lines unreadable");
      assertThat(imported.code()).isZero();
      for (String id : List.of("abcdef", "70000000000000001", "70000000000000078")) {
        TracesData sent = trace(url(source.port()), id);
        assertThat(sent.getResourceSpansCount()).isPositive();
        assertThat(trace(target.url("listen.ui"), id)).isEqualTo(sent);
      }
    }
  }

  private static TracesData trace(String url, String id) throws Exception {
    AggregatedHttpResponse answer =
        WebClient.of(url)
            .prepare()
            .get("/tempo/api/traces/" + id)
            .header("accept", "application/protobuf")
            .execute()
            .aggregate()
            .join();
    return TracesData.parseFrom(answer.content().array());
  }

  @Test
  void saysWhenTheExportIsNotAll() throws Exception {
    try (ApiFixture source = ApiFixture.of(spans())) {
      String server = url(source.port());
      Ran limited = run("export", WHOLE_RANGE, "--limit", "60", "--server", server);
      assertThat(limited.code()).isEqualTo(3);
      assertThat(limited.out().lines()).hasSize(61);
      assertThat(limited.err()).contains("60 traces").contains("limit of 60");
      Ran missing = run("export", "abcdef", "1", "--server", server);
      assertThat(missing.code()).isEqualTo(3);
      assertThat(missing.err()).contains("exported 1 traces, 4 spans", "1 of the traces are not");
      Ran one = run("export", "{ name = \"charge\" }", WHOLE_RANGE, "--server", server);
      assertThat(one.code()).isZero();
      JsonNode line = ApiFixture.MAPPER.readTree(one.out().lines().findFirst().orElseThrow());
      assertThat(line.findValuesAsText("traceId")).contains("00000000000000000000000000abcdef");
      assertThat(line.findValue("kind").isInt()).isTrue();
    }
  }

  @Test
  void refusesABadExportWithAnError() throws Exception {
    try (ApiFixture source = ApiFixture.of(Shop.trace())) {
      for (String bad : List.of("q=%7B", "limit=0", "id=x", "id=1&q=%7B%7D", "from=2&to=1")) {
        assertThat(source.get("/api/v1/export?" + bad).statusCode()).as(bad).isEqualTo(400);
      }
      Ran ran = run("export", "{ x = ", "--server", url(source.port()));
      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).startsWith("hopwise: 400: ");
    }
  }

  @Test
  void tellsAnExportThatBreaksOff() throws Exception {
    Server broken =
        Server.builder()
            .http(new InetSocketAddress("127.0.0.1", 0))
            .service(
                "/api/v1/export",
                (c, r) -> HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT, "{}\n"))
            .build();
    broken.start().join();
    try {
      Ran ran = run("export", "--server", url(broken.activeLocalPort()));
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.err()).contains("broke off");
    } finally {
      broken.stop().join();
    }
  }

  @Test
  void accountsForWhatIsRefusedAndUnreadableByLine() throws Exception {
    Path file = folder.resolve("mixed.jsonl");
    Files.writeString(
        file,
        """
        %s
        not json
        {"resourceSpans":[]}
        {"other":1}
        %s
        {} {}
        %s
        """
            .formatted(line("good"), line("bad"), line("good")));
    AtomicInteger requests = new AtomicInteger();
    List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    Server receiver =
        Server.builder()
            .http(new InetSocketAddress("127.0.0.1", 0))
            .service(
                "/v1/traces",
                (c, r) ->
                    HttpResponse.of(
                        r.aggregate()
                            .thenApply(whole -> {
                              if (requests.incrementAndGet() == 1) {
                                return HttpResponse.of(
                                    ResponseHeaders.builder(HttpStatus.SERVICE_UNAVAILABLE)
                                        .add("retry-after", "0")
                                        .build(),
                                    HttpData.ofUtf8("later"));
                              }
                              String body = whole.contentUtf8();
                              if (body.contains("bad")) {
                                return HttpResponse.of(
                                    HttpStatus.BAD_REQUEST,
                                    MediaType.JSON,
                                    "{\"message\":\"bad span\"}");
                              }
                              bodies.add(body);
                              return HttpResponse.of(HttpStatus.OK, MediaType.JSON, "{}");
                            })))
            .build();
    receiver.start().join();
    try {
      Ran ran = run("import", file.toString(), "--to", url(receiver.activeLocalPort()));
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.err())
          .contains("mixed.jsonl line 2: no JSON")
          .contains("mixed.jsonl line 4: no resourceSpans")
          .contains("mixed.jsonl line 6: no JSON")
          .contains("mixed.jsonl line 5: 1 spans refused: 400: bad span")
          .contains("2 spans accepted, 1 refused, 3 lines unreadable");
      assertThat(String.join("", bodies).split("good", -1)).hasSize(3);
    } finally {
      receiver.stop().join();
    }
  }

  private static String line(String name) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"" + name + "\"}]}]}]}";
  }
}
