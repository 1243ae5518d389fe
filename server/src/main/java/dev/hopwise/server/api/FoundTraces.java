package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.TraceAnswer;
import dev.hopwise.query.TraceSummary;
import dev.hopwise.store.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes whole traces: each is loaded, written and forgotten before the next, until the answer is
/// long enough.
public final class FoundTraces {

  /// An answer that is longer gets no further traces.
  static final int ANSWER_BYTES_MAX = 32 << 20;

  private final QueryService queries;
  private final PartialAnswer answer;
  private final int bytesMax;

  public FoundTraces(QueryService queries, PartialAnswer answer) {
    this(queries, answer, ANSWER_BYTES_MAX);
  }

  FoundTraces(QueryService queries, PartialAnswer answer, int bytesMax) {
    this.queries = queries;
    this.answer = answer;
    this.bytesMax = bytesMax;
  }

  /// Writes a trace.
  public interface Writer {
    void write(TraceAnswer trace) throws IOException;
  }

  /// Notes how far a search came.
  public static void note(SearchAnswer found, PartialAnswer answer) {
    if (found.partial()) {
      answer.lacks(
          "the search was ended by its time limit; nothing is missing at or after "
              + Parameters.instant(found.completeFromEpochNanos()));
    }
  }

  /// Notes what a trace lacks.
  public static void note(TraceAnswer trace, PartialAnswer answer) {
    if (trace.truncatedSpans() > 0) {
      answer.lacks(trace.truncatedSpans() + " spans of trace " + trace.id() + " were left out");
    }
  }

  /// Writes the traces that a search found.
  public void write(SearchAnswer found, JsonGenerator json, Writer writer) throws IOException {
    note(found, answer);
    write(found.traces().stream().map(TraceSummary::traceId).toList(), json, writer);
  }

  /// Writes traces.
  ///
  /// @return those that are not there
  public List<TraceId> write(List<TraceId> ids, JsonGenerator json, Writer writer)
      throws IOException {
    List<TraceId> unknown = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (Json.written(json) > bytesMax) {
        answer.lacks(
            "%d of %d traces were left out, since the answer is longer than %d bytes"
                .formatted(ids.size() - i, ids.size(), bytesMax));
        break;
      }
      Optional<TraceAnswer> trace = queries.trace(ids.get(i), TimeRange.ALL);
      if (trace.isEmpty()) {
        unknown.add(ids.get(i));
      } else {
        writer.write(trace.get());
        note(trace.get(), answer);
      }
    }
    return unknown;
  }
}
