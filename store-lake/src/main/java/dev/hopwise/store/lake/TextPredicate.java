package dev.hopwise.store.lake;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.memory.SpanMatcher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/// A question about a UTF-8 text, or about the bytes of an id.
interface TextPredicate {

  boolean test(byte[] bytes, int offset, int length);

  /// The ids of the dictionary's values that satisfy it.
  default BitSet matching(Dictionary dictionary) {
    BitSet ids = new BitSet(dictionary.size());
    for (int id = 0; id < dictionary.size(); id++) {
      if (test(dictionary.bytes(), dictionary.start(id), dictionary.length(id))) {
        ids.set(id);
      }
    }
    return ids;
  }

  /// Of a text that is not in an array; false for comparisons with anything but texts.
  static TextPredicate of(SpanFilter comparison) {
    return switch (comparison) {
      case SpanFilter.TextIs(_, SpanFilter.Comparison how, String value) -> {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        yield how == SpanFilter.Comparison.EQUAL ? equalTo(utf8) : compared(how, utf8);
      }
      case SpanFilter.TextMatches(_, SpanFilter.TextPattern pattern) ->
          (bytes, offset, length) -> pattern.matches(text(bytes, offset, length));
      case SpanFilter.Exists _ -> (_, _, _) -> true;
      case SpanFilter.NumberIs _,
          SpanFilter.BoolIs _,
          SpanFilter.And _,
          SpanFilter.Or _,
          SpanFilter.Not _ ->
          (_, _, _) -> false;
    };
  }

  /// Of an attribute in a JSON object, which a resource or a scope is stored as.
  static TextPredicate ofObject(SpanFilter comparison, String key) {
    return (bytes, offset, length) -> {
      Attributes attributes = ValueText.decodeObject(text(bytes, offset, length));
      AttributeValue value = attributes.get(key);
      return comparison instanceof SpanFilter.Exists
          ? value != null
          : SpanMatcher.valueMatches(comparison, value);
    };
  }

  static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /// Texts of one kind mostly begin alike and differ in their last byte.
  private static TextPredicate equalTo(byte[] expected) {
    int last = expected.length - 1;
    return (bytes, offset, length) ->
        length == expected.length
            && (length == 0 || bytes[offset + last] == expected[last])
            && Arrays.equals(bytes, offset, offset + length, expected, 0, length);
  }

  private static TextPredicate compared(SpanFilter.Comparison how, byte[] expected) {
    return (bytes, offset, length) ->
        how.holds(
            Arrays.compareUnsigned(bytes, offset, offset + length, expected, 0, expected.length));
  }
}
