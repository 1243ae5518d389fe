package dev.hopwise.server.config;

import dev.hopwise.server.forward.ForwardOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The types that settings have.
final class SettingTypes {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB|TiB)?");

  static final SettingType<Address> ADDRESS = new SettingType<>("address", Address::parse);

  static final SettingType<Optional<Address>> ADDRESS_OR_OFF =
      new SettingType<>(
          "address or off",
          text -> text.equals("off") ? Optional.empty() : Optional.of(Address.parse(text)));

  static final SettingType<Path> PATH = new SettingType<>("path", SettingTypes::path);

  static final SettingType<Optional<Path>> PATH_OR_OFF =
      new SettingType<>(
          "path or off", text -> text.equals("off") ? Optional.empty() : Optional.of(path(text)));

  static final SettingType<Duration> DURATION_TYPE =
      new SettingType<>("duration", SettingTypes::duration);

  static final SettingType<Long> BYTES_TYPE = new SettingType<>("size", SettingTypes::bytes);

  static final SettingType<Integer> COUNT = new SettingType<>("number", SettingTypes::count);

  static final SettingType<Double> PROBABILITY =
      new SettingType<>("probability", SettingTypes::probability);

  static final SettingType<Optional<URI>> URL_OR_OFF =
      new SettingType<>(
          "URL or off", text -> text.equals("off") ? Optional.empty() : Optional.of(url(text)));

  static final SettingType<ForwardOptions.Protocol> FORWARD_PROTOCOL =
      new SettingType<>("one of http/protobuf, grpc", SettingTypes::forwardProtocol);

  static final SettingType<Map<String, String>> HEADERS =
      new SettingType<>("headers", HeaderList::parse);

  static final SettingType<OptionalDouble> RATE_OR_OFF =
      new SettingType<>("number or off", SettingTypes::rate);

  static final SettingType<String> TEXT = new SettingType<>("text", text -> text);

  static final SettingType<List<String>> LIST = new SettingType<>("list", SettingTypes::list);

  private SettingTypes() {}

  /// One of an enum's constants, in lower case.
  static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    String names =
        constants.stream()
            .map(c -> c.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return new SettingType<>(
        "one of " + names,
        text ->
            constants.stream()
                .filter(c -> c.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + names)));
  }

  private static Path path(String text) {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("expected a path");
    }
    return Path.of(text);
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected a duration such as 500ms, 90s, 10m, 12h or 7d");
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    // Every duration is somewhere turned into nanoseconds, which end at 292 years.
    if (duration.toDays() > 100 * 365) {
      throw new IllegalArgumentException("expected at most 36500d");
    }
    return duration;
  }

  private static long bytes(String text) {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected a size such as 65536, 512KiB, 64MiB or 20GiB");
    }
    int shift =
        switch (matcher.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          case "TiB" -> 40;
          case null, default -> 0;
        };
    long amount = Long.parseLong(matcher.group(1));
    if (amount > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("expected a size below 8192 PiB");
    }
    return amount << shift;
  }

  private static int count(String text) {
    try {
      int count = Integer.parseInt(text);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // falls through: the same advice serves both
    }
    throw new IllegalArgumentException("expected a whole number from 1 to " + Integer.MAX_VALUE);
  }

  private static double probability(String text) {
    try {
      double probability = Double.parseDouble(text);
      if (probability >= 0 && probability <= 1) {
        return probability;
      }
    } catch (NumberFormatException e) {
      // falls through: the same advice serves both
    }
    throw new IllegalArgumentException("expected a number from 0 to 1");
  }

  private static OptionalDouble rate(String text) {
    if (text.equals("off")) {
      return OptionalDouble.empty();
    }
    try {
      double rate = Double.parseDouble(text);
      if (rate > 0 && rate < Double.POSITIVE_INFINITY) {
        return OptionalDouble.of(rate);
      }
    } catch (NumberFormatException e) {
      // falls through: the same advice serves both
    }
    throw new IllegalArgumentException("expected off, or a number above 0");
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  private static ForwardOptions.Protocol forwardProtocol(String text) {
    return switch (text) {
      case "http/protobuf" -> ForwardOptions.Protocol.HTTP_PROTOBUF;
      case "grpc" -> ForwardOptions.Protocol.GRPC;
      default -> throw new IllegalArgumentException("expected http/protobuf or grpc");
    };
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isHttp
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // falls through: the same advice serves both
    }
    throw new IllegalArgumentException(
        "expected off, or a URL such as http://collector:4318 without user, query and fragment");
  }
}
