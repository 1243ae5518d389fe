package dev.hopwise.sample;

/// What a condition asks of a single span.
///
/// @param test holds for every span that can be among those the query selects
/// @param exact whether the query selects exactly the spans for which it holds, so that a trace
///   satisfies the query when any of its spans passes the test
record SpanQuestion(SpanTest test, boolean exact) {

  /// Only the whole trace can tell.
  static final SpanQuestion UNKNOWN = new SpanQuestion(SpanTest.ALWAYS, false);

  static SpanQuestion exactly(SpanTest test) {
    return new SpanQuestion(test, true);
  }

  SpanQuestion and(SpanQuestion other) {
    return new SpanQuestion(SpanTest.and(test, other.test), exact && other.exact);
  }

  SpanQuestion or(SpanQuestion other) {
    return new SpanQuestion(SpanTest.or(test, other.test), exact && other.exact);
  }

  /// The opposite of what may hold is not known.
  SpanQuestion not() {
    return exact ? exactly(SpanTest.not(test)) : UNKNOWN;
  }

  SpanQuestion roughly() {
    return new SpanQuestion(test, false);
  }
}
