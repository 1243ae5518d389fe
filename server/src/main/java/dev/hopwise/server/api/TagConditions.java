package dev.hopwise.server.api;

import dev.hopwise.model.Resource;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.FieldExpression.Scope;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tags of APIs whose values all are texts, as conditions of TraceQL. What those APIs show as a tag
/// and OpenTelemetry holds elsewhere (kind, status, scope) is looked for where it is.
public final class TagConditions {

  private TagConditions() {}

  /// Spans with the tag: on the span, its resource or one of its events.
  ///
  /// @param parameter to blame for a value that cannot be
  public static FieldExpression equal(String parameter, String key, String value) {
    return switch (key) {
      case "error" -> error(value);
      case "span.kind" -> equal(Intrinsic.KIND, new Value.Kind(kind(parameter, value)));
      case "otel.status_code" ->
          equal(Intrinsic.STATUS, new Value.Status(status(parameter, value)));
      case "otel.status_description" -> equal(Intrinsic.STATUS_MESSAGE, new Value.Text(value));
      case "otel.scope.name", "otel.library.name" ->
          equal(Intrinsic.SCOPE_NAME, new Value.Text(value));
      case "otel.scope.version", "otel.library.version" ->
          equal(Intrinsic.SCOPE_VERSION, new Value.Text(value));
      case "service.name" -> service(value);
      case "event" -> equal(Intrinsic.EVENT_NAME, new Value.Text(value));
      case "w3c.tracestate" ->
          throw new BadParameterException(
              parameter, parameter + " names w3c.tracestate, which cannot be searched for");
      default ->
          or(
              values(new FieldExpression.AttributeOf(Scope.ANY, key), value),
              values(new FieldExpression.AttributeOf(Scope.EVENT, key), value));
    };
  }

  /// Spans that have the tag at all, or an event of that name.
  public static FieldExpression present(String key) {
    return key.equals("error")
        ? equal(Intrinsic.STATUS, new Value.Status(StatusCode.ERROR))
        : or(
            new FieldExpression.Presence(new FieldExpression.AttributeOf(Scope.ANY, key), true),
            equal(Intrinsic.EVENT_NAME, new Value.Text(key)));
  }

  /// Spans of a service.
  public static FieldExpression service(String name) {
    return equal(
        new FieldExpression.AttributeOf(Scope.RESOURCE, Resource.SERVICE_NAME),
        new Value.Text(name));
  }

  /// Field equals value.
  public static FieldExpression equal(FieldExpression field, Value value) {
    return new FieldExpression.Binary(Operator.EQUAL, field, new FieldExpression.Constant(value));
  }

  /// Both.
  public static FieldExpression and(FieldExpression a, FieldExpression b) {
    return new FieldExpression.Binary(Operator.AND, a, b);
  }

  /// Either.
  public static FieldExpression or(FieldExpression a, FieldExpression b) {
    return new FieldExpression.Binary(Operator.OR, a, b);
  }

  /// A kind by its name in any case.
  public static SpanKind kind(String parameter, String text) {
    for (SpanKind kind : SpanKind.values()) {
      if (kind.name().equalsIgnoreCase(text)) {
        return kind;
      }
    }
    throw new BadParameterException(
        parameter,
        parameter
            + " names a span kind that is none of unspecified, internal, server, client,"
            + " producer and consumer");
  }

  private static StatusCode status(String parameter, String text) {
    for (StatusCode code : StatusCode.values()) {
      if (code.name().equalsIgnoreCase(text)) {
        return code;
      }
    }
    throw new BadParameterException(
        parameter, parameter + " names a status that is none of unset, ok and error");
  }

  private static FieldExpression error(String value) {
    FieldExpression failed = equal(Intrinsic.STATUS, new Value.Status(StatusCode.ERROR));
    FieldExpression attribute = values(new FieldExpression.AttributeOf(Scope.ANY, "error"), value);
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> failed;
      case "false" ->
          new FieldExpression.Binary(
              Operator.NOT_EQUAL,
              Intrinsic.STATUS,
              new FieldExpression.Constant(new Value.Status(StatusCode.ERROR)));
      default -> or(attribute, and(failed, equal(Intrinsic.STATUS_MESSAGE, new Value.Text(value))));
    };
  }

  /// A number or truth value of that text matches too.
  private static FieldExpression values(FieldExpression attribute, String value) {
    FieldExpression text = equal(attribute, new Value.Text(value));
    @Nullable Value typed = typed(value);
    return typed == null ? text : or(text, equal(attribute, typed));
  }

  private static @Nullable Value typed(String value) {
    if (value.equals("true") || value.equals("false")) {
      return new Value.Bool(Boolean.parseBoolean(value));
    }
    if (value.matches("-?[0-9]{1,18}")) {
      return new Value.Int(Long.parseLong(value));
    }
    return value.matches("-?[0-9]{1,18}\\.[0-9]{1,18}")
        ? new Value.Real(Double.parseDouble(value))
        : null;
  }
}
