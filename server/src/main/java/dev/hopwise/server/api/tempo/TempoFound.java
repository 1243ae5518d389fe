package dev.hopwise.server.api.tempo;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.TraceSummary;
import java.io.IOException;

/// `tempopb.SearchResponse` with a whole answer.
record TempoFound(SearchAnswer answer) implements TempoAnswer {

  @Override
  public void json(JsonGenerator json) throws IOException {
    TempoSearchJson.write(json, answer);
  }

  @Override
  public void proto(ProtoWriter out) {
    for (TraceSummary trace : answer.traces()) {
      TempoSearchProto.trace(out, trace, Integer.MAX_VALUE);
    }
    TempoSearchProto.metrics(out, answer);
  }
}
