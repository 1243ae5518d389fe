package dev.hopwise.simulate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./hopwise simulate`: a scenario as load for a server, or as a file.
@Command(
    name = "simulate",
    description = "Send the traces of a scenario to a server, or write them to a file.",
    mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {

  private static final double RATE_MAX = 100_000;

  @Option(names = "--scenario", paramLabel = "NAME", description = "steady by default.")
  private String scenario = "steady";

  @Option(names = "--list", description = "Print the scenarios and end.")
  private boolean list;

  @Option(names = "--rate", paramLabel = "N", description = "Requests per second, 20 by default.")
  private double rate = 20;

  @Option(names = "--duration", paramLabel = "D", description = "90s, 10m, 1h; 60s by default.")
  private String duration = "60s";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed, rate and duration give the same spans; else a new one.")
  private @Nullable Long seed;

  @Option(
      names = "--to",
      paramLabel = "URL",
      description = "The server's OTLP/HTTP address, http://127.0.0.1:4318 by default.")
  private String to = "http://127.0.0.1:4318";

  @Option(names = "--out", paramLabel = "FILE", description = "Write to a file instead.")
  private @Nullable Path out;

  @Option(names = "--format", description = "Of --out: json (OTLP/JSON lines) or protobuf.")
  private String format = "json";

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "Of --out, RFC 3339; by default the run ends now.")
  private @Nullable String start;

  @Option(names = "--truth", paramLabel = "FILE", description = "Write what is true as JSON.")
  private @Nullable Path truth;

  private final PrintStream print;
  private final PrintStream complain;

  /// Prints on the console.
  public SimulateCommand() {
    this(System.out, System.err);
  }

  SimulateCommand(PrintStream print, PrintStream complain) {
    this.print = print;
    this.complain = complain;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (list) {
      list();
      return 0;
    }
    try {
      run(settings());
      return 0;
    } catch (IllegalArgumentException e) {
      complain.println("hopwise: " + e.getMessage());
      return 2;
    } catch (IOException | UncheckedIOException e) {
      complain.println("hopwise: " + e.getMessage());
      return 1;
    }
  }

  private void list() {
    for (Scenario each : Scenarios.all()) {
      print.printf("%-20s %s%n", each.name(), each.description());
    }
  }

  private Simulation.Settings settings() {
    Scenario found =
        Scenarios.named(scenario)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "--scenario " + scenario + " does not exist; --list prints those that do"));
    if (!(rate > 0 && rate <= RATE_MAX)) {
      throw new IllegalArgumentException("--rate " + rate + " is not within 0 to " + RATE_MAX);
    }
    Duration length = Durations.parse("--duration", duration);
    long chosen = seed == null ? System.nanoTime() ^ System.currentTimeMillis() << 20 : seed;
    Instant now = Clock.systemUTC().instant();
    Instant begin = out == null ? now : Durations.start(start).orElse(now.minus(length));
    return new Simulation.Settings(found, chosen, rate, LiveRun.nanos(begin), length.toNanos());
  }

  private void run(Simulation.Settings settings) throws IOException, InterruptedException {
    print.printf(
        "%s: %s; seed %d%n",
        settings.scenario().name(), settings.scenario().description(), settings.seed());
    AtomicLong requests = new AtomicLong();
    SpanSink sink = sink();
    try (sink;
        OutputStream file = truthFile();
        TruthFile truths = new TruthFile(file, settings)) {
      Delivery delivery =
          new Delivery(
              new Simulation(settings),
              request -> {
                requests.incrementAndGet();
                truths.request(request);
              });
      LiveRun run = new LiveRun(delivery, sink);
      if (out == null) {
        tellDelay(run.inTime(Clock.systemUTC()));
      } else {
        run.atOnce();
      }
    }
    if (sink.tookNothing()) {
      throw new IOException("the server took nothing: " + sink.summary());
    }
    print.printf("%,d requests, %s%n", requests.get(), sink.summary());
  }

  private OutputStream truthFile() throws IOException {
    return truth == null
        ? OutputStream.nullOutputStream()
        : new BufferedOutputStream(Files.newOutputStream(truth));
  }

  private SpanSink sink() throws IOException {
    Optional<Path> file = Optional.ofNullable(out);
    if (file.isEmpty()) {
      return new HttpSink(new OtlpClient(to));
    }
    return switch (format) {
      case "json" -> new FileSink(file.get(), FileSink.Format.JSON);
      case "protobuf" -> new FileSink(file.get(), FileSink.Format.PROTOBUF);
      default ->
          throw new IllegalArgumentException("--format " + format + " is not json or protobuf");
    };
  }

  private void tellDelay(Duration behind) {
    if (behind.compareTo(Duration.ofSeconds(2)) > 0) {
      print.printf(
          "at times %d s behind: the server or this machine was too slow%n", behind.toSeconds());
    }
  }
}
