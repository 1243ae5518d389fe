package dev.hopwise.store.lake;

import dev.hopwise.store.Field;
import dev.hopwise.store.Field.AttributeOf;
import dev.hopwise.store.Field.Intrinsic;
import dev.hopwise.store.Field.Scope;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/// Rules out a file by its token filter.
final class TokenPruning {

  private TokenPruning() {}

  /// Whether surely no span of the file matches.
  ///
  /// @param mayContain the file's token filter
  static boolean rulesOut(SpanFilter filter, LongPredicate mayContain) {
    return switch (filter) {
      case SpanFilter.And and -> and.operands().stream().anyMatch(f -> rulesOut(f, mayContain));
      case SpanFilter.Or or -> or.operands().stream().allMatch(f -> rulesOut(f, mayContain));
      case SpanFilter.TextIs(Field field, Comparison how, String value) ->
          how == Comparison.EQUAL && absent(field, List.of(value), mayContain);
      case SpanFilter.NumberIs(AttributeOf field, Comparison how, Number value) ->
          how == Comparison.EQUAL && absent(field, texts(value), mayContain);
      case SpanFilter.BoolIs(Field field, Comparison how, boolean value) ->
          how == Comparison.EQUAL && absent(field, List.of(Boolean.toString(value)), mayContain);
      case SpanFilter.NumberIs _, SpanFilter.Not _, SpanFilter.Exists _, SpanFilter.TextMatches _ ->
          false;
    };
  }

  private static boolean absent(Field field, List<String> texts, LongPredicate mayContain) {
    return switch (field) {
      case Intrinsic.SERVICE -> absent(Tokens.SERVICE, texts, mayContain);
      case Intrinsic.NAME -> absent(Tokens.NAME, texts, mayContain);
      case AttributeOf(Scope scope, String key) ->
          scope == Scope.SPAN
              && absent(key, texts, mayContain)
              && !mayContain.test(Tokens.hash("", Tokens.ARRAYS));
      case Intrinsic _ -> false;
    };
  }

  private static boolean absent(String key, List<String> texts, LongPredicate mayContain) {
    return texts.stream().noneMatch(text -> mayContain.test(Tokens.hash(key, text)));
  }

  /// The texts of all integers and doubles that equal a number.
  private static List<String> texts(Number number) {
    List<String> texts = new ArrayList<>();
    double real = number.doubleValue();
    if (number instanceof Long integer) {
      texts.add(integer.toString());
    } else if (real == Math.rint(real) && Math.abs(real) <= 0x1p63) {
      texts.add(Long.toString((long) real));
    }
    texts.add(Double.toString(real));
    if (real == 0) {
      texts.addAll(List.of("0.0", "-0.0"));
    }
    return texts;
  }
}
