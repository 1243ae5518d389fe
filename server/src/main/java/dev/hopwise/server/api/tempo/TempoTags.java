package dev.hopwise.server.api.tempo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpResponse;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.query.Fields;
import dev.hopwise.query.QueryService;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.Json;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.store.Field;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceQlException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Names and values for completion.
final class TempoTags {

  /// In the order in which they are told.
  private static final Map<String, Field.Scope> SCOPES = scopes();

  private static final int LIMIT_MAX = Integer.MAX_VALUE;

  private final QueryService queries;

  TempoTags(QueryService queries) {
    this.queries = queries;
  }

  HttpResponse names(Parameters parameters) throws IOException {
    TreeSet<String> all = new TreeSet<>();
    scoped(parameters).values().forEach(all::addAll);
    return Json.ok(json -> {
      json.writeStartObject();
      texts(json, "tagNames", all.stream().limit(limit(parameters)).toList());
      metrics(json);
    });
  }

  HttpResponse namesByScope(Parameters parameters) throws IOException {
    Map<String, List<String>> scopes = scoped(parameters);
    return Json.ok(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("scopes");
      for (Map.Entry<String, List<String>> scope : scopes.entrySet()) {
        json.writeStartObject();
        json.writeStringField("name", scope.getKey());
        texts(json, "tags", scope.getValue().stream().limit(limit(parameters)).toList());
        json.writeEndObject();
      }
      json.writeEndArray();
      metrics(json);
    });
  }

  private Map<String, List<String>> scoped(Parameters parameters) {
    TimeRange range = TempoParameters.range(parameters);
    String scopeText = parameters.text("scope");
    String asked = scopeText == null ? "none" : scopeText;
    boolean all = asked.equals("none");
    if (!all && !asked.equals("intrinsic") && !SCOPES.containsKey(asked)) {
      throw new BadParameterException("scope", "invalid scope: " + asked);
    }
    Map<String, List<String>> found = new LinkedHashMap<>();
    SCOPES.forEach((name, scope) -> {
      if (all || name.equals(asked)) {
        found.put(name, texts(queries.keys(scope, range).values()));
      }
    });
    if (all || asked.equals("intrinsic")) {
      found.put(
          "intrinsic", Arrays.stream(Intrinsic.values()).map(Intrinsic::text).sorted().toList());
    }
    found.values().removeIf(List::isEmpty);
    return found;
  }

  HttpResponse values(Parameters parameters) throws IOException {
    String tag = parameters.path("tag");
    @Nullable Intrinsic intrinsic = Intrinsic.ofText(tag);
    FieldExpression field =
        intrinsic == null
            ? new FieldExpression.AttributeOf(FieldExpression.Scope.ANY, tag)
            : intrinsic;
    List<AttributeValue> values = valuesOf(field, null, parameters);
    return Json.ok(json -> {
      json.writeStartObject();
      texts(json, "tagValues", values.stream().map(TempoTags::text).distinct().toList());
      metrics(json);
    });
  }

  HttpResponse typedValues(Parameters parameters) throws IOException {
    FieldExpression field = field(parameters.path("tag"));
    List<AttributeValue> values = valuesOf(field, filter(parameters), parameters);
    boolean keywords = field == Intrinsic.STATUS || field == Intrinsic.KIND;
    return Json.ok(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("tagValues");
      for (AttributeValue value : values) {
        json.writeStartObject();
        json.writeStringField("type", keywords ? "keyword" : type(value));
        json.writeStringField("value", text(value));
        json.writeEndObject();
      }
      json.writeEndArray();
      metrics(json);
    });
  }

  private static FieldExpression field(String tag) {
    try {
      return TraceQl.parseField(tag);
    } catch (TraceQlException e) {
      throw new BadParameterException("tag", "invalid tag: " + e.detail());
    }
  }

  /// Half a query, as it is while somebody types, filters nothing.
  private static @Nullable Query filter(Parameters parameters) {
    String text = parameters.text("q");
    try {
      return text == null ? null : TraceQl.parse(text);
    } catch (TraceQlException _) {
      return null;
    }
  }

  private List<AttributeValue> valuesOf(
      FieldExpression expression, @Nullable Query among, Parameters parameters) {
    if (expression == Intrinsic.STATUS) {
      return keywords(List.of(StatusCode.ERROR, StatusCode.OK, StatusCode.UNSET));
    }
    if (expression == Intrinsic.KIND) {
      return keywords(List.of(SpanKind.values()));
    }
    @Nullable Field field =
        expression == Intrinsic.ROOT_SERVICE
            ? Field.Intrinsic.SERVICE
            : expression == Intrinsic.ROOT_NAME ? Field.Intrinsic.NAME : Fields.of(expression);
    boolean listed =
        field instanceof Field.AttributeOf
            || field == Field.Intrinsic.SERVICE
            || field == Field.Intrinsic.NAME;
    return field == null || !listed
        ? List.of()
        : queries
            .values(field, among, TempoParameters.range(parameters), limit(parameters))
            .values()
            .stream()
            .filter(TempoTags::isScalar)
            .toList();
  }

  private static List<AttributeValue> keywords(List<? extends Enum<?>> constants) {
    return constants.stream()
        .map(constant -> AttributeValue.of(constant.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static boolean isScalar(AttributeValue value) {
    return value instanceof AttributeValue.Text
        || value instanceof AttributeValue.Int
        || value instanceof AttributeValue.Real
        || value instanceof AttributeValue.Bool;
  }

  private static String type(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Int _ -> "int";
      case AttributeValue.Real _ -> "float";
      case AttributeValue.Bool _ -> "bool";
      case AttributeValue.Text _,
          AttributeValue.Array _,
          AttributeValue.Map _,
          AttributeValue.Bytes _,
          AttributeValue.Empty _ ->
          "string";
    };
  }

  private static String text(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Text(String text) -> text;
      case AttributeValue.Int(long integer) -> Long.toString(integer);
      case AttributeValue.Real(double real) -> Double.toString(real);
      case AttributeValue.Bool(boolean truth) -> Boolean.toString(truth);
      case AttributeValue.Array _,
          AttributeValue.Map _,
          AttributeValue.Bytes _,
          AttributeValue.Empty _ ->
          "";
    };
  }

  private static List<String> texts(List<AttributeValue> values) {
    return values.stream().map(TempoTags::text).toList();
  }

  private static int limit(Parameters parameters) {
    int limit = parameters.integer("limit", 0, 0, LIMIT_MAX);
    return limit == 0 ? LIMIT_MAX : limit;
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
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

  private static Map<String, Field.Scope> scopes() {
    Map<String, Field.Scope> scopes = new LinkedHashMap<>();
    scopes.put("resource", Field.Scope.RESOURCE);
    scopes.put("span", Field.Scope.SPAN);
    scopes.put("event", Field.Scope.EVENT);
    scopes.put("link", Field.Scope.LINK);
    scopes.put("instrumentation", Field.Scope.INSTRUMENTATION);
    return scopes;
  }
}
