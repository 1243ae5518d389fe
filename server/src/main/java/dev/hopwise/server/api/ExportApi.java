package dev.hopwise.server.api;

import com.linecorp.armeria.common.MediaType;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.SearchQuestion;
import dev.hopwise.query.TraceAnswer;
import dev.hopwise.query.TraceSummary;
import dev.hopwise.server.listen.PieceWriter;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceQl;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whole traces as OTLP JSON lines: a `TracesData` each, newest first.
///
/// The last line holds no spans but says what was sent, and whether that is all; a reader that does
/// not find it has not got everything. Between two traces nothing is held, neither memory nor a
/// query's place, so that a slow reader is in nobody's way.
final class ExportApi {

  static final MediaType TYPE = MediaType.parse("application/x-ndjson");

  /// For what a slow reader takes.
  static final Duration TIMEOUT = Duration.ofHours(6);

  private static final Duration RANGE_DEFAULT = Duration.ofHours(1);
  private static final int LIMIT_DEFAULT = 1_000;
  private static final int LIMIT_MAX = 100_000_000;
  private static final int IDS_MAX = 1_000;

  /// Traces that are searched for at a time.
  private static final int PAGE = 50;

  private final QueryService queries;

  ExportApi(QueryService queries) {
    this.queries = queries;
  }

  void export(Parameters parameters, PieceWriter out) throws IOException {
    Lines lines = new Lines(out);
    @Nullable String ids = parameters.text("id");
    if (ids != null && parameters.text("q") != null) {
      throw new BadParameterException("id", "id and q do not go together");
    }
    if (ids != null) {
      byId(traceIds(ids), lines);
      return;
    }
    @Nullable String text = parameters.text("q");
    Instant now = queries.clock().instant();
    search(
        TraceQl.parse(text == null ? "{ }" : text),
        parameters.range(now.minus(RANGE_DEFAULT), now),
        parameters.integer("limit", LIMIT_DEFAULT, 1, LIMIT_MAX),
        lines);
  }

  private static List<TraceId> traceIds(String text) {
    List<TraceId> ids = new ArrayList<>();
    for (String id : text.split(",", IDS_MAX + 1)) {
      try {
        ids.add(TraceId.parse(id.strip()));
      } catch (IllegalArgumentException e) {
        throw new BadParameterException("id", String.valueOf(e.getMessage()), IDS_MAX);
      }
    }
    return ids;
  }

  private void byId(List<TraceId> ids, Lines lines) throws IOException {
    int missing = 0;
    for (TraceId id : ids) {
      missing += lines.trace(queries.trace(id, TimeRange.ALL)) ? 0 : 1;
    }
    lines.end(missing == 0 ? null : missing + " of the traces are not stored");
  }

  private void search(Query query, TimeRange range, int limit, Lines lines) throws IOException {
    @Nullable String cursor = null;
    int gone = 0;
    while (true) {
      int size = Math.min(PAGE, limit - lines.traces);
      SearchAnswer page = queries.search(new SearchQuestion(query, range, size, 1, cursor));
      for (TraceSummary trace : page.traces()) {
        gone += lines.trace(queries.trace(trace.traceId(), TimeRange.ALL)) ? 0 : 1;
      }
      cursor = page.cursor();
      if (cursor == null) {
        lines.end(missing(page.partial(), gone));
        return;
      }
      if (lines.traces >= limit) {
        lines.end("there are more traces than the limit of " + limit);
        return;
      }
    }
  }

  private static @Nullable String missing(boolean partial, int gone) {
    if (partial) {
      return "the search ran out of time";
    }
    return gone == 0 ? null : gone + " traces were given up by the store meanwhile";
  }

  /// What has been sent.
  private static final class Lines {
    private final PieceWriter out;
    private int traces;
    private long spans;
    private long truncatedSpans;

    Lines(PieceWriter out) {
      this.out = out;
    }

    /// Whether there was one.
    boolean trace(Optional<TraceAnswer> trace) throws IOException {
      if (trace.isEmpty()) {
        return false;
      }
      List<Span> all = trace.get().tree().spans();
      line(json -> SpansJson.write(json, SpansJson.Style.OTLP, "resourceSpans", all));
      traces++;
      spans += all.size();
      truncatedSpans += trace.get().truncatedSpans();
      return true;
    }

    /// @param missing why it is not all, or null
    void end(@Nullable String missing) throws IOException {
      line(json -> {
        json.writeStartObject();
        json.writeArrayFieldStart("resourceSpans");
        json.writeEndArray();
        json.writeObjectFieldStart("export");
        json.writeBooleanField("complete", missing == null && truncatedSpans == 0);
        json.writeNumberField("traces", traces);
        json.writeNumberField("spans", spans);
        json.writeNumberField("truncatedSpans", truncatedSpans);
        json.writeStringField("missing", missing);
        json.writeEndObject();
        json.writeEndObject();
      });
    }

    private void line(Json.Body body) throws IOException {
      byte[] json = Json.write(body).array();
      byte[] line = new byte[json.length + 1];
      System.arraycopy(json, 0, line, 0, json.length);
      line[json.length] = '\n';
      out.write(line);
    }
  }
}
