package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.MediaType;
import dev.hopwise.server.api.ApiFixture;
import dev.hopwise.server.api.Shop;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.testkit.Batches;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// SQL over the API, with friendly and hostile statements. Its methods run one after the other,
/// since only two statements may run at a time.
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class SqlTest {

  @TempDir static Path folder;
  private static HopwiseServer server;

  @BeforeAll
  static void start() throws Exception {
    Path driver =
        Path.of(
            Class.forName("org.duckdb.DuckDBDriver")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    ServerConfig config =
        ConfigLoader.load(
            null,
            Map.of(),
            List.of(
                "data.dir=" + folder.resolve("data"),
                "listen.grpc=127.0.0.1:0",
                "listen.http=127.0.0.1:0",
                "listen.ui=127.0.0.1:0",
                "retention.max-age=20000d",
                "sql.driver=" + driver));
    Parts parts = Wiring.open(config);
    parts.store().append(Batches.of(Shop.trace()), JournalPosition.at(0));
    parts.store().flush();
    server = HopwiseServer.start(config, parts);
    Files.writeString(folder.resolve("secret.csv"), "a,b");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static AggregatedHttpResponse post(String sql) throws Exception {
    return WebClient.builder(server.url("listen.ui"))
        .responseTimeoutMillis(120_000)
        .maxResponseLength(64 << 20)
        .build()
        .prepare()
        .post("/api/v1/sql")
        .content(MediaType.JSON, ApiFixture.MAPPER.writeValueAsString(Map.of("sql", sql)))
        .execute()
        .aggregate()
        .join();
  }

  @Test
  void answersAStatement() throws Exception {
    AggregatedHttpResponse answer =
        post(
            "SELECT service, count(*) AS spans, max(duration_nanos) AS longest, 'NaN'::DOUBLE AS n,"
                + " min(start_time) AS t FROM spans GROUP BY service ORDER BY service; -- end");
    assertThat(answer.status().code()).as(answer.contentUtf8()).isEqualTo(200);
    JsonNode json = ApiFixture.MAPPER.readTree(answer.contentUtf8());
    assertThat(json.at("/columns/1"))
        .isEqualTo(ApiFixture.tree("{'name':'spans','type':'BIGINT'}"));
    assertThat(json.at("/rows/0/0").asText()).isEqualTo("gateway");
    assertThat(json.at("/rows/0/1").asInt()).isEqualTo(2);
    assertThat(json.at("/rows/0/2").asLong()).isEqualTo(100_000_000);
    assertThat(json.at("/rows/0/3").asText()).isEqualTo("NaN");
    assertThat(json.at("/rows/1/4").asText()).startsWith("2026-11-22 13:59:00.02");
    assertThat(json.at("/truncated").asText()).isEmpty();
    assertThat(json.at("/completeTo").asText()).isNotEmpty();
  }

  @Test
  void everyExampleOfTheDocumentRuns() throws Exception {
    String text = Files.readString(Path.of(System.getProperty("hopwise.root"), "docs", "sql.md"));
    String block = text.split("```sql\n", -1)[1].split("```", -1)[0];
    String[] statements = block.split(";", -1);
    assertThat(statements.length).isGreaterThan(3);
    for (String statement : statements) {
      if (!statement.isBlank()) {
        AggregatedHttpResponse answer = post(statement);
        assertThat(answer.status().code()).as(answer.contentUtf8()).isEqualTo(200);
      }
    }
    assertThat(post(statements[2]).contentUtf8()).contains("\"type\"", "[null,1]");
  }

  @Test
  void theCommandPrintsColumnsWithTabs() {
    StringWriter out = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute(
                "sql",
                "SELECT name, kind FROM spans ORDER BY ALL LIMIT 1",
                "--server",
                server.url("listen.ui"));
    assertThat(code).isZero();
    assertThat(out.toString()).startsWith("name\tkind\nPOST /checkout\t2\nfiles only");
  }

  @Test
  void refusesWhatIsNotOneSelectOfTheTable() throws Exception {
    String secret = folder.resolve("secret.csv").toString();
    String stolen = folder.resolve("stolen.csv").toString();
    for (String hostile :
        List.of(
            "COPY (SELECT * FROM spans) TO '" + stolen + "'",
            "SELECT 1; COPY (SELECT 1) TO '" + stolen + "'",
            "SELECT 1; SELECT 2",
            "ATTACH '" + stolen + "'",
            "INSTALL httpfs",
            "PRAGMA version",
            "SET memory_limit='100GB'",
            "CREATE TABLE t AS SELECT 1",
            "CALL duckdb_settings()",
            "SELECT 1) AS x; COPY (SELECT 1) TO '" + stolen + "'; SELECT (1",
            "SELECT * FROM query('COPY (SELECT 1) TO ''" + stolen + "''')",
            "SELECT * FROM read_csv('" + secret + "')",
            "SELECT * FROM read_text('" + secret + "')",
            "SELECT * FROM '" + secret + "'",
            "SELECT * FROM glob('" + folder + "/*')",
            "WITH x AS (DELETE FROM spans RETURNING *) SELECT * FROM x",
            "SELEC")) {
      AggregatedHttpResponse answer = post(hostile);
      assertThat(answer.status().code()).as(hostile + ": " + answer.contentUtf8()).isEqualTo(400);
      assertThat(answer.contentUtf8()).contains("\"field\":\"sql\"");
    }
    assertThat(folder.resolve("stolen.csv")).doesNotExist();
  }

  @Test
  void boundsAnswersAndMemory() throws Exception {
    JsonNode many = ApiFixture.MAPPER.readTree(post("SELECT * FROM range(50000)").contentUtf8());
    assertThat(many.at("/rows").size()).isEqualTo(10_000);
    assertThat(many.at("/truncated").asText()).isEqualTo("more than 10000 rows");
    JsonNode wide =
        ApiFixture.MAPPER.readTree(
            post("SELECT repeat('x', 200000) FROM range(200)").contentUtf8());
    assertThat(wide.at("/rows").size()).isEqualTo(83);
    assertThat(wide.at("/truncated").asText()).isEqualTo("more than 16777216 bytes");
    for (String hostile :
        List.of(
            "SELECT repeat('x', 2000000)",
            "SELECT repeat('x', 4000000000)",
            "SELECT list(i) FROM range(1000000000) t(i)")) {
      AggregatedHttpResponse answer = post(hostile);
      assertThat(answer.status().code()).as(hostile + ": " + answer.contentUtf8()).isEqualTo(400);
    }
    assertThat(post("SELECT count(*) FROM spans").contentUtf8()).contains("[[3]]");
  }

  @Test
  void endsAStatementThatNeverEnds() throws Exception {
    AggregatedHttpResponse answer =
        post(
            "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r");
    assertThat(answer.status().code()).isEqualTo(400);
    assertThat(answer.contentUtf8()).contains("takes longer than it may, 30 s");
  }

  @Test
  void takesJsonOnly() {
    AggregatedHttpResponse answer =
        WebClient.of(server.url("listen.ui"))
            .prepare()
            .post("/api/v1/sql")
            .content(MediaType.PLAIN_TEXT_UTF_8, "SELECT 1")
            .execute()
            .aggregate()
            .join();
    assertThat(answer.status().code()).isEqualTo(415);
  }
}
