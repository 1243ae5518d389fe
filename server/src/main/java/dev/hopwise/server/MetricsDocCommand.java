package dev.hopwise.server;

import dev.hopwise.server.status.MetricsDoc;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Prints docs/metrics.md.
@Command(name = "metrics-doc", description = "Print the list of metrics as Markdown.")
final class MetricsDocCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    System.out.writeBytes(MetricsDoc.text().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    return 0;
  }
}
