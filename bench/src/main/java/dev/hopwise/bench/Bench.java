package dev.hopwise.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `./hopwise bench …`
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures a server: see PERFORMANCE.md.",
    subcommands = {
      Generate.class,
      Ingest.class,
      Overload.class,
      FaultCases.class,
      SamplingTruth.class,
      PolicyPrediction.class
    })
public final class Bench {

  private Bench() {}

  /// Runs a command and ends with its code.
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }
}
