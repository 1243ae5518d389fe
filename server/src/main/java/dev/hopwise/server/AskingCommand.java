package dev.hopwise.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A command that asks a running server and prints the answer, as a table or as it came.
abstract class AskingCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Print what the server answered.")
  private boolean json;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:4319",
      description = "The server's UI address, ${DEFAULT-VALUE} by default.")
  private String server = "";

  abstract String ask(ApiClient client) throws IOException, InterruptedException;

  abstract String table(String answer) throws IOException;

  @Override
  public final Integer call() throws InterruptedException {
    var line = Objects.requireNonNull(spec, "set by picocli").commandLine();
    try {
      String answer = ask(new ApiClient(server));
      PrintWriter out = line.getOut();
      out.print(json ? answer + "\n" : table(answer));
      out.flush();
      return 0;
    } catch (IOException e) {
      line.getErr().println("hopwise: " + e.getMessage());
      return 1;
    }
  }
}
