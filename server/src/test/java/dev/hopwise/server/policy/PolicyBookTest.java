package dev.hopwise.server.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.sample.Policy;
import dev.hopwise.sample.PolicyResult;
import dev.hopwise.sample.PolicyText;
import dev.hopwise.sample.Rule;
import dev.hopwise.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyBookTest {

  private static final Instant START = Instant.parse("2026-11-22T14:00:00Z");
  private static final Policy BUILT_IN = Policy.builtIn(0.05);

  @TempDir Path folder;
  private Path file = Path.of("");
  private final TestClock clock = new TestClock(START);
  private final List<Policy> told = new ArrayList<>();

  @BeforeEach
  void name() {
    file = folder.resolve("policy.yaml");
  }

  @Test
  void holdsTheBuiltInPolicyWhereNobodyGaveOne() throws IOException {
    PolicyView view = open(Optional.empty()).view();
    assertThat(view.source()).isEqualTo(PolicySource.BUILT_IN);
    assertThat(view.policy()).isEqualTo(BUILT_IN);
    assertThat(view.yaml()).isEqualTo(PolicyText.of(BUILT_IN));
    assertThat(view.rejected()).isEmpty();
  }

  @Test
  void putsWhatIsSentInForceAndHasItAgainAfterARestart() throws IOException {
    PolicyBook book = open(Optional.empty());
    assertThat(book.put(yaml("mine"))).isInstanceOf(PolicyResult.Accepted.class);
    assertThat(rules(book)).containsExactly("mine");
    assertThat(told).containsExactly(book.policy());
    PolicyView again = open(Optional.empty()).view();
    assertThat(again.source()).isEqualTo(PolicySource.API);
    assertThat(again.yaml()).isEqualTo(yaml("mine"));
  }

  @Test
  void refusesWhatIsWrongWithEveryProblemAndKeepsTheOldOne() throws IOException {
    PolicyBook book = open(Optional.empty());
    book.put(yaml("mine"));
    PolicyResult result = book.put("rules:\n  - name: a\n    sample: often\n  - nome: b\n");
    assertThat(((PolicyResult.Refused) result).problems()).hasSizeGreaterThan(1);
    assertThat(rules(book)).containsExactly("mine");
    assertThat(told).hasSize(1);
    assertThat(rules(open(Optional.empty()))).containsExactly("mine");
  }

  @Test
  void changesNothingWhenItCannotBeSaved() throws IOException {
    PolicyBook book = open(Optional.empty());
    Files.createDirectories(folder.resolve("sampling/policy.json.next"));
    assertThatThrownBy(() -> book.put(yaml("mine"))).isInstanceOf(IOException.class);
    assertThat(book.policy()).isEqualTo(BUILT_IN);
    assertThat(told).isEmpty();
  }

  @Test
  void takesTheFileAndEveryChangeOfIt() throws IOException {
    write(yaml("first"));
    PolicyBook book = open(Optional.of(file));
    assertThat(rules(book)).containsExactly("first");
    assertThat(book.view().source()).isEqualTo(PolicySource.FILE);
    book.poll();
    assertThat(told).isEmpty();
    write(yaml("second"));
    book.poll();
    book.poll();
    assertThat(rules(book)).containsExactly("second");
    assertThat(told).containsExactly(book.policy());
  }

  @Test
  void tellsWhyAFileWasRejectedUntilItIsRight() throws IOException {
    write(yaml("first"));
    PolicyBook book = open(Optional.of(file));
    write("rules: 5\n");
    clock.advance(Duration.ofSeconds(3));
    book.poll();
    RejectedPolicy rejected = book.view().rejected().orElseThrow();
    assertThat(rejected.source()).isEqualTo(PolicySource.FILE);
    assertThat(rejected.since()).isEqualTo(START.plusSeconds(3));
    assertThat(rejected.problems()).isNotEmpty();
    assertThat(rules(book)).containsExactly("first");
    write(yaml("first"));
    book.poll();
    assertThat(book.view().rejected()).isEmpty();
  }

  @Test
  void keepsThePolicyWhenTheFileGoesAway() throws IOException {
    write(yaml("first"));
    PolicyBook book = open(Optional.of(file));
    Files.delete(file);
    book.poll();
    assertThat(rules(book)).containsExactly("first");
    assertThat(book.view().rejected().orElseThrow().problems().getFirst().detail())
        .contains("no such file");
  }

  @Test
  void startsWithTheLastGoodPolicyWhenTheFileIsWrong() throws IOException {
    write(yaml("first"));
    open(Optional.of(file));
    write("rules: 5\n");
    PolicyBook book = open(Optional.of(file));
    assertThat(rules(book)).containsExactly("first");
    assertThat(book.view().rejected()).isPresent();
  }

  @Test
  void doesNotStartWithoutAnyUsablePolicyAndTellsEveryProblem() throws IOException {
    write("rules:\n  - name: a\n    sample: often\n  - nome: b\n");
    assertThatThrownBy(() -> open(Optional.of(file)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("policy.yaml")
        .hasMessageContaining("line 3")
        .hasMessageContaining("line 4");
    Files.delete(file);
    assertThatThrownBy(() -> open(Optional.of(file))).hasMessageContaining("no such file");
  }

  @Test
  void letsWhatWasWrittenLastHoldAlsoOverARestart() throws IOException {
    write(yaml("file"));
    PolicyBook book = open(Optional.of(file));
    clock.advance(Duration.ofSeconds(10));
    book.put(yaml("sent"));
    assertThat(rules(open(Optional.of(file)))).containsExactly("sent");
    clock.advance(Duration.ofSeconds(10));
    write(yaml("newer"));
    assertThat(rules(open(Optional.of(file)))).containsExactly("newer");
    book.poll();
    assertThat(rules(book)).containsExactly("newer");
  }

  @Test
  void forgetsAFilesPolicyWhenTheSettingIsGone() throws IOException {
    write(yaml("file"));
    open(Optional.of(file));
    assertThat(open(Optional.empty()).policy()).isEqualTo(BUILT_IN);
  }

  @Test
  void goesBackToTheFileOrToTheBuiltInOne() throws IOException {
    PolicyBook book = open(Optional.empty());
    book.put(yaml("sent"));
    book.reset();
    assertThat(book.policy()).isEqualTo(BUILT_IN);
    assertThat(told.getLast()).isEqualTo(BUILT_IN);
    assertThat(open(Optional.empty()).policy()).isEqualTo(BUILT_IN);

    write(yaml("file"));
    PolicyBook watching = open(Optional.of(file));
    clock.advance(Duration.ofSeconds(1));
    watching.put(yaml("sent"));
    watching.reset();
    assertThat(rules(watching)).containsExactly("file");
    assertThat(told.getLast()).isEqualTo(watching.policy());
  }

  @Test
  void putsADamagedSaveAside() throws IOException {
    open(Optional.empty()).put(yaml("sent"));
    Path saved = folder.resolve("sampling/policy.json");
    Files.writeString(saved, "{\"version\":1");
    assertThat(open(Optional.empty()).policy()).isEqualTo(BUILT_IN);
    assertThat(saved.resolveSibling("policy.json.damaged")).exists();
  }

  private PolicyBook open(Optional<Path> watched) throws IOException {
    PolicyBook book = PolicyBook.open(folder.resolve("sampling"), watched, BUILT_IN, clock);
    book.onChange(told::add);
    return book;
  }

  /// Written at the clock's time.
  private void write(String yaml) throws IOException {
    Files.writeString(file, yaml);
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
  }

  private static String yaml(String rule) {
    return "rules:\n  - name: " + rule + "\n    sample: { probability: 0.5 }\n";
  }

  private static List<String> rules(PolicyBook book) {
    return book.policy().rules().stream().map(Rule::name).toList();
  }
}
