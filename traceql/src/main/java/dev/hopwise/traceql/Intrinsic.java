package dev.hopwise.traceql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What every span, or its trace, has by itself. The first text is the one it is printed with.
public enum Intrinsic implements FieldExpression {
  DURATION(Type.NUMBER, "duration", "span:duration"),
  NAME(Type.TEXT, "name", "span:name"),
  STATUS(Type.STATUS, "status", "span:status"),
  STATUS_MESSAGE(Type.TEXT, "statusMessage", "span:statusMessage"),
  KIND(Type.KIND, "kind", "span:kind"),
  SPAN_ID(Type.TEXT, "span:id"),
  /// Nil for a root.
  PARENT_ID(Type.TEXT, "span:parentID"),
  CHILD_COUNT(Type.NUMBER, "span:childCount"),
  ROOT_NAME(Type.TEXT, "rootName", "trace:rootName"),
  ROOT_SERVICE(Type.TEXT, "rootServiceName", "trace:rootService"),
  TRACE_DURATION(Type.NUMBER, "traceDuration", "trace:duration"),
  /// 32 hexadecimal digits.
  TRACE_ID(Type.TEXT, "trace:id"),
  EVENT_NAME(Type.TEXT, "event:name"),
  EVENT_TIME_SINCE_START(Type.NUMBER, "event:timeSinceStart"),
  LINK_TRACE_ID(Type.TEXT, "link:traceID"),
  LINK_SPAN_ID(Type.TEXT, "link:spanID"),
  SCOPE_NAME(Type.TEXT, "instrumentation:name"),
  SCOPE_VERSION(Type.TEXT, "instrumentation:version"),
  /// Numbers from 1 in depth-first order, on entering and on leaving; 0 for what hangs on no root.
  NESTED_SET_LEFT(Type.NUMBER, "nestedSetLeft"),
  NESTED_SET_RIGHT(Type.NUMBER, "nestedSetRight"),
  /// The parent's left number, −1 for a root.
  NESTED_SET_PARENT(Type.NUMBER, "nestedSetParent");

  private static final Map<String, Intrinsic> BY_TEXT = byText();

  private final Type type;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<String> texts;

  Intrinsic(Type type, String... texts) {
    this.type = type;
    this.texts = List.of(texts);
  }

  /// As it is written, the short way where there is one.
  public String text() {
    return texts.getFirst();
  }

  Type type() {
    return type;
  }

  /// Reads either way of writing it.
  public static @Nullable Intrinsic ofText(String text) {
    return BY_TEXT.get(text);
  }

  static Set<String> texts() {
    return BY_TEXT.keySet();
  }

  private static Map<String, Intrinsic> byText() {
    Map<String, Intrinsic> all = new HashMap<>();
    for (Intrinsic intrinsic : values()) {
      for (String text : intrinsic.texts) {
        all.put(text, intrinsic);
      }
    }
    return Map.copyOf(all);
  }
}
