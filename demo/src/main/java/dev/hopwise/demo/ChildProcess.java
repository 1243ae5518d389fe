package dev.hopwise.demo;

import dev.hopwise.demo.shop.Address;
import dev.hopwise.demo.shop.Lines;
import dev.hopwise.demo.shop.Role;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One process of the shop, seen from outside: its lines (see {@link Lines}), its log, its end. Any
/// thread.
final class ChildProcess {
  private static final int LAST_LINES = 15;

  private final Role role;
  private final Path log;
  private final Process process;
  private final BufferedWriter input;
  private final CompletableFuture<Map<Address, Integer>> listening = new CompletableFuture<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private ChildProcess(Role role, Path log, Process process) {
    this.role = role;
    this.log = log;
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  static ChildProcess start(Role role, ShopOptions options, Path hostsFile) throws IOException {
    Path log = options.directory().resolve("logs").resolve(role.serviceName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(ChildCommand.of(role, options, hostsFile))
            .directory(options.directory().toFile())
            .redirectError(log.toFile());
    builder.environment().put("MALLOC_ARENA_MAX", "2"); // glibc: less memory held for nothing
    if (role.traced()) {
      builder.environment().putAll(AgentSettings.of(role, options));
    }
    ChildProcess child = new ChildProcess(role, log, builder.start());
    Thread.ofVirtual().name("lines of " + role.serviceName()).start(child::readLines);
    return child;
  }

  Role role() {
    return role;
  }

  long pid() {
    return process.pid();
  }

  /// The addresses it has bound; fails if it ends first.
  CompletableFuture<Map<Address, Integer>> listening() {
    return listening;
  }

  /// Done when it has connected to the others; fails if it ends first.
  CompletableFuture<Void> ready() {
    return ready;
  }

  /// Done when it has ended.
  CompletableFuture<Process> ended() {
    return process.onExit();
  }

  /// @throws IOException if it has ended
  synchronized void tell(String line) throws IOException {
    input.write(line);
    input.newLine();
    input.flush();
  }

  /// What it was and how its log ends, for a message to people.
  String epitaph() {
    return "%s (pid %d) ended with status %s; the end of %s:%n%s"
        .formatted(
            role.serviceName(),
            process.pid(),
            process.isAlive() ? "unknown" : process.exitValue(),
            log,
            String.join(System.lineSeparator(), lastLines()));
  }

  /// Ends its input, which it takes as the wish to end.
  void askToEnd() {
    try {
      process.getOutputStream().close();
    } catch (IOException _) {
      process.destroy(); // it has closed its input, or is gone
    }
  }

  /// Waits for the end, and forces it when the time is over.
  void end(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private void readLines() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
      process.waitFor();
    } catch (IOException _) {
      process.destroy();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    IllegalStateException early = new IllegalStateException(epitaph());
    listening.completeExceptionally(early);
    ready.completeExceptionally(early);
  }

  private void hear(String line) {
    if (line.startsWith(Lines.LISTENING)) {
      listening.complete(Lines.parseAddresses(line.substring(Lines.LISTENING.length())));
    } else if (line.equals(Lines.READY)) {
      ready.complete(null);
    }
  }

  private List<String> lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    } catch (IOException e) {
      return List.of("(no log: " + e + ")");
    }
  }
}
