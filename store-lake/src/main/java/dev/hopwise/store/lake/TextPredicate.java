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

  /// The numbers of the texts that satisfy it, of so many.
  default void matching(byte[] bytes, int[] starts, int[] lengths, int count, BitSet to) {
    for (int i = 0; i < count; i++) {
      if (test(bytes, starts[i], lengths[i])) {
        to.set(i);
      }
    }
  }

  /// Of a text that is not in an array; false for comparisons with anything but texts.
  static TextPredicate of(SpanFilter comparison) {
    return switch (comparison) {
      case SpanFilter.TextIs(_, SpanFilter.Comparison how, String value) -> {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        yield how == SpanFilter.Comparison.EQUAL ? new EqualTo(utf8) : compared(how, utf8);
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

  private static TextPredicate compared(SpanFilter.Comparison how, byte[] expected) {
    return (bytes, offset, length) ->
        how.holds(
            Arrays.compareUnsigned(bytes, offset, offset + length, expected, 0, expected.length));
  }

  /// Texts of one kind mostly begin alike and differ in their last byte, which is looked at first.
  final class EqualTo implements TextPredicate {
    private final byte[] expected;

    EqualTo(byte[] expected) {
      this.expected = expected;
    }

    @Override
    public boolean test(byte[] bytes, int offset, int length) {
      return length == expected.length
          && Arrays.equals(bytes, offset, offset + length, expected, 0, length);
    }

    @Override
    public void matching(byte[] bytes, int[] starts, int[] lengths, int count, BitSet to) {
      int due = expected.length;
      if (due == 0) {
        TextPredicate.super.matching(bytes, starts, lengths, count, to);
        return;
      }
      byte last = expected[due - 1];
      for (int i = 0; i < count; i++) {
        if (lengths[i] == due
            && bytes[starts[i] + due - 1] == last
            && test(bytes, starts[i], due)) {
          to.set(i);
        }
      }
    }
  }
}
