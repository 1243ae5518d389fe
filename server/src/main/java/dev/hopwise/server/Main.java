package dev.hopwise.server;

import dev.hopwise.simulate.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line.
@Command(
    name = "hopwise",
    description = "Distributed tracing that says which hop is wrong, and why.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Versions.class,
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      QueryCommand.class,
      SqlCommand.class,
      ExplainCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      MetricsCommand.class,
      LedgerCommand.class,
      PolicyCommand.class,
      WindowCommand.class,
      SimulateCommand.class,
      ConfigDocCommand.class,
      MetricsDocCommand.class,
      WarmUpCommand.class
    })
public final class Main {

  private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n";

  private Main() {}

  /// Exit code 0: done; 1: failed; 2: wrong usage or configuration.
  public static void main(String[] arguments) {
    Logging.configure(LOG_FORMAT);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  /// Reads the version where picocli asks for it.
  static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"hopwise " + Version.TEXT};
    }
  }
}
