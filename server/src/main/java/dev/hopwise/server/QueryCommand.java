package dev.hopwise.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A search, or one trace, from a running server.
@Command(
    name = "query",
    description = "Search traces, or show one, on a running server.",
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {

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

  @Option(names = "--limit", description = "How many traces at most, 1 to 1000.")
  private @Nullable String limit;

  @Option(names = "--json", description = "Print what the server answered.")
  private boolean json;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:4319",
      description = "The server's UI address, ${DEFAULT-VALUE} by default.")
  private String server = "";

  @Override
  public Integer call() throws InterruptedException {
    ApiClient client = new ApiClient(server);
    try {
      String answer = TRACE_ID.matcher(query).matches() ? trace(client) : search(client);
      System.out.print(answer);
      System.out.flush();
      return 0;
    } catch (IOException e) {
      PrintStream err = System.err;
      err.println("hopwise: " + e.getMessage());
      return 1;
    }
  }

  private String trace(ApiClient client) throws IOException, InterruptedException {
    String body =
        client.get(
            "/api/v1/traces/" + query, new ApiClient.Parameters().add("from", from).add("to", to));
    return json ? body + "\n" : AnswerTable.ofTrace(body);
  }

  private String search(ApiClient client) throws IOException, InterruptedException {
    ApiClient.Parameters parameters =
        new ApiClient.Parameters()
            .add("q", query)
            .add("from", from)
            .add("to", to)
            .add("limit", limit);
    String body = client.get("/api/v1/search", parameters);
    return json ? body + "\n" : AnswerTable.ofSearch(body);
  }
}
