package dev.hopwise.store.lake;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.store.SpanFilter.TextIs;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Whether a value satisfies a comparison, decided once for each distinct text and letter.
///
/// Equality of texts needs no deciding: it shows in the id, or in the bytes. Used by one thread.
final class ValueTest {

  private final SpanFilter filter;
  private final SegmentBuilder rows;
  private final RowDecoder decoder;

  /// What a text has to be equal to; null when something else is asked.
  private final byte @Nullable [] equalTo;

  private final long equalHash;

  private final long equalTokenPart;

  /// The id of that text, or NONE when it has none.
  private final int equalId;

  /// Whether it has no other ids.
  private final boolean interned;

  private final @Nullable Judgements[] judged = new Judgements[AttributeColumn.LETTERS.length()];

  /// @param interned whether equal ones of the texts that it will be asked about have one id
  ValueTest(SpanFilter filter, SegmentBuilder rows, boolean interned) {
    this.filter = filter;
    this.rows = rows;
    this.interned = interned;
    this.decoder = new RowDecoder(rows);
    if (filter instanceof TextIs is && is.comparison() == Comparison.EQUAL) {
      byte[] utf8 = is.value().getBytes(StandardCharsets.UTF_8);
      this.equalTo = utf8;
      this.equalHash = KeyedHash.of(utf8, 0, utf8.length);
      this.equalTokenPart = Tokens.part(utf8, 0, utf8.length);
      this.equalId = rows.texts().find(is.value());
    } else {
      this.equalTo = null;
      this.equalHash = 0;
      this.equalTokenPart = 0;
      this.equalId = TextPool.NONE;
    }
  }

  /// @param found an answer of {@link OwnAttribute}
  boolean holds(long found) {
    int code = OwnAttribute.code(found);
    int value = OwnAttribute.value(found);
    return code == OwnAttribute.INTEGER_CODE ? holdsInteger(value) : holds(code, value);
  }

  boolean holdsInteger(long value) {
    return HotFilter.holdsOrExists(filter, AttributeValue.of(value));
  }

  boolean holds(int code, int text) {
    if (filter instanceof SpanFilter.Exists) {
      return true;
    }
    if (code == AttributeColumn.TEXT_CODE && equalTo != null) {
      return text == equalId
          || (!interned && rows.texts().is(text, equalTo, equalHash, equalTokenPart));
    }
    Judgements ofLetter = judged[code];
    if (ofLetter == null) {
      ofLetter = new Judgements(rows.texts().count());
      judged[code] = ofLetter;
    }
    return ofLetter.get(text, id -> HotFilter.holdsOrExists(filter, decoder.value(code, id)));
  }
}
