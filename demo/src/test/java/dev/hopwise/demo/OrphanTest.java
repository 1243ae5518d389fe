package dev.hopwise.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.demo.shop.Role;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OrphanTest {
  @TempDir Path directory;

  @Test
  void aProcessOfTheShopEndsWhenTheDemoIsKilled() throws Exception {
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                directory.toString())
            .redirectError(directory.resolve("parent.log").toFile())
            .start();
    try (BufferedReader lines = demo.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();

      demo.destroyForcibly().waitFor();

      child.onExit().get(10, TimeUnit.SECONDS);
      assertThat(child.isAlive()).isFalse();
    }
  }

  /// Stands for the demo: starts one process of the shop, says its id, and waits to be killed.
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      Path directory = Path.of(args[0]);
      Files.createDirectories(directory.resolve("logs"));
      Path hosts = directory.resolve("hosts");
      URI otlp = URI.create("http://127.0.0.1:4318");
      HostsFile.write(hosts, otlp);
      ShopOptions options =
          new ShopOptions(otlp, "http/protobuf", 0, Path.of("no-agent-needed"), directory);
      ChildProcess child = ChildProcess.start(Role.OUTSIDE, options, hosts);
      child.listening().get();
      System.out.println(child.pid());
      Thread.sleep(TimeUnit.MINUTES.toMillis(1));
    }
  }
}
