package dev.hopwise.server;

import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceQlException;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A search, or one trace, from a running server.
@Command(
    name = "query",
    description =
        "Search traces, show one, or ask for numbers over time ({ … } | rate() by (name)), on a"
            + " running server.",
    mixinStandardHelpOptions = true)
final class QueryCommand extends AskingCommand {

  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-fA-F]{1,32}");

  @Parameters(
      paramLabel = "TRACEQL|TRACEID",
      defaultValue = "{ }",
      description = "A TraceQL query such as '{ status = error }', or a trace id.")
  private String query = "{ }";

  @Option(names = "--from", description = "RFC 3339 or unix seconds; by default an hour ago.")
  private @Nullable String from;

  @Option(names = "--to", description = "RFC 3339 or unix seconds; by default now.")
  private @Nullable String to;

  @Option(
      names = "--step",
      description = "How far numbers over time lie apart, such as 1m; by default about 240.")
  private @Nullable String step;

  @Option(names = "--limit", description = "How many traces or series at most, 1 to 1000.")
  private @Nullable String limit;

  @Override
  String ask(ApiClient client) throws IOException, InterruptedException {
    ApiClient.Parameters range = new ApiClient.Parameters().add("from", from).add("to", to);
    if (isSeries()) {
      return client.get(
          "/api/v1/query/series", range.add("q", query).add("step", step).add("limit", limit));
    }
    return isTraceId()
        ? client.get("/api/v1/traces/" + query, range)
        : client.get("/api/v1/search", range.add("q", query).add("limit", limit));
  }

  @Override
  String table(String answer) throws IOException {
    if (isSeries()) {
      return SeriesTable.of(answer);
    }
    return isTraceId() ? AnswerTable.ofTrace(answer) : AnswerTable.ofSearch(answer);
  }

  /// What is neither is for the server to complain about.
  private boolean isSeries() {
    try {
      TraceQl.parseMetrics(query);
      return true;
    } catch (TraceQlException _) {
      return false;
    }
  }

  private boolean isTraceId() {
    return TRACE_ID.matcher(query).matches();
  }
}
