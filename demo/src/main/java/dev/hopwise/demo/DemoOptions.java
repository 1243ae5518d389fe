package dev.hopwise.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the command line says.
///
/// @param ui the address of the Hopwise UI to print links with, or null
/// @param rate requests per second
/// @param duration null for: until stopped
/// @param directory for logs and databases, or null for a temporary one that is removed in the end
/// @param watchParent whether to end when the process that started the demo does
record DemoOptions(
    URI otlp,
    String protocol,
    @Nullable URI ui,
    double rate,
    @Nullable Duration duration,
    int portBase,
    @Nullable Path directory,
    boolean watchParent) {

  static final String USAGE =
      """
      Starts the demo shop: six services traced by the OpenTelemetry Java agent, their database, broker
      and outside world, and steady load.

        --otlp URL           where the spans go        (http://127.0.0.1:4318, or :4317 with grpc)
        --protocol NAME      http/protobuf or grpc     (http/protobuf)
        --ui URL             the Hopwise UI, for the links that are printed
        --rate N             requests per second, 0 to 1000   (5)
        --duration TIME      end after 90s, 10m or 2h  (until stopped)
        --port-base N        first of 11 ports, 1024 to 65000; 0 takes free ports  (0)
        --dir DIR            keep logs and databases there    (a temporary directory)
        --watch-parent       end when the process that started the demo ends
      """;

  private static final Set<String> KEYS =
      Set.of("otlp", "protocol", "ui", "rate", "duration", "port-base", "dir", "watch-parent");
  private static final double RATE_MAX = 1000;
  private static final int PORT_BASE_MIN = 1024;
  private static final int PORT_BASE_MAX = 65000;

  /// @throws IllegalArgumentException naming the option and what it takes
  static DemoOptions parse(String... args) {
    Map<String, String> given = given(args);
    String protocol = given.getOrDefault("protocol", "http/protobuf");
    check(Set.of("http/protobuf", "grpc").contains(protocol), "--protocol: http/protobuf or grpc");
    String otlp = protocol.equals("grpc") ? "http://127.0.0.1:4317" : "http://127.0.0.1:4318";
    String directory = given.get("dir");
    String ui = given.get("ui");
    return new DemoOptions(
        url("otlp", given.getOrDefault("otlp", otlp)),
        protocol,
        ui == null ? null : url("ui", ui),
        rate(given.getOrDefault("rate", "5")),
        duration(given.get("duration")),
        portBase(given.getOrDefault("port-base", "0")),
        directory == null ? null : Path.of(directory).toAbsolutePath(),
        given.containsKey("watch-parent"));
  }

  private static Map<String, String> given(String... args) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      check(args[i].startsWith("--"), "not an option: " + args[i]);
      String[] parts = args[i].substring(2).split("=", 2);
      String key = parts[0];
      check(KEYS.contains(key), "no such option: --" + key);
      if (key.equals("watch-parent") || parts.length == 2) {
        given.put(key, parts.length == 2 ? parts[1] : "true");
      } else {
        check(i + 1 < args.length, "--" + key + ": a value expected");
        given.put(key, args[++i]);
      }
    }
    return given;
  }

  private static URI url(String key, String text) {
    try {
      URI uri = URI.create(text);
      check(uri.getHost() != null && text.startsWith("http"), "--" + key + ": not a URL: " + text);
      return uri;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--" + key + ": an http URL expected, such as http://127.0.0.1:4318, not " + text, e);
    }
  }

  private static double rate(String text) {
    String expected = "--rate: a number from 0 to 1000 expected, not " + text;
    double rate = number(text, expected);
    check(rate >= 0 && rate <= RATE_MAX, expected);
    return rate;
  }

  private static int portBase(String text) {
    String expected = "--port-base: 0, or a number from 1024 to 65000 expected, not " + text;
    double base = number(text, expected);
    check(
        base == 0 || (base >= PORT_BASE_MIN && base <= PORT_BASE_MAX && base == Math.rint(base)),
        expected);
    return (int) base;
  }

  private static @Nullable Duration duration(@Nullable String text) {
    if (text == null) {
      return null;
    }
    check(text.matches("[1-9][0-9]{0,6}[smh]"), "--duration: 90s, 10m or 2h expected, not " + text);
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static double number(String text, String expected) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(expected, e);
    }
  }

  private static void check(boolean right, String message) {
    if (!right) {
      throw new IllegalArgumentException(message);
    }
  }
}
