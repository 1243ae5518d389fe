package dev.hopwise.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  private final ByteBudget budget = new ByteBudget(100, 2);
  private final List<String> granted = new ArrayList<>();

  @Test
  void theLineIsServedInOrderAndNobodyOvertakesIt() {
    assertThat(budget.tryTake(80)).isTrue();
    stand("large", 60);
    stand("small", 10);
    assertThat(granted).isEmpty();
    assertThat(budget.tryTake(1)).as("there is room, but others wait").isFalse();
    budget.giveBack(30);
    assertThat(granted).isEmpty();
    budget.giveBack(10);
    assertThat(granted).containsExactly("large");
    budget.giveBack(60);
    assertThat(granted).containsExactly("large", "small");
    assertThat(budget.used()).isEqualTo(50);
    assertThat(budget.waiting()).isZero();
    assertThat(budget.tryTake(50)).isTrue();
  }

  @Test
  void aFullLineTakesNobody() {
    assertThat(budget.tryTake(100)).isTrue();
    stand("first", 1);
    stand("second", 1);
    assertThat(budget.stand(1, () -> granted.add("third"))).isNull();
    budget.giveBack(100);
    assertThat(granted).containsExactly("first", "second");
  }

  @Test
  void whoLeavesMakesWay() {
    assertThat(budget.tryTake(50)).isTrue();
    ByteBudget.Waiting large = stand("large", 90);
    ByteBudget.Waiting small = stand("small", 20);
    assertThat(large.leave()).isTrue();
    assertThat(granted).containsExactly("small");
    assertThat(small.leave()).as("it was granted before").isFalse();
    assertThat(budget.used()).isEqualTo(70);
  }

  private ByteBudget.Waiting stand(String name, long bytes) {
    return Objects.requireNonNull(budget.stand(bytes, () -> granted.add(name)));
  }
}
