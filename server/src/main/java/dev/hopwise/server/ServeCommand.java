package dev.hopwise.server;

import dev.hopwise.server.config.ConfigException;
import dev.hopwise.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The server alone, until it is told to stop.
@Command(
    name = "serve",
    description = "Start the server with its embedded store.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  private static final int WRONG_CONFIGURATION = 2;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Override
  public Integer call() throws InterruptedException {
    try {
      ServerConfig config = options.load();
      HopwiseServer server = HopwiseServer.start(config, Wiring.open(config));
      StopSignals.onStop(server::close);
      announce(server, config, System.out);
      new CountDownLatch(1).await();
      return 0;
    } catch (ConfigException e) {
      report(e);
      return WRONG_CONFIGURATION;
    } catch (IOException e) {
      System.err.println("hopwise: " + e.getMessage());
      return 1;
    }
  }

  /// Every problem on a line of its own.
  static void report(ConfigException problem) {
    System.err.println("hopwise: the configuration cannot be used:");
    problem.problems().forEach(line -> System.err.println("  " + line));
  }

  static void announce(HopwiseServer server, ServerConfig config, PrintStream out) {
    long upMillis = ManagementFactory.getRuntimeMXBean().getUptime();
    out.printf(
        "Hopwise %s is ready after %d ms, data in %s%n", Version.TEXT, upMillis, config.dataDir());
    server
        .addresses()
        .forEach((key, address) ->
            out.printf("  %-13s %s%n", key, key.equals("listen.grpc") ? address : server.url(key)));
    out.flush();
  }
}
