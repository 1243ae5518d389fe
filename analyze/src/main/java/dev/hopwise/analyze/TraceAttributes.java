package dev.hopwise.analyze;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanTree;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One trace's attributes by place: of the spans that have the key, which part has each value. A
/// trace with many spans so counts no more than one with few.
final class TraceAttributes {

  /// Longer texts are cut: they are names for people.
  private static final int TEXT_MAX = 200;

  /// Powers of ten beyond are no quantity that anybody sets.
  private static final int EXPONENT_MAX = 18;

  private static final String FLAG = "feature_flag.key";

  private final Map<AttributePlace, Counts> places = new HashMap<>();

  /// @param range a bucket of numbers, not one value
  record Value(String text, boolean range, boolean number) {}

  /// Spans with the key, and with each value.
  static final class Counts {
    private int spans;
    private final Map<Value, Integer> values = new HashMap<>();

    Map<Value, Integer> values() {
      return values;
    }
  }

  TraceAttributes(SpanTree tree) {
    for (Span span : tree.spans()) {
      String service = span.serviceName();
      counts(AttributePlace.visit(service, span.name())).spans++;
      addAll(service, "", "resource", span.resource().attributes());
      addAll(service, span.name(), "span", span.attributes());
      for (Event event : span.events()) {
        addTelling(service, span.name(), event.attributes());
      }
    }
  }

  Map<AttributePlace, Counts> places() {
    return places;
  }

  /// The part of the spans that have a value.
  double share(AttributePlace place, Value value) {
    Counts counts = counts(place);
    Counts among =
        place.isToldByAbsence()
            ? counts(AttributePlace.visit(place.service(), place.name()))
            : counts;
    int having = counts.values.getOrDefault(value, 0);
    return among.spans == 0 ? 0 : Math.min(1, (double) having / among.spans);
  }

  private Counts counts(AttributePlace place) {
    return places.computeIfAbsent(place, _ -> new Counts());
  }

  private void addAll(String service, String name, String scope, Attributes attributes) {
    String flag = flag(attributes);
    for (Attribute attribute : attributes) {
      add(
          new AttributePlace(service, name, scope, attribute.key(), flagOf(attribute, flag)),
          attribute);
    }
  }

  /// Of events only errors and flags: what else they say is mostly said once.
  private void addTelling(String service, String name, Attributes attributes) {
    String flag = flag(attributes);
    for (Attribute attribute : attributes) {
      AttributePlace place =
          new AttributePlace(service, name, "event", attribute.key(), flagOf(attribute, flag));
      if (place.isToldByAbsence()) {
        add(place, attribute);
      }
    }
  }

  private static String flag(Attributes attributes) {
    String flag = attributes.text(FLAG);
    return flag == null ? "" : cut(flag);
  }

  private static String flagOf(Attribute attribute, String flag) {
    return attribute.key().startsWith("feature_flag.") ? flag : "";
  }

  private void add(AttributePlace place, Attribute attribute) {
    if (place.key().equals(Resource.SERVICE_NAME) || place.key().equals(FLAG)) {
      return;
    }
    List<Value> values = valuesOf(attribute.value());
    if (!values.isEmpty()) {
      Counts counts = counts(place);
      counts.spans++;
      values.forEach(value -> counts.values.merge(value, 1, Integer::sum));
    }
  }

  private static List<Value> valuesOf(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Text(String text) -> List.of(new Value(cut(text), false, false));
      case AttributeValue.Bool(boolean truth) ->
          List.of(new Value(Boolean.toString(truth), false, false));
      case AttributeValue.Int(long number) ->
          List.of(
              new Value(Long.toString(number), false, true),
              new Value(range((double) number), true, true));
      case AttributeValue.Real(double number) ->
          Double.isFinite(number) ? List.of(new Value(range(number), true, true)) : List.of();
      case AttributeValue.Array _, AttributeValue.Map _, AttributeValue.Bytes _ -> List.of();
      case AttributeValue.Empty() -> List.of();
    };
  }

  /// From 1, 2 or 5 times a power of ten to the next of them.
  static String range(double number) {
    double size = Math.abs(number);
    int exponent = size == 0 ? -EXPONENT_MAX - 1 : (int) Math.floor(Math.log10(size));
    if (exponent < -EXPONENT_MAX) {
      return "0";
    }
    exponent = Math.min(exponent, EXPONENT_MAX);
    double first = size / Math.pow(10, exponent);
    int from = first >= 5 ? 5 : first >= 2 ? 2 : 1;
    int to = from == 5 ? 10 : from == 2 ? 5 : 2;
    String low = scaled(from, exponent);
    String high = scaled(to, exponent);
    return number < 0 ? "-" + high + "..-" + low : low + ".." + high;
  }

  private static String scaled(int digit, int exponent) {
    BigDecimal scaled = BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
    return scaled.stripTrailingZeros().toPlainString();
  }

  private static String cut(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
  }
}
