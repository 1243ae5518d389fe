package dev.hopwise.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Whole traces of a running server as OTLP JSON lines.
@Command(
    name = "export",
    description = {
      "Write whole traces of a running server as OTLP JSON, one trace a line, newest first.",
      "Exit code 3 when not all that was asked for could be written."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

  /// The file is not all that was asked for.
  static final int INCOMPLETE = 3;

  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-fA-F]{1,32}");

  /// A trace of the most spans that a store gives.
  private static final int LINE_BYTES_MAX = 1 << 30;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "TRACEQL|TRACEID",
      description = "A TraceQL query, by default '{ }', or trace ids.")
  private List<String> what = List.of();

  @Option(names = "--from", description = "RFC 3339 or unix seconds; by default an hour ago.")
  private @Nullable String from;

  @Option(names = "--to", description = "RFC 3339 or unix seconds; by default now.")
  private @Nullable String to;

  @Option(names = "--limit", description = "How many traces at most, 1000 by default.")
  private @Nullable String limit;

  @Option(names = "--out", paramLabel = "FILE", description = "By default standard output.")
  private @Nullable Path out;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:4319",
      description = "The server's UI address, ${DEFAULT-VALUE} by default.")
  private String server = "";

  private byte[] last = new byte[0];

  @Override
  public Integer call() throws InterruptedException {
    var line = Objects.requireNonNull(spec, "set by picocli").commandLine();
    try {
      new ApiClient(server).stream("/api/v1/export", parameters(), this::copy);
      return report(line.getErr());
    } catch (IOException e) {
      line.getErr().println("hopwise: " + e.getMessage());
      return 1;
    }
  }

  private ApiClient.Parameters parameters() throws IOException {
    ApiClient.Parameters parameters = new ApiClient.Parameters();
    if (!what.isEmpty() && what.stream().allMatch(each -> TRACE_ID.matcher(each).matches())) {
      return parameters.add("id", String.join(",", what));
    }
    if (what.size() > 1) {
      throw new IOException("one query, or trace ids only; quote the query");
    }
    return parameters
        .add("q", what.isEmpty() ? null : what.getFirst())
        .add("from", from)
        .add("to", to)
        .add("limit", limit);
  }

  private void copy(InputStream in) throws IOException {
    Path file = out;
    if (file != null) {
      try (OutputStream to = Files.newOutputStream(file)) {
        lines(
            in,
            bytes -> {
              to.write(bytes);
              to.write('\n');
            });
      }
      return;
    }
    PrintWriter to = Objects.requireNonNull(spec, "set by picocli").commandLine().getOut();
    lines(
        in,
        bytes -> {
          to.write(new String(bytes, StandardCharsets.UTF_8));
          to.write('\n');
        });
    to.flush();
  }

  private interface Sink {
    void line(byte[] bytes) throws IOException;
  }

  private void lines(InputStream in, Sink to) throws IOException {
    JsonLines lines = new JsonLines(in, LINE_BYTES_MAX);
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      if (lines.tooLong()) {
        throw new IOException("trace " + lines.number() + " is larger than 1 GiB");
      }
      to.line(line);
      last = line;
    }
  }

  /// The last line says whether there is all.
  private int report(PrintWriter err) throws IOException {
    JsonNode end = new ObjectMapper().readTree(last).path("export");
    if (!end.isObject()) {
      err.println("hopwise: the export broke off; what was written is not all");
      return INCOMPLETE;
    }
    err.printf(
        "hopwise: exported %d traces, %d spans%n",
        end.path("traces").asLong(), end.path("spans").asLong());
    if (end.path("complete").asBoolean()) {
      return 0;
    }
    long truncated = end.path("truncatedSpans").asLong();
    if (truncated > 0) {
      err.printf("hopwise: incomplete: %d spans of large traces were left out%n", truncated);
    }
    if (end.path("missing").isTextual()) {
      err.println("hopwise: incomplete: " + AnswerTable.clean(end.path("missing").asText()));
    }
    return INCOMPLETE;
  }
}
