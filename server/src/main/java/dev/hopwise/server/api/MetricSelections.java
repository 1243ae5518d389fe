package dev.hopwise.server.api;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.query.metrics.Label;
import dev.hopwise.query.metrics.SeriesSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads which series a request is about: `service`, `name`, `kind`, `status`, or `client`,
/// `server`, `type`; `by`; `side`.
final class MetricSelections {

  private static final String LABELS = "service, name, kind and status, or client, server and type";

  private MetricSelections() {}

  static SeriesSelection of(Parameters parameters) {
    return of(parameters, List.of());
  }

  /// @param byDefault what is grouped by when the request says nothing and selects no edges
  static SeriesSelection of(Parameters parameters, List<Label> byDefault) {
    Map<Label, Set<String>> filters = filters(parameters);
    @Nullable String byText = parameters.text("by");
    boolean edgesFiltered = filters.keySet().stream().anyMatch(Label::ofEdges);
    List<Label> by = byText == null ? (edgesFiltered ? List.of() : byDefault) : by(byText);
    Set<Label> used = new LinkedHashSet<>(by);
    used.addAll(filters.keySet());
    boolean edges = used.stream().anyMatch(Label::ofEdges);
    for (Label label : used) {
      if (edges && !label.ofEdges()) {
        throw new BadParameterException(
            byText != null && by.contains(label) ? "by" : label.text(),
            label.text() + " is of spans and does not go with client, server and type of edges");
      }
    }
    return new SeriesSelection(edges, filters, by, callerSide(parameters, edges));
  }

  private static Map<Label, Set<String>> filters(Parameters parameters) {
    Map<Label, Set<String>> filters = new EnumMap<>(Label.class);
    for (Label label : Label.values()) {
      @Nullable String text = parameters.text(label.text());
      if (text != null) {
        filters.put(label, values(label, text));
      }
    }
    return filters;
  }

  private static Set<String> values(Label label, String text) {
    return switch (label) {
      case KIND -> listed(label, text, names(SpanKind.values()));
      case STATUS -> listed(label, text, names(StatusCode.values()));
      case SERVICE, NAME, CLIENT, SERVER, TYPE -> Set.of(text);
    };
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }

  private static Set<String> listed(Label label, String text, List<String> known) {
    Set<String> values = new LinkedHashSet<>();
    for (String each : text.split(",", -1)) {
      String value = each.strip().toUpperCase(Locale.ROOT);
      if (!known.contains(value)) {
        throw new BadParameterException(
            label.text(), label.text() + " is none of " + known + ", several with commas between");
      }
      values.add(value);
    }
    return values;
  }

  private static List<Label> by(String text) {
    List<Label> by = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      Label label = label(each.strip());
      if (by.contains(label)) {
        throw new BadParameterException("by", "by names " + label.text() + " twice");
      }
      by.add(label);
    }
    return by;
  }

  private static Label label(String text) {
    for (Label label : Label.values()) {
      if (label.text().equals(text)) {
        return label;
      }
    }
    throw new BadParameterException("by", "by names something that is none of " + LABELS);
  }

  private static boolean callerSide(Parameters parameters, boolean edges) {
    @Nullable String side = parameters.text("side");
    if (side == null) {
      return false;
    }
    if (!edges) {
      throw new BadParameterException(
          "side", "side goes with client, server and type of edges only");
    }
    return switch (side) {
      case "client" -> true;
      case "server" -> false;
      default -> throw new BadParameterException("side", "side is neither client nor server");
    };
  }
}
