package dev.hopwise.demo;

import dev.hopwise.demo.shop.Address;
import dev.hopwise.demo.shop.Fault;
import dev.hopwise.demo.shop.Lines;
import dev.hopwise.demo.shop.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The running shop: one process per {@link Role}. Closing it ends them all; so does the end of
/// this process, however it comes. Any thread.
public final class Shop implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(4);
  private static final Duration END_MAX = Duration.ofSeconds(5);

  private final List<ChildProcess> processes = new ArrayList<>();
  private final Map<Address, Integer> ports = new EnumMap<>(Address.class);
  private final Set<Fault> on = Collections.synchronizedSet(EnumSet.noneOf(Fault.class));

  private Shop() {}

  /// Starts all processes side by side and waits until every one is connected.
  ///
  /// @throws IOException if one ends or is not ready within four minutes; none is left running then
  public static Shop start(ShopOptions options) throws IOException, InterruptedException {
    Shop shop = new Shop();
    try {
      shop.startAll(options);
      return shop;
    } catch (ExecutionException e) {
      shop.close();
      String reason = Objects.requireNonNullElse(e.getCause(), e).getMessage();
      throw new IOException("the shop did not start: " + reason, e);
    } catch (TimeoutException e) {
      shop.close();
      throw new IOException(
          "the shop was not ready within " + START_MAX.toMinutes() + " minutes", e);
    } catch (IOException | InterruptedException | RuntimeException e) {
      shop.close();
      throw e;
    }
  }

  private void startAll(ShopOptions options)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Files.createDirectories(options.directory().resolve("logs"));
    Path hostsFile = options.directory().resolve("hosts");
    HostsFile.write(hostsFile, options.otlp());
    for (Role role : Role.values()) {
      processes.add(ChildProcess.start(role, options, hostsFile));
    }
    long end = System.nanoTime() + START_MAX.toNanos();
    for (ChildProcess process : processes) {
      ports.putAll(process.listening().get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
    }
    for (ChildProcess process : processes) {
      process.tell(Lines.ADDRESSES + Lines.addresses(ports));
    }
    for (ChildProcess process : processes) {
      process.ready().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  /// The base of the shop's public API, by a name that any process on this machine resolves.
  public URI gateway() {
    return URI.create("http://127.0.0.1:" + ports.get(Address.GATEWAY));
  }

  /// Which process id plays which role.
  public Map<Role, Long> pids() {
    Map<Role, Long> pids = new EnumMap<>(Role.class);
    processes.forEach(process -> pids.put(process.role(), process.pid()));
    return pids;
  }

  /// Done with the reason as soon as a process has ended, whether it was asked to or not.
  public CompletableFuture<String> ended() {
    CompletableFuture<String> any = new CompletableFuture<>();
    for (ChildProcess process : processes) {
      CompletableFuture<Void> _ = process.ended().thenRun(() -> any.complete(process.epitaph()));
    }
    return any;
  }

  public boolean isOn(Fault fault) {
    return on.contains(fault);
  }

  /// Turns a switch; the processes hear of it within milliseconds.
  ///
  /// @throws CompletionException if a process is gone
  public void set(Fault fault, boolean isOn) {
    try {
      for (ChildProcess process : processes) {
        process.tell(Lines.fault(fault, isOn));
      }
    } catch (IOException e) {
      throw new CompletionException("a process of the shop has ended", e);
    }
    if (isOn) {
      on.add(fault);
    } else {
      on.remove(fault);
    }
  }

  /// Ends all processes and waits for their end, about five seconds at most.
  @Override
  public void close() {
    processes.forEach(ChildProcess::askToEnd);
    try {
      long end = System.nanoTime() + END_MAX.toNanos();
      for (ChildProcess process : processes) {
        process.end(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
