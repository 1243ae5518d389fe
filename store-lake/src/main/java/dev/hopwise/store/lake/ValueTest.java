package dev.hopwise.store.lake;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.store.SpanFilter.TextIs;
import org.jspecify.annotations.Nullable;

/// Whether a value satisfies a comparison, decided once for each distinct text and letter.
///
/// Equality of texts needs no deciding: an interned text has one id. Used by one thread.
final class ValueTest {

  private static final int UNDECIDED = -1;

  private final SpanFilter filter;
  private final SegmentBuilder rows;
  private final RowDecoder decoder;

  /// The only id of the text that is equal, NONE when there is none; or UNDECIDED when that is not
  /// what is asked, or some texts have several ids.
  private final int onlyEqual;

  private final @Nullable Judgements[] judged = new Judgements[AttributeColumn.LETTERS.length()];

  ValueTest(SpanFilter filter, SegmentBuilder rows) {
    this.filter = filter;
    this.rows = rows;
    this.decoder = new RowDecoder(rows);
    this.onlyEqual =
        filter instanceof TextIs is
                && is.comparison() == Comparison.EQUAL
                && !rows.texts().isAmbiguous()
            ? rows.texts().find(is.value())
            : UNDECIDED;
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
    if (code == AttributeColumn.TEXT_CODE && onlyEqual != UNDECIDED) {
      return text == onlyEqual;
    }
    Judgements ofLetter = judged[code];
    if (ofLetter == null) {
      ofLetter = new Judgements(rows.texts().count());
      judged[code] = ofLetter;
    }
    return ofLetter.get(text, id -> HotFilter.holdsOrExists(filter, decoder.value(code, id)));
  }
}
