package dev.hopwise.server;

import dev.hopwise.server.config.ConfigException;
import dev.hopwise.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The server, and beside it a process with the demo shop and its load.
@Command(
    name = "demo",
    description = "Start the server, the demo shop and its load; Ctrl-C stops all.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  /// The launcher says where it built the demo: a class path.
  static final String CLASS_PATH_PROPERTY = "hopwise.demo.classpath";

  private static final String DEMO_MAIN = "dev.hopwise.demo.DemoMain";

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Parameters(paramLabel = "ARGUMENT", description = "Passed on to the demo, after `--`.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    String classPath = System.getProperty(CLASS_PATH_PROPERTY);
    if (classPath == null) {
      System.err.println("hopwise: the demo is not built; start it with ./hopwise demo");
      return 1;
    }
    try {
      ServerConfig config = options.load();
      try (HopwiseServer server = HopwiseServer.start(config, Wiring.open(config))) {
        ServeCommand.announce(server, config, System.out);
        return runDemo(server, classPath);
      }
    } catch (ConfigException e) {
      ServeCommand.report(e);
      return 2;
    } catch (IOException e) {
      System.err.println("hopwise: " + e.getMessage());
      return 1;
    }
  }

  private int runDemo(HopwiseServer server, String classPath)
      throws IOException, InterruptedException {
    Process demo = new ProcessBuilder(command(server, classPath)).inheritIO().start();
    StopSignals.onStop(() -> {
      stop(demo);
      server.close();
    });
    return demo.waitFor();
  }

  private List<String> command(HopwiseServer server, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, DEMO_MAIN));
    command.addAll(List.of("--ui", server.url("listen.ui")));
    command.addAll(List.of("--otlp", server.url("listen.http")));
    command.add("--watch-parent");
    command.addAll(arguments);
    return command;
  }

  /// The demo first, so that its last spans still find the server.
  private static void stop(Process demo) {
    demo.destroy();
    try {
      if (!demo.waitFor(5, TimeUnit.SECONDS)) {
        demo.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
