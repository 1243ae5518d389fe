package dev.hopwise.sample;

import dev.hopwise.traceql.Pipeline;
import dev.hopwise.traceql.Stage;

/// Finds out what a query asks of a single span. What needs the whole trace is answered with "may
/// be", so that no span that could matter is overlooked.
final class SpanQuestions {

  private SpanQuestions() {}

  /// The spans that come out of a pipeline went through all its filters.
  static SpanQuestion of(Pipeline pipeline) {
    SpanQuestion question = SpanQuestion.exactly(SpanTest.ALWAYS);
    for (Stage stage : pipeline.stages()) {
      question =
          switch (stage) {
            case Stage.SpansetExpression expression -> question.and(of(expression));
            case Stage.ScalarFilter _ -> question.roughly();
            case Stage.GroupBy _, Stage.Coalesce _, Stage.Select _ -> question;
          };
    }
    return question;
  }

  private static SpanQuestion of(Stage.SpansetExpression expression) {
    return switch (expression) {
      case Stage.Filter(var condition) ->
          condition == null
              ? SpanQuestion.exactly(SpanTest.ALWAYS)
              : FieldQuestions.isTrue(condition);
      case Stage.Either(var left, var right) -> of(left).or(of(right));
      case Stage.Both(var left, var right) -> of(left).or(of(right)).roughly();
      case Stage.Structural(_, var mode, var left, var right) ->
          mode == Stage.Mode.BOTH ? of(left).or(of(right)).roughly() : of(right).roughly();
      case Stage.Nested(var pipeline) -> of(pipeline);
    };
  }
}
