package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// `query` with a metrics query against a server that gives a prepared answer.
class SeriesTableTest {

  private static final String ANSWER =
      """
      {"from":"2026-11-27T10:00:00Z","to":"2026-11-27T10:02:00Z","stepSeconds":60,"source":"spans","partial":true,
       "shortcomings":["of 9 series the largest 1 are told"],"series":[
       {"labels":[{"key":"name","value":{"stringValue":"ca\\u001brt"}},{"key":"span.x","value":null}],
        "points":[[1795773660,4,1,9,2],[1795773720,8,2.5,null,3]],"exemplars":[]}]}
      """;

  private final AtomicReference<String> asked = new AtomicReference<>("");
  private final Server server = start();

  private Server start() {
    Server started =
        Server.builder()
            .http(new InetSocketAddress("127.0.0.1", 0))
            .service(
                "/api/v1/query/series",
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
  void showsSeriesByTheirNewestPoint() {
    assertThat(run("{ } | rate() by (name)", "--step", "1m"))
        .contains("a point every 60 s, from spans")
        .containsPattern(
            "8\\.0000 +2\\.5000 +- +6\\.0000 +4\\.0000 +8\\.0000 +5  name=ca�rt  span\\.x=nil")
        .contains("partial: of 9 series the largest 1 are told");
    assertThat(asked.get()).contains("step=1m").contains("rate");
    assertThat(run("{ } | rate()", "--json")).isEqualTo(ANSWER + "\n");
  }

  private String run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new QueryCommand()).setOut(new PrintWriter(out));
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--server";
    all[arguments.length + 1] = "http://127.0.0.1:" + server.activeLocalPort();
    line.execute(all);
    return out.toString();
  }
}
