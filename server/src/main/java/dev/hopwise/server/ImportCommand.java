package dev.hopwise.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// OTLP JSON lines into a server.
@Command(
    name = "import",
    description = {
      "Send files of OTLP JSON lines, such as export writes, to a server over OTLP/HTTP.",
      "The server refuses spans older than its receive.max-age. Exit code 3 when not all was accepted."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  /// Something was refused or unreadable.
  static final int INCOMPLETE = 3;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "What to send.")
  private List<Path> files = List.of();

  @Option(
      names = "--to",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:4318",
      description = "The address of OTLP over HTTP, ${DEFAULT-VALUE} by default.")
  private String to = "";

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = Objects.requireNonNull(spec, "set by picocli").commandLine().getErr();
    try (OtlpSender sender = new OtlpSender(to)) {
      LineImport lines = new LineImport(sender, err::println);
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          lines.read(file.toString(), in);
        }
      }
      err.println("hopwise: " + lines.summary());
      return lines.complete() ? 0 : INCOMPLETE;
    } catch (IOException e) {
      err.println("hopwise: " + e.getMessage());
      return 1;
    }
  }
}
