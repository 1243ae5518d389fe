package dev.hopwise.traceql.series;

import dev.hopwise.traceql.MetricsExpression;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is done with the series of a query's functions: stages, and arithmetic between them.
public final class SeriesMath {

  private final SeriesGrid grid;
  private final Iterator<List<TimeSeries>> measured;

  private SeriesMath(SeriesGrid grid, Iterator<List<TimeSeries>> measured) {
    this.grid = grid;
    this.measured = measured;
  }

  /// The answer's series, from those of each function in the order of the text.
  public static List<TimeSeries> result(
      MetricsExpression expression, SeriesGrid grid, List<List<TimeSeries>> measured) {
    return new SeriesMath(grid, measured.iterator()).result(expression);
  }

  private List<TimeSeries> result(MetricsExpression expression) {
    return switch (expression) {
      case MetricsExpression.Constant(var value) -> List.of(constant(value));
      case MetricsExpression.Measured(_, _, var stages) ->
          SeriesStages.apply(stages, measured.next());
      case MetricsExpression.Combined(var operator, var left, var right, var stages) ->
          SeriesStages.apply(stages, combined(operator, result(left), result(right)));
    };
  }

  private TimeSeries constant(Value.Numeric value) {
    return new TimeSeries(
        List.of(),
        java.util.Collections.nCopies(grid.steps(), Estimate.exact(OverTimeMaker.number(value), 0)),
        List.of());
  }

  /// A side with one series that has no labels goes with all of the other.
  private static List<TimeSeries> combined(
      Operator operator, List<TimeSeries> left, List<TimeSeries> right) {
    Map<List<SeriesLabel>, TimeSeries> lefts = byLabels(left);
    Map<List<SeriesLabel>, TimeSeries> rights = byLabels(right);
    Map<List<SeriesLabel>, TimeSeries> leading = rights.containsKey(List.of()) ? lefts : rights;
    List<TimeSeries> result = new ArrayList<>();
    for (List<SeriesLabel> labels : leading.keySet()) {
      TimeSeries a = lefts.getOrDefault(labels, lefts.get(List.of()));
      TimeSeries b = rights.getOrDefault(labels, rights.get(List.of()));
      if (a != null && b != null) {
        result.add(combined(operator, labels, a, b));
      }
    }
    return result;
  }

  /// The function's name is no label to match by.
  private static Map<List<SeriesLabel>, TimeSeries> byLabels(List<TimeSeries> series) {
    Map<List<SeriesLabel>, TimeSeries> all = new LinkedHashMap<>();
    for (TimeSeries each : series) {
      all.put(
          each.labels().stream().filter(label -> !label.name().equals(SeriesLabel.NAME)).toList(),
          each);
    }
    return all;
  }

  private static TimeSeries combined(
      Operator operator, List<SeriesLabel> labels, TimeSeries a, TimeSeries b) {
    List<@Nullable Estimate> points = new ArrayList<>();
    for (int i = 0; i < a.points().size(); i++) {
      points.add(calculated(operator, a.points().get(i), b.points().get(i)));
    }
    List<Exemplar> exemplars = new ArrayList<>(a.exemplars());
    b.exemplars().stream().filter(each -> !exemplars.contains(each)).forEach(exemplars::add);
    List<SeriesLabel> all = new ArrayList<>(labels);
    String name = name(a) + " " + operator.text() + " " + name(b);
    if (labels.isEmpty()) {
      all.add(SeriesLabel.text(SeriesLabel.NAME, "(" + name + ")"));
    }
    return new TimeSeries(all, points, exemplars);
  }

  private static String name(TimeSeries series) {
    for (SeriesLabel label : series.labels()) {
      if (label.name().equals(SeriesLabel.NAME) && label.value() instanceof Value.Text(var text)) {
        return text;
      }
    }
    Estimate first = series.points().isEmpty() ? null : series.points().getFirst();
    return series.labels().isEmpty() && first != null && first.n() == 0
        ? plain(first.value())
        : "series";
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /// In a sum a side that has nothing to say counts as zero; a product or ratio with it is nothing,
  /// as is what is divided by zero.
  private static @Nullable Estimate calculated(
      Operator operator, @Nullable Estimate left, @Nullable Estimate right) {
    boolean sum = operator == Operator.ADD || operator == Operator.SUBTRACT;
    if ((left == null && right == null) || (!sum && (left == null || right == null))) {
      return null;
    }
    Estimate a = left == null ? Estimate.exact(0, 0) : left;
    Estimate b = right == null ? Estimate.exact(0, 0) : right;
    double value = calculated(operator, a.value(), b.value());
    if (!Double.isFinite(value)) {
      return null;
    }
    if (!a.isExact() && !b.isExact()) {
      // How two estimates of one sample vary together is not known any more.
      return new Estimate(value, Double.NaN, Double.NaN, a.n() + b.n());
    }
    double one = calculated(operator, a.low(), b.low());
    double other = calculated(operator, a.high(), b.high());
    return new Estimate(
        value, limit(Math.min(one, other)), limit(Math.max(one, other)), a.n() + b.n());
  }

  private static double limit(double limit) {
    return Double.isFinite(limit) ? limit : Double.NaN;
  }

  private static double calculated(Operator operator, double a, double b) {
    return switch (operator) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      default -> throw new IllegalArgumentException(operator.text() + " between series");
    };
  }
}
