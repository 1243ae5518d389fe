package dev.hopwise.demo;

import dev.hopwise.demo.shop.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// `java -cp 'dist/lib/*' dev.hopwise.demo.DemoMain`: the shop, its fault switches and its load,
/// until Ctrl-C.
public final class DemoMain {
  private static final int FIRST_CHECKOUTS_MAX = 20;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(8);
  private static final int USAGE_STATUS = 2;

  private final DemoOptions options;
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private DemoMain(DemoOptions options) {
    this.options = options;
  }

  public static void main(String[] args) throws Exception {
    if (List.of(args).contains("--help")) {
      System.out.print(DemoOptions.USAGE);
      return;
    }
    DemoOptions options;
    try {
      options = DemoOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(DemoOptions.USAGE);
      System.exit(USAGE_STATUS);
      return;
    }
    DemoMain demo = new DemoMain(options);
    int status;
    try {
      status = demo.run();
    } finally {
      demo.closed.countDown();
    }
    System.exit(status);
  }

  private int run() throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    if (options.watchParent()) {
      ProcessHandle.current().parent().ifPresent(this::endWith);
    }
    Path directory = directory();
    System.out.println("Starting the demo shop, logs in " + directory.resolve("logs"));
    boolean orderly;
    try {
      orderly = serve(directory);
    } catch (IOException | IllegalStateException e) {
      System.err.println(e.getMessage());
      return 1;
    }
    if (orderly && options.directory() == null) {
      remove(directory);
    }
    return orderly ? 0 : 1;
  }

  /// @return false if the shop broke
  private boolean serve(Path directory) throws IOException, InterruptedException {
    ShopOptions shopOptions =
        new ShopOptions(
            options.otlp(), options.protocol(), options.portBase(), AgentJar.find(), directory);
    long start = System.nanoTime();
    SplittableRandom random = new SplittableRandom();
    try (Shop shop = Shop.start(shopOptions);
        FaultsEndpoint faults = FaultsEndpoint.start(shop, options.portBase());
        Load load = new Load(new Visitors(shop.gateway(), random.split()), random.split())) {
      System.out.printf("Ready after %.1f s%n", (System.nanoTime() - start) / 1e9);
      CompletableFuture<String> broken = shop.ended();
      CompletableFuture<Void> _ = broken.thenAccept(end::complete);
      greet(shop, faults, firstTrace(load));
      load.start(options.rate());
      String reason = awaitEnd();
      System.out.println(load.summary());
      if (broken.isDone() && reason.equals(broken.join())) {
        System.err.println(reason);
        return false;
      }
      return true;
    }
  }

  private static Optional<String> firstTrace(Load load) throws InterruptedException {
    for (int i = 0; i < FIRST_CHECKOUTS_MAX; i++) {
      Optional<Load.Answer> answer = load.checkout().filter(Load.Answer::isSuccess);
      if (answer.isPresent()) {
        return answer.map(Load.Answer::traceId);
      }
      Thread.sleep(200);
    }
    return Optional.empty();
  }

  private void greet(Shop shop, FaultsEndpoint faults, Optional<String> firstTrace) {
    URI ui = options.ui();
    System.out.println("Spans go to    " + options.otlp() + " (" + options.protocol() + ")");
    System.out.println("Shop           " + shop.gateway() + "/catalog");
    System.out.println("Faults         " + faults.uri());
    if (ui != null) {
      System.out.println("Hopwise        " + ui);
    }
    firstTrace.ifPresent(id ->
        System.out.println("First checkout " + (ui == null ? id : ui.resolve("/trace/" + id))));
    System.out.printf("Load           %s requests per second%n", options.rate());
    System.out.println("Break something (on=false mends it):");
    for (Fault fault : Fault.values()) {
      System.out.printf("  curl -X POST '%s/%s?on=true'%n", faults.uri(), fault.id());
      System.out.println("      " + fault.description());
    }
  }

  private void endWith(ProcessHandle parent) {
    CompletableFuture<Void> _ = parent.onExit().thenRun(() -> end.complete("the parent ended"));
  }

  private String awaitEnd() throws InterruptedException {
    Duration duration = options.duration();
    try {
      return duration == null ? end.get() : end.get(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return "time is over";
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs in the shutdown hook: asks the main thread to close everything, and waits until it has.
  private void stop() {
    end.complete("stopped");
    try {
      if (!closed.await(CLOSE_MAX.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("the shop did not close within " + CLOSE_MAX.toSeconds() + " s");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Path directory() throws IOException {
    Path given = options.directory();
    return given == null
        ? Files.createTempDirectory("hopwise-demo-")
        : Files.createDirectories(given);
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
