package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `metrics` against a server that gives a prepared answer.
class MetricsCommandTest {

  private static final String ANSWER =
      """
      {"of":"spans","from":"2026-11-27T10:00:00Z","to":"2026-11-27T10:15:00Z","resolutionSeconds":10,"coveredSeconds":890.5,
       "relativeError":0.02189,"groupCount":3,"truncated":true,"groups":[
       {"labels":{"service":"ca\\u001brt"},"count":8905,"errors":89,"requestsPerSecond":10,"errorShare":0.01,"meanNanos":3500000,
        "durationNanos":[{"quantile":0.5,"value":2900000},{"quantile":0.95,"value":12000000},{"quantile":0.99,"value":null}],"exemplars":[]}]}
      """;

  private final AtomicReference<String> asked = new AtomicReference<>("");
  private final Server server = start();

  private Server start() {
    Server started =
        Server.builder()
            .http(new InetSocketAddress("127.0.0.1", 0))
            .service(
                "/api/v1/metrics/totals",
                (context, _) -> {
                  asked.set(context.query());
                  return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, ANSWER);
                })
            .build();
    started.start().join();
    return started;
  }

  @AfterEach
  void stop() {
    server.stop().join();
  }

  @Test
  void showsServicesByTheirRequests() {
    assertThat(run("metrics"))
        .startsWith(
            "2026-11-27T10:00:00Z to 2026-11-27T10:15:00Z, 891 s of it measured; durations in ms, ± 2.2 %\\n"
                .replace("\\n", System.lineSeparator()))
        .contains("REQUESTS/S    ERRORS         P50         P95         P99  SPANS")
        .contains("10.00     1.00%        2.90       12.00           -  ca�rt")
        .contains("and 2 more");
    assertThat(asked.get()).contains("kind=SERVER%2CCONSUMER").contains("limit=50");
    assertThat(run("metrics", "--json")).isEqualTo(ANSWER + "\n");
  }

  @Test
  void asksForWhatItIsTold() {
    run("metrics", "--kind", "all", "--by", "service,name", "--from", "1795000000");
    assertThat(asked.get())
        .contains("by=service%2Cname")
        .contains("from=1795000000")
        .doesNotContain("kind=");
    run("metrics", "--client", "cart");
    assertThat(asked.get())
        .contains("client=cart")
        .contains("by=client%2Cserver")
        .doesNotContain("kind=");
  }

  private String run(String... arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter writer = new PrintWriter(printed, true);
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--server";
    all[arguments.length + 1] = "http://127.0.0.1:" + server.activeLocalPort();
    assertThat(Main.commandLine().setOut(writer).setErr(writer).execute(all)).isZero();
    return printed.toString();
  }
}
