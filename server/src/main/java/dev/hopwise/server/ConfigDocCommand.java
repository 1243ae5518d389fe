package dev.hopwise.server;

import dev.hopwise.server.config.ConfigurationDoc;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Prints docs/configuration.md.
@Command(name = "config-doc", description = "Print the list of settings as Markdown.")
final class ConfigDocCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    System.out.writeBytes(ConfigurationDoc.text().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    return 0;
  }
}
