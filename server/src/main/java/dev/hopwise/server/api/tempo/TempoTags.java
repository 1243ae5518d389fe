package dev.hopwise.server.api.tempo;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.query.Fields;
import dev.hopwise.query.QueryService;
import dev.hopwise.server.api.AttributeText;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.store.Field;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceQlException;
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

  static final String INTRINSIC = "intrinsic";

  private final QueryService queries;

  TempoTags(QueryService queries) {
    this.queries = queries;
  }

  /// Names of all scopes in one list.
  TempoLists.Texts names(String scope, TimeRange range, int limit) {
    TreeSet<String> all = new TreeSet<>();
    scoped(scope, null, range).values().forEach(all::addAll);
    return new TempoLists.Texts("tagNames", all.stream().limit(limit).toList());
  }

  /// @param scope one of Tempo's names, or `none` for all
  /// @param query narrows to spans it may select, as far as it can be read
  TempoLists.Scopes namesByScope(String scope, @Nullable String query, TimeRange range, int limit) {
    return TempoLists.Scopes.limited(scoped(scope, PartialQuery.of(query), range), limit);
  }

  private Map<String, List<String>> scoped(String asked, @Nullable Query among, TimeRange range) {
    boolean all = asked.equals("none");
    if (!all && !asked.equals(INTRINSIC) && !SCOPES.containsKey(asked)) {
      throw new BadParameterException("scope", "invalid scope: " + asked);
    }
    Map<String, List<String>> found = new LinkedHashMap<>();
    SCOPES.forEach((name, scope) -> {
      if (all || name.equals(asked)) {
        found.put(name, queries.keys(scope, among, range).texts());
      }
    });
    if (all || asked.equals(INTRINSIC)) {
      found.put(
          INTRINSIC, Arrays.stream(Intrinsic.values()).map(Intrinsic::text).sorted().toList());
    }
    found.values().removeIf(List::isEmpty);
    return found;
  }

  /// @param tag without a scope
  TempoLists.Texts values(String tag, TimeRange range, int limit) {
    @Nullable Intrinsic intrinsic = Intrinsic.ofText(tag);
    FieldExpression field =
        intrinsic == null
            ? new FieldExpression.AttributeOf(FieldExpression.Scope.ANY, tag)
            : intrinsic;
    List<AttributeValue> values = valuesOf(field, null, range, limit);
    return new TempoLists.Texts(
        "tagValues", values.stream().map(AttributeText::of).distinct().toList());
  }

  /// @param tag as TraceQL writes a field
  /// @param query narrows to spans it may select, as far as it can be read
  TempoLists.TypedValues typedValues(
      String tag, @Nullable String query, TimeRange range, int limit) {
    FieldExpression field = field(tag);
    boolean keywords = field == Intrinsic.STATUS || field == Intrinsic.KIND;
    return new TempoLists.TypedValues(
        valuesOf(field, PartialQuery.of(query), range, limit).stream()
            .map(
                v -> new TempoLists.TypedValue(keywords ? "keyword" : type(v), AttributeText.of(v)))
            .toList());
  }

  private static FieldExpression field(String tag) {
    try {
      return TraceQl.parseField(tag);
    } catch (TraceQlException e) {
      throw new BadParameterException("tag", "invalid tag: " + e.detail());
    }
  }

  private List<AttributeValue> valuesOf(
      FieldExpression expression, @Nullable Query among, TimeRange range, int limit) {
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
        : queries.values(field, among, range, limit).values().stream()
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
