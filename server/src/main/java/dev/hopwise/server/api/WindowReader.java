package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hopwise.sample.window.Opener;
import dev.hopwise.sample.window.WindowRequest;
import dev.hopwise.sample.window.WindowScope;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The body that asks for a window, read strictly: what is not known is refused, so that a misspelt
/// limit is not left out in silence. Whether the values are allowed is for the book.
final class WindowReader {

  private static final Duration TTL_DEFAULT = Duration.ofMinutes(10);
  private static final double BUDGET_DEFAULT_SPANS_PER_SECOND = 5_000;
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final int ATTRIBUTES_MAX = 16;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private WindowReader() {}

  /// @throws BadParameterException that names the field
  static WindowRequest read(byte[] body) throws IOException {
    JsonNode root = object(parse(body), "body");
    only(root, "", List.of("scope", "rate", "ttl", "reachBack", "budget", "reason", "opener"));
    return new WindowRequest(
        scope(root.path("scope")),
        number(root, "rate", "rate", 1),
        duration(root, "ttl", TTL_DEFAULT),
        duration(root, "reachBack", Duration.ZERO),
        budget(root.path("budget")),
        text(root, "reason", "reason"),
        opener(text(root, "opener", "opener")));
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new BadParameterException("body", "the body is no JSON: " + e.getOriginalMessage());
    }
  }

  private static WindowScope scope(JsonNode node) {
    if (node.isMissingNode()) {
      throw new BadParameterException("scope", "scope is missing");
    }
    JsonNode scope = object(node, "scope");
    only(scope, "scope.", List.of("q", "service", "route", "attributes"));
    if (scope.isEmpty()) {
      throw new BadParameterException(
          "scope", "scope is empty; {\"q\": \"{ }\"} stands for every trace");
    }
    if (!scope.has("q")) {
      return WindowScope.ofSpan(
          text(scope, "service", "scope.service"),
          text(scope, "route", "scope.route"),
          attributes(scope.path("attributes")));
    }
    if (scope.size() > 1) {
      throw new BadParameterException(
          "scope", "scope has q, which says it all, or service, route and attributes");
    }
    return WindowScope.ofTraceQl(text(scope, "q", "scope.q"));
  }

  private static Map<String, String> attributes(JsonNode node) {
    if (node.isMissingNode()) {
      return Map.of();
    }
    JsonNode object = object(node, "scope.attributes");
    if (object.size() > ATTRIBUTES_MAX) {
      throw new BadParameterException(
          "scope.attributes", "scope has " + object.size() + " attributes", ATTRIBUTES_MAX);
    }
    Map<String, String> attributes = new TreeMap<>();
    for (Iterator<String> keys = object.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (key.isEmpty()) {
        throw new BadParameterException("scope.attributes", "an attribute without a name");
      }
      attributes.put(key, text(object, key, "scope.attributes." + key));
    }
    return attributes;
  }

  private static double budget(JsonNode node) {
    if (node.isMissingNode()) {
      return BUDGET_DEFAULT_SPANS_PER_SECOND;
    }
    JsonNode budget = object(node, "budget");
    only(budget, "budget.", List.of("spansPerSecond"));
    return number(
        budget, "spansPerSecond", "budget.spansPerSecond", BUDGET_DEFAULT_SPANS_PER_SECOND);
  }

  private static Opener opener(String text) {
    return switch (text) {
      case "", "api" -> Opener.API;
      case "person" -> Opener.PERSON;
      case "slo" -> Opener.SLO;
      case "detector" -> Opener.DETECTOR;
      default ->
          throw new BadParameterException(
              "opener", "opener is none of person, api, slo and detector");
    };
  }

  private static Duration duration(JsonNode root, String field, Duration fallback) {
    if (!root.has(field)) {
      return fallback;
    }
    Matcher matcher = DURATION.matcher(text(root, field, field));
    if (!matcher.matches()) {
      throw new BadParameterException(field, field + " is no duration such as 90s, 10m or 2h");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static double number(JsonNode object, String key, String field, double fallback) {
    @Nullable JsonNode value = object.get(key);
    if (value == null) {
      return fallback;
    }
    if (!value.isNumber()) {
      throw new BadParameterException(field, field + " is no number");
    }
    return value.doubleValue();
  }

  private static String text(JsonNode object, String key, String field) {
    @Nullable JsonNode value = object.get(key);
    if (value == null) {
      return "";
    }
    if (!value.isTextual()) {
      throw new BadParameterException(field, field + " is no text");
    }
    return value.textValue();
  }

  private static JsonNode object(JsonNode node, String field) {
    if (!node.isObject()) {
      throw new BadParameterException(field, field + " is no JSON object");
    }
    return node;
  }

  private static void only(JsonNode object, String prefix, List<String> known) {
    for (Iterator<String> keys = object.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!known.contains(key)) {
        String shown = prefix + (key.length() <= 40 ? key : key.substring(0, 40) + "…");
        throw new BadParameterException(
            shown, shown + " is not known; " + prefix + "{" + String.join(", ", known) + "} are");
      }
    }
  }
}
