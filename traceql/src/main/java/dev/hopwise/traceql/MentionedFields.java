package dev.hopwise.traceql;

import dev.hopwise.model.Resource;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.Consumer;

/// Walks a query for its attributes and intrinsics.
final class MentionedFields {

  private MentionedFields() {}

  static SequencedSet<FieldExpression> of(Pipeline pipeline) {
    SequencedSet<FieldExpression> found = new LinkedHashSet<>();
    pipeline(pipeline, found::add);
    return found;
  }

  static boolean anyIn(FieldExpression expression) {
    SequencedSet<FieldExpression> found = new LinkedHashSet<>();
    field(expression, found::add);
    return !found.isEmpty();
  }

  static boolean isService(FieldExpression expression) {
    return expression.equals(
        new FieldExpression.AttributeOf(FieldExpression.Scope.RESOURCE, Resource.SERVICE_NAME));
  }

  private static void pipeline(Pipeline pipeline, Consumer<FieldExpression> found) {
    pipeline.stages().forEach(stage -> stage(stage, found));
  }

  private static void stage(Stage stage, Consumer<FieldExpression> found) {
    switch (stage) {
      case Stage.Filter(var condition) -> {
        if (condition != null) {
          field(condition, found);
        }
      }
      case Stage.Both(var left, var right) -> {
        stage(left, found);
        stage(right, found);
      }
      case Stage.Either(var left, var right) -> {
        stage(left, found);
        stage(right, found);
      }
      case Stage.Structural(_, _, var left, var right) -> {
        stage(left, found);
        stage(right, found);
      }
      case Stage.Nested(var nested) -> pipeline(nested, found);
      case Stage.ScalarFilter(_, var left, var right) -> {
        scalar(left, found);
        scalar(right, found);
      }
      case Stage.GroupBy(var by) -> field(by, found);
      case Stage.Coalesce() -> {}
      case Stage.Select(var fields) -> fields.forEach(f -> field(f, found));
    }
  }

  private static void scalar(ScalarExpression scalar, Consumer<FieldExpression> found) {
    switch (scalar) {
      case ScalarExpression.Constant _ -> {}
      case ScalarExpression.Aggregate(_, var argument) -> {
        if (argument != null) {
          field(argument, found);
        }
      }
      case ScalarExpression.Arithmetic(_, var left, var right) -> {
        scalar(left, found);
        scalar(right, found);
      }
    }
  }

  private static void field(FieldExpression expression, Consumer<FieldExpression> found) {
    switch (expression) {
      case FieldExpression.Constant _ -> {}
      case Intrinsic intrinsic -> found.accept(intrinsic);
      case FieldExpression.AttributeOf attribute -> found.accept(attribute);
      case FieldExpression.Not(var operand) -> field(operand, found);
      case FieldExpression.Negate(var operand) -> field(operand, found);
      case FieldExpression.Matches(var operand, _, _) -> field(operand, found);
      case FieldExpression.Presence(var operand, _) -> field(operand, found);
      case FieldExpression.Binary(_, var left, var right) -> {
        field(left, found);
        field(right, found);
      }
    }
  }
}
