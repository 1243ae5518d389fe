package dev.hopwise.server.api.tempo;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.otlp.ProtoWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The answers for completion. All are lists as field 1, with `metrics` as field 2, which stays
/// empty.
final class TempoLists {

  private static final int LIST = 1 << 3 | 2;
  private static final int METRICS = 2 << 3 | 2;
  private static final int FIRST = 1 << 3 | 2;
  private static final int SECOND = 2 << 3 | 2;

  /// Characters of one message; three bytes each at most, so that a message stays below 1 MiB.
  private static final int MESSAGE_CHARS = 256 << 10;

  private TempoLists() {}

  /// `SearchTagsResponse` and `SearchTagValuesResponse`.
  record Texts(String name, List<String> texts) implements TempoAnswer {

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      array(json, name, texts);
      metrics(json);
    }

    @Override
    public void proto(ProtoWriter out) {
      repeated(out, LIST, texts);
      out.bytesField(METRICS, new byte[0]);
    }

    /// The same as several messages.
    List<TempoAnswer> parts() {
      return split(texts, String::length, part -> new Texts(name, part));
    }
  }

  /// `SearchTagsV2Response`.
  record Scopes(Map<String, List<String>> scopes) implements TempoAnswer {

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeArrayFieldStart("scopes");
      for (Map.Entry<String, List<String>> scope : scopes.entrySet()) {
        json.writeStartObject();
        json.writeStringField("name", scope.getKey());
        array(json, "tags", scope.getValue());
        json.writeEndObject();
      }
      json.writeEndArray();
      metrics(json);
    }

    @Override
    public void proto(ProtoWriter out) {
      scopes.forEach((name, tags) -> {
        ProtoWriter scope = new ProtoWriter();
        scope.textField(FIRST, name);
        repeated(scope, SECOND, tags);
        out.messageField(LIST, scope);
      });
      out.bytesField(METRICS, new byte[0]);
    }

    /// The same as several messages.
    List<TempoAnswer> parts() {
      List<TempoAnswer> parts = new ArrayList<>();
      scopes.forEach((name, tags) ->
          parts.addAll(split(tags, String::length, part -> new Scopes(Map.of(name, part)))));
      return parts;
    }

    /// With each scope cut at a limit, save the intrinsics, which are few.
    static Scopes limited(Map<String, List<String>> scopes, int limit) {
      Map<String, List<String>> cut = new LinkedHashMap<>();
      scopes.forEach((name, tags) ->
          cut.put(
              name,
              name.equals(TempoTags.INTRINSIC) || tags.size() <= limit
                  ? tags
                  : tags.subList(0, limit)));
      return new Scopes(cut);
    }
  }

  /// `TagValue`.
  record TypedValue(String type, String value) {}

  /// `SearchTagValuesV2Response`.
  record TypedValues(List<TypedValue> values) implements TempoAnswer {

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeArrayFieldStart("tagValues");
      for (TypedValue each : values) {
        json.writeStartObject();
        json.writeStringField("type", each.type());
        json.writeStringField("value", each.value());
        json.writeEndObject();
      }
      json.writeEndArray();
      metrics(json);
    }

    @Override
    public void proto(ProtoWriter out) {
      for (TypedValue each : values) {
        ProtoWriter value = new ProtoWriter();
        value.textField(FIRST, each.type());
        value.textField(SECOND, each.value());
        out.messageField(LIST, value);
      }
      out.bytesField(METRICS, new byte[0]);
    }

    /// The same as several messages.
    List<TempoAnswer> parts() {
      return split(values, each -> each.value().length(), TypedValues::new);
    }
  }

  private static <T> List<TempoAnswer> split(
      List<T> all, Function<T, Integer> length, Function<List<T>, TempoAnswer> answer) {
    List<TempoAnswer> parts = new ArrayList<>();
    int start = 0;
    int chars = 0;
    for (int i = 0; i < all.size(); i++) {
      chars += length.apply(all.get(i)) + 16;
      if (chars > MESSAGE_CHARS) {
        parts.add(answer.apply(all.subList(start, i)));
        start = i;
        chars = length.apply(all.get(i)) + 16;
      }
    }
    parts.add(answer.apply(all.subList(start, all.size())));
    return parts;
  }

  private static void repeated(ProtoWriter out, int tag, List<String> texts) {
    for (String each : texts) {
      out.bytesField(tag, each.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void array(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /// Closes the answer.
  private static void metrics(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("metrics");
    json.writeEndObject();
    json.writeEndObject();
  }
}
