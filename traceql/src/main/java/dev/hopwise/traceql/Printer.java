package dev.hopwise.traceql;

import dev.hopwise.traceql.FieldExpression.AttributeOf;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Queries as text that parses to an equal query; parentheses wherever there could be a doubt.
final class Printer {

  private Printer() {}

  static String print(Query query) {
    return pipeline(query.pipeline()) + hints(query.hints());
  }

  static String hints(Map<String, Value> hints) {
    return hints.isEmpty()
        ? ""
        : hints.entrySet().stream()
            .map(hint -> hint.getKey() + "=" + value(hint.getValue()))
            .collect(Collectors.joining(", ", " with (", ")"));
  }

  static String pipeline(Pipeline pipeline) {
    return pipeline.stages().stream().map(Printer::stage).collect(Collectors.joining(" | "));
  }

  private static String stage(Stage stage) {
    return switch (stage) {
      case Stage.Filter(var condition) ->
          condition == null ? "{ }" : "{ " + field(condition) + " }";
      case Stage.Both(var left, var right) -> operand(left) + " && " + operand(right);
      case Stage.Either(var left, var right) -> operand(left) + " || " + operand(right);
      case Stage.Structural(var relation, var mode, var left, var right) ->
          operand(left) + " " + mode.prefix() + relation.text() + " " + operand(right);
      case Stage.Nested(var nested) -> "(" + pipeline(nested) + ")";
      case Stage.ScalarFilter(var comparison, var left, var right) ->
          scalar(left) + " " + comparison.text() + " " + scalar(right);
      case Stage.GroupBy(var by) -> "by(" + field(by) + ")";
      case Stage.Coalesce() -> "coalesce()";
      case Stage.Select(var fields) ->
          fields.stream().map(Printer::field).collect(Collectors.joining(", ", "select(", ")"));
    };
  }

  private static String operand(Stage stage) {
    return stage instanceof Stage.Filter || stage instanceof Stage.Nested
        ? stage(stage)
        : "(" + stage(stage) + ")";
  }

  private static String scalar(ScalarExpression scalar) {
    return switch (scalar) {
      case ScalarExpression.Constant(var value) -> value(value);
      case ScalarExpression.Aggregate(var function, var argument) ->
          function.text() + "(" + (argument == null ? "" : field(argument)) + ")";
      case ScalarExpression.Arithmetic(var operator, var left, var right) ->
          "(" + scalar(left) + " " + operator.text() + " " + scalar(right) + ")";
    };
  }

  static String field(FieldExpression expression) {
    return switch (expression) {
      case FieldExpression.Constant(var value) -> value(value);
      case Intrinsic intrinsic -> intrinsic.text();
      case AttributeOf(var scope, var name) -> scope.prefix() + name(name);
      case FieldExpression.Not(var operand) -> "!" + inner(operand);
      case FieldExpression.Negate(var operand) ->
          operand instanceof FieldExpression.Constant
              ? "-(" + field(operand) + ")"
              : "-" + inner(operand);
      case FieldExpression.Binary(var operator, var left, var right) ->
          inner(left) + " " + operator.text() + " " + inner(right);
      case FieldExpression.Matches(var operand, var regex, var negated) ->
          inner(operand) + (negated ? " !~ " : " =~ ") + quoted(regex.text());
      case FieldExpression.Presence(var operand, var present) ->
          inner(operand) + (present ? " != nil" : " = nil");
    };
  }

  private static String inner(FieldExpression expression) {
    return switch (expression) {
      case FieldExpression.Constant _, Intrinsic _, AttributeOf _ -> field(expression);
      case FieldExpression.Not _,
          FieldExpression.Negate _,
          FieldExpression.Binary _,
          FieldExpression.Matches _,
          FieldExpression.Presence _ ->
          "(" + field(expression) + ")";
    };
  }

  private static String name(String name) {
    return name.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_.-/:".indexOf(c) >= 0)
        ? name
        : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  static String value(Value value) {
    return switch (value) {
      case Value.Nil() -> "nil";
      case Value.Text(String text) -> quoted(text);
      case Value.Bool(boolean truth) -> Boolean.toString(truth);
      case Value.Int(long integer) -> integer == Long.MIN_VALUE ? "minInt" : Long.toString(integer);
      case Value.Real(double real) -> Double.toString(real);
      case Value.DurationNanos(long nanos) -> nanos + "ns";
      case Value.Status(var code) -> code.name().toLowerCase(Locale.ROOT);
      case Value.Kind(var kind) -> kind.name().toLowerCase(Locale.ROOT);
      case Value.Many _, Value.Opaque _ ->
          throw new IllegalStateException("a query cannot say " + value);
    };
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
