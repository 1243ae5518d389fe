package dev.hopwise.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Incident windows of a running server.
@Command(
    name = "window",
    description = "Open, list and close incident windows: keep more for a while.",
    mixinStandardHelpOptions = true,
    subcommands = {WindowCommand.Open.class, WindowCommand.All.class, WindowCommand.Close.class})
final class WindowCommand implements Callable<Integer> {

  private static final String PATH = "/api/v1/windows";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        Objects.requireNonNull(spec, "set by picocli").commandLine(),
        "say what to do: window open, window list or window close ID");
  }

  /// What is common to them: the answer is windows.
  abstract static class Asking extends AskingCommand {
    @Override
    String table(String answer) throws IOException {
      return WindowTable.of(answer);
    }
  }

  /// Opens one.
  @Command(
      name = "open",
      description = "Open a window, and print its id.",
      mixinStandardHelpOptions = true)
  static final class Open extends Asking {
    @Option(
        names = "--scope",
        paramLabel = "TRACEQL",
        description = "Which traces, such as '{ resource.service.name = \"checkout\" }'.")
    private @Nullable String scope;

    @Option(names = "--service", description = "Instead of --scope: traces with a span of it.")
    private @Nullable String service;

    @Option(names = "--route", description = "Instead of --scope: the span's http.route.")
    private @Nullable String route;

    @Option(
        names = "--attribute",
        paramLabel = "KEY=VALUE",
        description = "Instead of --scope: the span or its resource has it. May be repeated.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    @Option(
        names = "--rate",
        description = "The share to keep, above 0 and at most 1; 1 by default.")
    private @Nullable Double rate;

    @Option(names = "--ttl", description = "How long, such as 10m; that is the default.")
    private @Nullable String ttl;

    @Option(names = "--reach-back", description = "How much of the past as well, such as 5m.")
    private @Nullable String reachBack;

    @Option(names = "--budget", description = "Spans per second at most; 5000 by default.")
    private @Nullable Double budget;

    @Option(names = "--reason", description = "Why, in words.")
    private @Nullable String reason;

    @Override
    String ask(ApiClient client) throws IOException, InterruptedException {
      return client.post(PATH, body());
    }

    /// What was not said is left to the server.
    private String body() throws IOException {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode body = mapper.createObjectNode().put("opener", "person");
      ObjectNode where = body.putObject("scope");
      put(where, "q", scope);
      put(where, "service", service);
      put(where, "route", route);
      if (!attributes.isEmpty()) {
        where.set("attributes", mapper.valueToTree(attributes));
      }
      if (rate != null) {
        body.put("rate", rate);
      }
      put(body, "ttl", ttl);
      put(body, "reachBack", reachBack);
      if (budget != null) {
        body.putObject("budget").put("spansPerSecond", budget);
      }
      put(body, "reason", reason);
      return mapper.writeValueAsString(body);
    }

    private static void put(ObjectNode object, String key, @Nullable String value) {
      if (value != null) {
        object.put(key, value);
      }
    }
  }

  /// Lists all.
  @Command(
      name = "list",
      description = "List the windows, newest first.",
      mixinStandardHelpOptions = true)
  static final class All extends Asking {
    @Override
    String ask(ApiClient client) throws IOException, InterruptedException {
      return client.get(PATH, new ApiClient.Parameters());
    }
  }

  /// Closes one.
  @Command(
      name = "close",
      description = "Close a window, and print what it kept.",
      mixinStandardHelpOptions = true)
  static final class Close extends Asking {
    @Parameters(paramLabel = "ID", description = "The window's id.")
    private String id = "";

    @Override
    String ask(ApiClient client) throws IOException, InterruptedException {
      return client.delete(PATH + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    }
  }
}
