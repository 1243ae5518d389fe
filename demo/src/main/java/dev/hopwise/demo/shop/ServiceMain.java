package dev.hopwise.demo.shop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// The main class of every process of the shop: `ServiceMain ROLE PORT_BASE`. It ends when its
/// standard input does or when its parent dies, so that not even `kill -9` of the demo leaves an
/// orphan.
public final class ServiceMain {
  /// How long the agent may take to hand over its last spans.
  private static final Duration FLUSH_MAX = Duration.ofSeconds(3);

  private final Part part;
  private final Addresses addresses;
  private final Faults faults;
  private final PrintStream demo;

  private ServiceMain(Role role, int portBase, PrintStream demo) {
    this.addresses = new Addresses(portBase);
    this.faults = new Faults();
    this.part = role.part(addresses, faults);
    this.demo = demo;
  }

  public static void main(String[] args) throws Exception {
    PrintStream demo = System.out;
    System.setOut(System.err); // what a library prints must not look like a line of ours
    ProcessHandle.current().parent().ifPresent(ServiceMain::endWith);
    try {
      new ServiceMain(Role.valueOf(args[0]), Integer.parseInt(args[1]), demo).run();
      end(0);
    } catch (Throwable failure) {
      failure.printStackTrace();
      end(1);
    }
  }

  private void run() throws Exception {
    part.listen();
    demo.println(Lines.LISTENING + Lines.addresses(addresses.all()));
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      heed(line);
    }
  }

  private void heed(String line) throws Exception {
    if (line.startsWith(Lines.ADDRESSES)) {
      addresses.putAll(Lines.parseAddresses(line.substring(Lines.ADDRESSES.length())));
      part.connect();
      demo.println(Lines.READY);
    } else if (line.startsWith(Lines.FAULT)) {
      String[] words = line.split(" ", -1);
      Fault.of(words[1]).ifPresent(fault -> faults.set(fault, words[2].equals("on")));
    } else {
      throw new IOException("not a line of the demo: " + line);
    }
  }

  private static void endWith(ProcessHandle parent) {
    CompletableFuture<Void> _ = parent.onExit().thenRun(() -> end(0));
  }

  private static void end(int status) {
    Thread.ofPlatform().daemon().start(() -> haltAfter(FLUSH_MAX));
    System.exit(status);
  }

  private static void haltAfter(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
