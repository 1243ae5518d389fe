package dev.hopwise.server;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Why a trace is there or not.
@Command(
    name = "explain",
    description = "Say why a trace was kept, dropped or is still waiting, on a running server.",
    mixinStandardHelpOptions = true)
final class ExplainCommand extends AskingCommand {

  @Parameters(paramLabel = "TRACEID", description = "1 to 32 hexadecimal digits.")
  private String id = "";

  @Override
  String ask(ApiClient client) throws IOException, InterruptedException {
    String path = "/api/v1/explain/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    return client.get(path, new ApiClient.Parameters());
  }

  @Override
  String table(String answer) throws IOException {
    return ExplainTable.of(answer);
  }
}
