package dev.hopwise.server;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How often, how slow, how wrong: what was measured before sampling.
@Command(
    name = "metrics",
    description =
        "Show rate, error share and durations by service, as measured before sampling, on a running"
            + " server.",
    mixinStandardHelpOptions = true)
final class MetricsCommand extends AskingCommand {

  private static final String ENTRY_KINDS = "SERVER,CONSUMER";
  private static final String ALL = "all";

  @Option(
      names = "--by",
      paramLabel = "LABELS",
      description =
          "service, name, kind and status, or client, server and type, with commas between; service by"
              + " default, or client and server where those are given.")
  private @Nullable String by;

  @Option(names = "--service", paramLabel = "NAME", description = "Only this service.")
  private @Nullable String service;

  @Option(names = "--client", paramLabel = "NODE", description = "Only requests from it.")
  private @Nullable String client;

  @Option(names = "--callee", paramLabel = "NODE", description = "Only requests to it.")
  private @Nullable String callee;

  @Option(
      names = "--kind",
      paramLabel = "KINDS",
      description =
          "Which spans, with commas between; SERVER and CONSUMER by default, which are requests;"
              + " all for every span.")
  private @Nullable String kind;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "RFC 3339 or unix seconds; 15 minutes ago by default.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Now by default.")
  private @Nullable String to;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "The busiest so many, ${DEFAULT-VALUE} by default.")
  private int limit;

  @Override
  String ask(ApiClient client) throws IOException, InterruptedException {
    return client.get(
        "/api/v1/metrics/totals",
        new ApiClient.Parameters()
            .add("by", edges() && by == null ? "client,server" : by)
            .add("service", service)
            .add("client", this.client)
            .add("server", callee)
            .add("kind", kinds())
            .add("from", from)
            .add("to", to)
            .add("exemplars", "0")
            .add("limit", String.valueOf(limit)));
  }

  private boolean edges() {
    return client != null
        || callee != null
        || (by != null
            && (by.contains("client") || by.contains("server"))
            && !by.contains("service"));
  }

  private @Nullable String kinds() {
    if (kind != null) {
      return kind.equals(ALL) ? null : kind;
    }
    return edges() || (by != null && by.contains("type")) ? null : ENTRY_KINDS;
  }

  @Override
  String table(String answer) throws IOException {
    return MetricsTable.of(answer);
  }
}
