package dev.hopwise.model.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.KeepMark;
import dev.hopwise.model.Kept;
import org.junit.jupiter.api.Test;

class SpanBatchKeepsTest {

  private static final KeepMark ERRORS = new KeepMark("errors", "quiet", 1.0, null);
  private static final KeepMark WINDOW = new KeepMark("baseline", "late", 0.5, "w1");

  private final SpanBatch batch = new SpanBatch();

  @Test
  void spansHaveNoMarkUntilOneIsAttached() {
    add(3);
    assertThat(batch.kept(2)).isSameAs(Kept.UNKNOWN);
    mark(1, ERRORS, 0.25);
    add(1);
    assertThat(batch.kept(0)).isEqualTo(Kept.UNKNOWN);
    assertThat(batch.kept(1)).isEqualTo(new Kept(0.25, "errors", "quiet", null));
    assertThat(batch.kept(3)).isEqualTo(Kept.UNKNOWN);
  }

  @Test
  void marksGrowWithTheSpans() {
    for (int i = 0; i < 3_000; i++) {
      add(1);
      mark(i, i % 2 == 0 ? ERRORS : WINDOW, 1.0 / (i + 1));
    }
    assertThat(batch.kept(2_999)).isEqualTo(new Kept(1.0 / 3_000, "baseline", "late", "w1"));
    assertThat(batch.kept(0)).isEqualTo(new Kept(1, "errors", "quiet", null));
  }

  @Test
  void aSelectionKeepsTheMarksOfItsSpans() {
    add(4);
    mark(1, ERRORS, 1);
    mark(3, WINDOW, 0.5);
    SpanBatch selected = new SpanBatch();
    selected.selectFrom(batch, new int[] {3, 0}, 2);
    assertThat(selected.kept(0)).isEqualTo(new Kept(0.5, "baseline", "late", "w1"));
    assertThat(selected.kept(1)).isEqualTo(Kept.UNKNOWN);
  }

  @Test
  void aClearedBatchHasNoMarks() {
    add(2);
    mark(0, ERRORS, 0.1);
    batch.clear(new byte[0]);
    add(2);
    assertThat(batch.kept(0)).isSameAs(Kept.UNKNOWN);
    mark(1, WINDOW, 0.5);
    assertThat(batch.kept(0)).isEqualTo(Kept.UNKNOWN);
  }

  private void add(int spans) {
    for (int i = 0; i < spans; i++) {
      var _ = batch.addSpan();
    }
  }

  private void mark(int span, KeepMark mark, double probability) {
    int keep = batch.addKeep(mark);
    batch.keepIndex[span] = keep;
    batch.inclusionProbability[span] = probability;
  }
}
