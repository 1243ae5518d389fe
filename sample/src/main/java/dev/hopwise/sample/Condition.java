package dev.hopwise.sample;

import dev.hopwise.model.Span;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceView;
import java.util.List;

/// A compiled `when`: TraceQL over the whole trace. Equal by its text. Immutable.
public final class Condition {

  private final String text;
  private final Query query;
  private final SpanQuestion question;

  private Condition(String text, Query query) {
    this.text = text;
    this.query = query;
    question = SpanQuestions.of(query.pipeline());
  }

  /// @throws dev.hopwise.traceql.TraceQlException when it is no query that can be answered
  public static Condition parse(String traceQl) {
    return new Condition(traceQl, TraceQl.parse(traceQl));
  }

  /// As it was written.
  public String text() {
    return text;
  }

  /// The query.
  public Query query() {
    return query;
  }

  /// Whether the query is one filter over things that a single span knows, so that looking at each
  /// span as it arrives answers it exactly.
  public boolean bySpan() {
    return question.exact();
  }

  /// Holds for every span that can make its trace match.
  SpanTest spanTest() {
    return question.test();
  }

  /// Whether the spans of one trace satisfy it. Slow, exact.
  public boolean matches(List<Span> spans) {
    return !query.evaluate(TraceView.of(spans)).isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
