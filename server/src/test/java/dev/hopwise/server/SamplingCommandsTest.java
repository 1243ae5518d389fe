package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `explain` and `policy` against a server that gives prepared answers.
class SamplingCommandsTest {

  private static final String EXPLAINED =
      """
      {"traceId":"ab","decision":"drop","rule":"baseline","trigger":"quiet","probability":0.05,
       "windowId":null,"decidedAt":"2026-11-22T14:03:10Z","root":{"service":"gateway","name":"GET \\u001b/"},
       "durationNanos":913000000,"spanCount":63,"bytes":34650,
       "errorKinds":[{"service":"payments","spanName":"charge","errorType":"timeout"}],"reason":"because"}
      """;

  private static final String POLICY =
      """
      {"source":"file","file":"p.yaml","generation":3,"since":"2026-11-22T14:03:10Z","yaml":"rules: …",
       "rules":[{"name":"errors","when":"{ status = error }","tenants":[],"sample":"always","matched":7,"kept":7,"keptSpans":70}],
       "budget":{"spansPerSecond":5000.0,"bytesPerDay":null,"baselineFactor":0.5,"errorFactor":1.0,"storedSpansPerSecond":4990.4},
       "rejected":{"source":"file","since":"2026-11-22T14:04:00Z","problems":[{"line":3,"column":5,"detail":"wrong"}]}}
      """;

  private static final String TRIED =
      """
      {"from":"2026-11-22T13:50:00Z","to":"2026-11-22T14:00:00Z","incomplete":true,"traces":100000,"spans":2000000,"sampledTraces":5000,
       "keptTraces":5200,"keptSpans":104000,"keptSpansPerSecond":173.3,"bytesPerDay":7488000000,
       "rules":[{"name":"errors","matched":100,"kept":100,"keptSpans":2000}],
       "today":{"keptTraces":100000,"keptSpans":2000000,"keptSpansPerSecond":3333.3,"bytesPerDay":144000000000,"rules":[]},
       "lost":{"services":["mailer"],"errorKinds":[{"service":"payments","spanName":"charge","errorType":"timeout"}],"truncated":false},
       "notSimulated":["windows"]}
      """;

  private static final String REFUSED =
      """
      {"title":"Not a policy","status":400,"detail":"2 problems","problems":[
       {"line":3,"column":13,"detail":"first"},{"line":4,"column":5,"detail":"second"}]}
      """;

  @TempDir Path folder;
  private final AtomicReference<String> sent = new AtomicReference<>("");
  private final Server server = start();

  private Server start() {
    Server started =
        Server.builder()
            .http(new InetSocketAddress("127.0.0.1", 0))
            .service("/api/v1/explain/{id}", (context, _) -> answer(HttpStatus.OK, EXPLAINED))
            .service(
                "/api/v1/policy/simulate",
                (context, request) ->
                    HttpResponse.of(
                        request
                            .aggregate()
                            .thenApply(whole -> {
                              sent.set(context.query() + " " + whole.contentUtf8());
                              return answer(HttpStatus.OK, TRIED);
                            })))
            .service(
                "/api/v1/policy",
                (context, request) ->
                    request.method() == HttpMethod.GET
                        ? answer(HttpStatus.OK, POLICY)
                        : HttpResponse.of(
                            request
                                .aggregate()
                                .thenApply(whole -> {
                                  sent.set(whole.method() + " " + whole.contentUtf8());
                                  boolean wrong = whole.contentUtf8().contains("wrong");
                                  return wrong
                                      ? answer(HttpStatus.BAD_REQUEST, REFUSED)
                                      : answer(HttpStatus.OK, POLICY);
                                })))
            .build();
    started.start().join();
    return started;
  }

  private static HttpResponse answer(HttpStatus status, String body) {
    return HttpResponse.of(status, MediaType.JSON_UTF_8, body);
  }

  @AfterEach
  void stop() {
    server.stop().join();
  }

  @Test
  void explainsATraceInWords() {
    assertThat(run(0, "explain", "ab"))
        .startsWith("trace ab  drop\n  reason       because\n  rule         baseline\n")
        .contains("  root         gateway GET �/\n")
        .contains("  size         63 spans, 913.00 ms, 34650 bytes\n")
        .contains("  error        payments charge (timeout)\n")
        .doesNotContain("window");
    assertThat(run(0, "explain", "ab", "--json")).isEqualTo(EXPLAINED + "\n");
  }

  @Test
  void showsThePolicy() {
    assertThat(run(0, "policy", "show"))
        .startsWith("policy 3, file p.yaml, since 2026-11-22T14:03:10Z\nRULE ")
        .contains("errors ")
        .contains(
            "budget total : 5000 spans/s, any bytes/day; stored 4990 spans/s; baseline x 0.500")
        .contains("rejected since 2026-11-22T14:04:00Z, from file:\n  line 3, column 5: wrong\n");
    assertThat(run(0, "policy", "show", "--yaml")).isEqualTo("rules: …");
  }

  @Test
  void setsAPolicyAndGoesBack() throws Exception {
    Path file = Files.writeString(folder.resolve("p.yaml"), "rules: mine");
    assertThat(run(0, "policy", "set", file.toString())).startsWith("policy 3");
    assertThat(sent.get()).isEqualTo("PUT rules: mine");
    assertThat(run(0, "policy", "reset")).startsWith("policy 3");
    assertThat(sent.get()).startsWith("DELETE");
  }

  @Test
  void triesADraft() throws Exception {
    Path file = Files.writeString(folder.resolve("p.yaml"), "rules: mine");
    assertThat(run(0, "policy", "simulate", file.toString(), "--from", "1795000000"))
        .startsWith("2026-11-22T13:50:00Z to 2026-11-22T14:00:00Z: 2,000,000 spans in about")
        .contains("5,000 were looked at; less than was asked for\n")
        .containsPattern("kept spans per second +173.3 +3,333.3\n")
        .contains("errors ")
        .contains("lost service: mailer\nlost error: payments charge (timeout)\n");
    assertThat(sent.get()).isEqualTo("from=1795000000 rules: mine");
    assertThat(run(0, "policy", "simulate", file.toString(), "--json")).isEqualTo(TRIED + "\n");
  }

  @Test
  void printsEveryProblemOfAWrongPolicyAndFails() throws Exception {
    Path file = Files.writeString(folder.resolve("p.yaml"), "rules: wrong");
    assertThat(run(1, "policy", "set", file.toString()))
        .isEqualTo(
            "hopwise: 400: Not a policy\n  line 3, column 13: first\n  line 4, column 5: second\n");
    assertThat(run(1, "policy", "set", folder.resolve("none").toString()))
        .contains("there is no file");
  }

  /// What was printed, to either.
  private String run(int code, String... arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter writer = new PrintWriter(printed, true);
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--server";
    all[arguments.length + 1] = "http://127.0.0.1:" + server.activeLocalPort();
    assertThat(Main.commandLine().setOut(writer).setErr(writer).execute(all)).isEqualTo(code);
    return printed.toString();
  }
}
