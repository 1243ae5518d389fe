package dev.hopwise.server;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What attributes cost.
@Command(
    name = "ledger",
    description =
        "Say what each attribute costs, which of them explodes, and what to do, on a running server.",
    mixinStandardHelpOptions = true)
final class LedgerCommand extends AskingCommand {

  @Option(names = "--service", description = "Only this service's attributes.")
  private @Nullable String service;

  @Option(names = "--from", description = "RFC 3339 or unix seconds; by default an hour ago.")
  private @Nullable String from;

  @Option(names = "--to", description = "RFC 3339 or unix seconds; by default now.")
  private @Nullable String to;

  @Option(names = "--limit", description = "How many keys at most, 1 to 5000; by default 100.")
  private @Nullable String limit;

  @Option(
      names = "--order",
      description = "flags (default: what stands out first), bytes, spans or distinct.")
  private @Nullable String order;

  @Override
  String ask(ApiClient client) throws IOException, InterruptedException {
    return client.get(
        "/api/v1/ledger",
        new ApiClient.Parameters()
            .add("service", service)
            .add("from", from)
            .add("to", to)
            .add("limit", limit)
            .add("order", order));
  }

  @Override
  String table(String answer) throws IOException {
    return LedgerTable.of(answer);
  }
}
