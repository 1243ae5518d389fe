package dev.hopwise.sample;

import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes a policy as YAML that reads back as an equal policy. Comments of the text it came from
/// are not in it.
public final class PolicyText {

  /// Texts that no YAML reader could take for anything else.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]{2,}");

  private static final List<String> RESERVED =
      List.of("true", "false", "null", "yes", "off", "True", "False", "Null", "Yes", "Off");

  private final StringBuilder out = new StringBuilder();

  private PolicyText() {}

  /// The whole text, ending with a line feed.
  public static String of(Policy policy) {
    PolicyText text = new PolicyText();
    text.line("tenant: " + quoted(policy.tenantAttribute()));
    if (!policy.budget().equals(Budget.UNLIMITED)) {
      text.budget(policy.budget());
    }
    text.line("rules:");
    policy.rules().forEach(text::rule);
    text.head(policy.head());
    text.attributes(policy.attributes());
    return text.out.toString();
  }

  private void budget(Budget budget) {
    line("budget:");
    limit("  ", budget.total());
    limits("tenants", budget.tenants());
    limits("services", budget.services());
  }

  private void limits(String key, SequencedMap<String, Budget.Limit> limits) {
    if (!limits.isEmpty()) {
      line("  " + key + ":");
      limits.forEach((name, limit) -> {
        line("    " + quoted(name) + ":" + (limit.isUnlimited() ? " {}" : ""));
        limit("      ", limit);
      });
    }
  }

  private void limit(String indent, Budget.Limit limit) {
    if (limit.spansPerSecond() < Double.POSITIVE_INFINITY) {
      line(indent + "spans-per-second: " + Quantity.ofNumber(limit.spansPerSecond()));
    }
    if (limit.bytesPerDay() < Double.POSITIVE_INFINITY) {
      line(indent + "bytes-per-day: " + Quantity.ofBytes((long) limit.bytesPerDay()));
    }
  }

  private void rule(Rule rule) {
    line("  - name: " + quoted(rule.name()));
    if (rule.when() != null) {
      line("    when: " + quoted(rule.when().text()));
    }
    if (!rule.tenants().isEmpty()) {
      line("    tenants: " + list(rule.tenants()));
    }
    line("    sample: " + of(rule.sample()));
  }

  /// What stands behind `sample:`.
  public static String of(Sampling sample) {
    return switch (sample) {
      case Sampling.Always _ -> "always";
      case Sampling.Drop _ -> "drop";
      case Sampling.Probability(double probability) ->
          "{ probability: " + Quantity.ofNumber(probability) + " }";
      case Sampling.Throughput(double perSecond, Sampling.Per per) ->
          "{ throughput: " + Quantity.ofNumber(perSecond) + per(per) + " }";
      case Sampling.SlowLimit(long nanos) -> "{ slow: " + Quantity.ofNanos(nanos) + " }";
      case Sampling.SlowQuantile(double quantile) ->
          "{ slow: " + Quantity.ofPercentile(quantile) + " }";
    };
  }

  private static String per(Sampling.Per per) {
    return per == Sampling.Per.RULE ? "" : ", per: " + SamplingReader.text(per);
  }

  private void head(HeadPolicy head) {
    if (head.equals(HeadPolicy.ALL)) {
      return;
    }
    line("head:");
    line("  default: " + Quantity.ofNumber(head.probability()));
    if (!head.services().isEmpty()) {
      line("  services:");
      head.services().forEach(this::service);
    }
  }

  private void service(String name, HeadPolicy.Service service) {
    line("    " + quoted(name) + ":");
    line("      probability: " + Quantity.ofNumber(service.probability()));
    if (!service.spanNames().isEmpty()) {
      line("      span-names:");
      service
          .spanNames()
          .forEach((span, p) -> line("        " + quoted(span) + ": " + Quantity.ofNumber(p)));
    }
  }

  private void attributes(List<AttributeRule> attributes) {
    if (!attributes.isEmpty()) {
      line("attributes:");
      attributes.forEach(this::attribute);
    }
  }

  private void attribute(AttributeRule rule) {
    line("  - key: " + quoted(rule.key()));
    if (rule.scopes().size() < AttributeRule.Scope.values().length) {
      line("    scope: " + list(rule.scopes().stream().map(AttributeRuleReader::text).toList()));
    }
    if (!rule.services().isEmpty()) {
      line("    services: " + list(rule.services()));
    }
    line("    action: " + AttributeRuleReader.text(rule.action()));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String list(List<String> texts) {
    return texts.stream().map(PolicyText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  static String quoted(String text) {
    if (PLAIN.matcher(text).matches() && !RESERVED.contains(text)) {
      return text;
    }
    boolean printable = text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    return printable ? "'" + text.replace("'", "''") + "'" : escaped(text);
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\').append((char) c);
          } else if (c >= ' ' && c < 0x7F) {
            out.append((char) c);
          } else {
            out.append(String.format(Locale.ROOT, "\\u%04x", c));
          }
        });
    return out.append('"').toString();
  }
}
