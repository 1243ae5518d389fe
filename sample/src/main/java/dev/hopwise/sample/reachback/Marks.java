package dev.hopwise.sample.reachback;

import dev.hopwise.model.KeepMark;
import dev.hopwise.sample.Decision;
import java.util.ArrayList;
import java.util.List;

/// The marks that the spans of a reach-back get: of one window, with few different probabilities.
final class Marks {

  private final String windowId;
  private final List<KeepMark> marks = new ArrayList<>();

  Marks(String windowId) {
    this.windowId = windowId;
  }

  /// The index of the mark with a probability.
  int indexOf(double probability) {
    KeepMark mark =
        new KeepMark(Decision.WINDOW_RULE, ReachBackTarget.TRIGGER, probability, windowId);
    int known = marks.lastIndexOf(mark);
    if (known >= 0) {
      return known;
    }
    marks.add(mark);
    return marks.size() - 1;
  }

  KeepMark mark(int index) {
    return marks.get(index);
  }

  int size() {
    return marks.size();
  }
}
