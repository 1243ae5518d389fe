package dev.hopwise.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads either text of metrics, and refuses what Prometheus would, or should: a sample before its
/// head, a metric in two places, a series twice, a wrong suffix, buckets that shrink, an exemplar
/// outside of its bucket.
final class Exposition {

  private static final Pattern HEAD = Pattern.compile("# (HELP|TYPE) ([a-z_]+) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)(?:\\{((?:[a-z_]+=\"(?:[^\"\\\\]|\\\\[\\\\n\"])*\",?)*)})? ([^ ]+)(?: # (.+))?");
  private static final Pattern LABEL =
      Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\[\\\\n\"])*)\"(,|$)");
  private static final Pattern EXEMPLAR =
      Pattern.compile(
          "\\{trace_id=\"([0-9a-f]{32})\",span_id=\"[0-9a-f]{16}\"} ([^ ]+) (\\d+\\.\\d{3})");

  /// Values by name and labels.
  final Map<String, Double> samples = new HashMap<>();

  /// Trace ids by name and labels of the bucket.
  final Map<String, String> exemplars = new HashMap<>();

  final Map<String, String> types = new HashMap<>();
  private final Map<String, Double> lastBucket = new HashMap<>();
  private final Map<String, Double> lastBound = new HashMap<>();
  private final Set<String> helped = new HashSet<>();
  private final boolean openMetrics;
  private String current = "";

  private Exposition(boolean openMetrics) {
    this.openMetrics = openMetrics;
  }

  static Exposition parse(String text) {
    check(text.endsWith("\n"), "no line end at the end");
    List<String> lines = new ArrayList<>(List.of(text.split("\n")));
    boolean openMetrics = lines.getLast().equals("# EOF");
    if (openMetrics) {
      lines.removeLast();
    }
    Exposition exposition = new Exposition(openMetrics);
    lines.forEach(exposition::line);
    exposition.checkCounts();
    return exposition;
  }

  /// The value of a sample, given its labels as key, value, key, value.
  double value(String name, String... labels) {
    String key = key(name, labels);
    check(samples.containsKey(key), "no sample " + key + " among " + samples.keySet());
    return samples.get(key);
  }

  static String key(String name, String... labels) {
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      sorted.put(labels[i], labels[i + 1]);
    }
    return name + sorted;
  }

  private void line(String line) {
    Matcher head = HEAD.matcher(line);
    if (head.matches()) {
      head(head.group(1), head.group(2), head.group(3));
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    check(sample.matches(), "neither head nor sample: " + line);
    Map<String, String> labels = labels(sample.group(2) == null ? "" : sample.group(2));
    String name = sample.group(1);
    String type = types.getOrDefault(current, "");
    check(isNameOf(name, type), "sample " + name + " under " + current + " of type " + type);
    double value = number(sample.group(3));
    check(samples.put(name + labels, value) == null, "twice: " + name + labels);
    double below = Double.NEGATIVE_INFINITY;
    if (name.endsWith("_bucket")) {
      below = bucket(name, labels, value);
    }
    if (sample.group(4) != null) {
      exemplar(name, labels, below, sample.group(4));
    }
  }

  private void head(String what, String name, String rest) {
    if (what.equals("HELP")) {
      check(helped.add(name), "metric twice: " + name);
      current = name;
    } else {
      check(name.equals(current), "type of " + name + " under " + current);
      check(types.put(name, rest) == null, "type twice: " + name);
    }
  }

  private boolean isNameOf(String name, String type) {
    return switch (type) {
      case "gauge" -> name.equals(current);
      case "counter" ->
          name.equals(openMetrics ? current + "_total" : current) && name.endsWith("_total");
      case "histogram" ->
          name.equals(current + "_bucket")
              || name.equals(current + "_sum")
              || name.equals(current + "_count");
      default -> false;
    };
  }

  /// @return the bound of the bucket before
  private double bucket(String name, Map<String, String> labels, double value) {
    Map<String, String> series = new TreeMap<>(labels);
    double bound = number(series.remove("le"));
    Double lastValue = lastBucket.put(name + series, value);
    Double last = lastBound.put(name + series, bound);
    check(lastValue == null || lastValue <= value, "buckets shrink: " + name + labels);
    check(last == null || last < bound, "bounds out of order: " + name + labels);
    return last == null ? Double.NEGATIVE_INFINITY : last;
  }

  private void exemplar(String name, Map<String, String> labels, double below, String text) {
    Matcher exemplar = EXEMPLAR.matcher(text);
    check(openMetrics && exemplar.matches(), "no exemplar: " + text);
    check(name.endsWith("_bucket"), "exemplar at " + name);
    double value = number(exemplar.group(2));
    check(value > below && value <= number(labels.get("le")), "exemplar outside: " + labels + text);
    exemplars.put(name + labels, exemplar.group(1));
  }

  private void checkCounts() {
    lastBucket.forEach((series, value) -> {
      String count = series.replaceFirst("_bucket\\{", "_count{");
      check(lastBound.get(series) == Double.POSITIVE_INFINITY, "no +Inf: " + series);
      check(value.equals(samples.get(count)), "count and buckets differ: " + series);
      check(samples.containsKey(series.replaceFirst("_bucket\\{", "_sum{")), "no sum: " + series);
    });
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text);
    int at = 0;
    while (label.find()) {
      check(label.start() == at, "labels: " + text);
      at = label.end();
      check(labels.put(label.group(1), unescape(label.group(2))) == null, "label twice: " + text);
    }
    check(at == text.length() && !text.endsWith(","), "labels: " + text);
    return labels;
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        char next = text.charAt(++i);
        plain.append(next == 'n' ? '\n' : next);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static void check(boolean holds, String fault) {
    if (!holds) {
      throw new AssertionError(fault);
    }
  }
}
