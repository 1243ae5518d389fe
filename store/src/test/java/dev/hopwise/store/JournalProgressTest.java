package dev.hopwise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JournalProgressTest {

  private final JournalProgress progress = new JournalProgress(JournalPosition.at(10));

  @Test
  void isSafeUpToTheLastAppend() {
    assertThat(progress.safe()).isEqualTo(JournalPosition.at(10));
    progress.ended(new JournalPosition(11, 20), true);
    assertThat(progress.safe()).isEqualTo(new JournalPosition(11, 20));
    assertThat(progress.handedOver()).isEqualTo(20);
  }

  @Test
  void holdsBeforeTheFirstFailureThatWasNotRepeated() {
    progress.ended(JournalPosition.at(20), false);
    progress.ended(JournalPosition.at(30), true);
    progress.ended(JournalPosition.at(40), false);
    progress.ended(JournalPosition.at(50), true);
    assertThat(progress.safe()).isEqualTo(JournalPosition.at(10));
    assertThat(progress.handedOver()).isEqualTo(50);
    progress.ended(JournalPosition.at(20), true);
    assertThat(progress.safe()).isEqualTo(JournalPosition.at(30));
    progress.ended(JournalPosition.at(40), false);
    assertThat(progress.safe()).isEqualTo(JournalPosition.at(30));
    progress.ended(JournalPosition.at(40), true);
    assertThat(progress.safe()).isEqualTo(JournalPosition.at(50));
  }

  @Test
  void refusesAPositionThatReplaysFromBehindWhatIsApplied() {
    assertThatThrownBy(() -> new JournalPosition(5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5");
  }
}
