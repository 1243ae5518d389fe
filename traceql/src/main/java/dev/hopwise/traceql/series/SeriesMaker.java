package dev.hopwise.traceql.series;

import dev.hopwise.traceql.TraceView;
import java.util.List;

/// Makes the series of one pipeline with its function. Not thread-safe.
public interface SeriesMaker {

  /// Takes the spans that the pipeline selects in a trace. Each trace once, with all its spans.
  void add(TraceView trace);

  /// The series, without what the stages behind the function do.
  List<TimeSeries> series();
}
