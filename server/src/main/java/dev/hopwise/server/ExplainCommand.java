package dev.hopwise.server;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Why a trace is there or not.
@Command(
    name = "explain",
    description = "Say why a trace was kept, dropped or is still waiting, on a running server.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

  @Parameters(paramLabel = "TRACEID", description = "1 to 32 hexadecimal digits.")
  private String id = "";

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
    try {
      String path = "/api/v1/explain/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
      String answer = new ApiClient(server).get(path, new ApiClient.Parameters());
      System.out.print(json ? answer + "\n" : ExplainTable.of(answer));
      System.out.flush();
      return 0;
    } catch (IOException e) {
      System.err.println("hopwise: " + e.getMessage());
      return 1;
    }
  }
}
