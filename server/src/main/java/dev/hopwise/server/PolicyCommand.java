package dev.hopwise.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The sampling policy of a running server.
@Command(
    name = "policy",
    description = "Show the sampling policy, replace it, or try a draft.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PolicyCommand.Show.class,
      PolicyCommand.Put.class,
      PolicyCommand.Reset.class,
      PolicyCommand.Simulate.class
    })
final class PolicyCommand implements Callable<Integer> {

  private static final String PATH = "/api/v1/policy";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        Objects.requireNonNull(spec, "set by picocli").commandLine(),
        "say what to do: policy show, policy set FILE, policy reset or policy simulate FILE");
  }

  /// What is common to them: the answer is a policy, the draft a file.
  abstract static class Asking extends AskingCommand {
    @Override
    String table(String answer) throws IOException {
      return PolicyTable.of(answer);
    }

    static String read(Path file) throws IOException {
      try {
        return Files.readString(file);
      } catch (NoSuchFileException e) {
        throw new IOException("there is no file " + file, e);
      }
    }
  }

  /// Shows it.
  @Command(
      name = "show",
      description = "Show the policy in force and what its rules have done.",
      mixinStandardHelpOptions = true)
  static final class Show extends Asking {
    @Option(names = "--yaml", description = "Print the policy's text only.")
    private boolean yaml;

    @Override
    String ask(ApiClient client) throws IOException, InterruptedException {
      return client.get(PATH, new ApiClient.Parameters());
    }

    @Override
    String table(String answer) throws IOException {
      return yaml ? AnswerTable.parse(answer).path("yaml").asText() : super.table(answer);
    }
  }

  /// Replaces it.
  @Command(
      name = "set",
      description = "Put a policy in force at once; a wrong one is refused with all its problems.",
      mixinStandardHelpOptions = true)
  static final class Put extends Asking {
    @Parameters(paramLabel = "FILE", description = "The policy, YAML.")
    private Path file = Path.of("");

    @Override
    String ask(ApiClient client) throws IOException, InterruptedException {
      return client.yaml("PUT", PATH, new ApiClient.Parameters(), read(file));
    }
  }

  /// Goes back.
  @Command(
      name = "reset",
      description =
          "Give up what was set: the file of sampling.policy holds again, or the built-in.",
      mixinStandardHelpOptions = true)
  static final class Reset extends Asking {
    @Override
    String ask(ApiClient client) throws IOException, InterruptedException {
      return client.delete(PATH);
    }
  }

  /// Tries a draft.
  @Command(
      name = "simulate",
      description =
          "What a policy would have kept of the last minutes, beside what today's keeps of them.",
      mixinStandardHelpOptions = true)
  static final class Simulate extends Asking {
    @Parameters(paramLabel = "FILE", description = "The draft, YAML.")
    private Path file = Path.of("");

    @Option(names = "--from", paramLabel = "TIME", description = "RFC 3339 or unix seconds.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "RFC 3339 or unix seconds.")
    private @Nullable String to;

    @Override
    String ask(ApiClient client) throws IOException, InterruptedException {
      ApiClient.Parameters range = new ApiClient.Parameters().add("from", from).add("to", to);
      return client.yaml("POST", PATH + "/simulate", range, read(file));
    }

    @Override
    String table(String answer) throws IOException {
      return TrialTable.of(answer);
    }
  }
}
